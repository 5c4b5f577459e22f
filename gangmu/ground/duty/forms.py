"""What is typed about leave and wishes, at the desk and on the phone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangmu.ground.duty.models import Leave, Wish


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class LeaveForm(forms.Form):
    """Which kind of leave, from when to when. No reason and no diagnosis is asked for."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Leave.Kind.choices)
    first = _day(_("First day"))
    last = _day(_("Last day"))

    def clean(self) -> dict[str, Any]:
        """It does not end before it begins."""
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day lies before the first: correct one of them."))
        return data


class WishForm(forms.Form):
    """What somebody would like on a day."""

    day = _day(_("Day"))
    wanted = forms.ChoiceField(label=_("I would like"), choices=Wish.Kind.choices)
