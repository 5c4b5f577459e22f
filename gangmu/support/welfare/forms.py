"""What is typed in staff care."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangmu.support.welfare.models import Visit

DAY = {"type": "date"}


class RestForm(forms.Form):
    """Compensatory rest that was taken."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY))
    hours = forms.DecimalField(
        label=_("Hours"), min_value=-24, max_value=24, decimal_places=1, help_text=_("Negative to correct")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class VisitForm(forms.Form):
    """Why somebody is to be visited."""

    because = forms.ChoiceField(label=_("Because"), choices=Visit.Because.choices, widget=forms.RadioSelect)


class PaidForm(forms.Form):
    """When a visit was paid."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ThanksForm(forms.Form):
    """What a colleague is to be thanked for, and which tasks show it."""

    text = forms.CharField(label=_("What for"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    tasks = forms.CharField(
        label=_("Numbers of the tasks that show it"), max_length=200, help_text=_("Such as 123, 124")
    )

    def clean_tasks(self) -> list[int]:
        """The numbers."""
        found = re.findall(r"\d{1,18}", str(self.cleaned_data["tasks"]))
        if not found:
            raise forms.ValidationError(_("Write the numbers of tasks, such as 123, 124."))
        return [int(number) for number in found]


class ColleagueForm(ThanksForm):
    """The same with the colleague to be chosen."""

    field_order = ["colleague", "text", "tasks"]

    def __init__(self, colleagues: Iterable[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        choices = [("", "–"), *((str(pk), name) for pk, name in colleagues)]
        self.fields["colleague"] = forms.ChoiceField(label=_("Colleague"), choices=choices)
        self.order_fields(self.field_order)


class ConfideForm(forms.Form):
    """What a member has confided."""

    text = forms.CharField(
        label=_("What he has confided"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class LateLineForm(forms.Form):
    """What was forgotten in a closed month."""

    user = forms.ChoiceField(label=_("Member"))
    rule = forms.ChoiceField(label=_("Rule"))
    quantity = forms.IntegerField(label=_("How often"), help_text=_("Negative to take back"))
    rest_hours = forms.DecimalField(label=_("Hours of rest owed"), required=False, decimal_places=1)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(
        self, users: Iterable[tuple[int, str]], rules: Iterable[tuple[str, str]], data: Any = None
    ) -> None:
        super().__init__(data)
        self.fields["user"].choices = [(str(pk), name) for pk, name in users]  # type: ignore[attr-defined]
        self.fields["rule"].choices = list(rules)  # type: ignore[attr-defined]
