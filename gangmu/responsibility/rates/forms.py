"""What is typed about weekly rates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gangmu.responsibility.rates.models import Objection

AREA = forms.Textarea(attrs={"rows": 3})


class ObjectionForm(forms.Form):
    """What a county objects to."""

    about = forms.ChoiceField(label=_("About"), choices=Objection.About.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What is wrong, and how it can be seen"), max_length=500, widget=AREA)


class DecisionForm(forms.Form):
    """What is decided about an objection."""

    effect = forms.ChoiceField(
        label=_("Decision"),
        choices=[*Objection.Effect.choices, ("reject", _("rejected: the frozen number counts"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Reason"), max_length=300, widget=AREA)


class AnswerForm(forms.Form):
    """What a post answers to a step."""

    text = forms.CharField(
        label=_("What went wrong, what is changed, until when"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
