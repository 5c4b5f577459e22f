"""What is typed at the end of an incident."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gangmu.command.sunset.queries import group_name
from gangmu.command.sunset.rules import registry

DAY = {"type": "date"}


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class DestroyForm(ReasonForm):
    """Why it is destroyed, and when the last backup expires."""

    backups_until = forms.DateField(
        label=_("The last backup that holds it expires on"), widget=forms.DateInput(attrs=DAY)
    )


class KeepForm(forms.Form):
    """The assessment under which a kind of thing stays."""

    group = forms.ChoiceField(label=_("What stays"))
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[("evidence", _("evidence")), ("evaluation", _("evaluation"))]
    )
    legality = forms.CharField(label=_("Legality: on which basis"), max_length=300)
    necessity = forms.CharField(label=_("Necessity: why nothing less will do"), max_length=300)
    security = forms.CharField(label=_("Security: who holds it, and how"), max_length=300)
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["group"].choices = [(code, group_name(code)) for code in registry().groups]  # type: ignore[attr-defined]
