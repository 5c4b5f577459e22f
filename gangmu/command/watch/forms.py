"""What is typed at a changeover."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PointForm(forms.Form):
    """Something marked for the next watch."""

    text = forms.CharField(
        label=_("What"), max_length=200, help_text=_("Without names of residents: the task says who")
    )
    due_at = forms.DateTimeField(
        label=_("Until when"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class HandForm(forms.Form):
    """What whoever hands an office over adds to what is open."""

    notes = forms.CharField(
        label=_("Notes for your colleague"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    because = forms.CharField(label=_("Why you sign in his place"), max_length=200, required=False)
