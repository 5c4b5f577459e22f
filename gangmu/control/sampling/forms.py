"""What is typed about sampling: by the trio that calls a member back, and at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from gangmu.casework.rules import RELEASE, ReportForm, TaskKind, register, words_field
from gangmu.control.sampling.models import KeyPlace, Plan, Required, Round

RECALL = "sampling_recall"
MOMENT = {"type": "datetime-local"}
HOURS = {"type": "time"}


class Told(ReportForm):
    """The member of a positive pool was told. Staying where he is was asked of him; it is no order."""

    stays: bool = Field(
        json_schema_extra={
            "ui": {"label": ["本人同意就地等候", "He agrees to stay where he is"], "usual": True}
        }
    )
    swab: bool = Field(
        json_schema_extra={"ui": {"label": ["已安排单管复采", "A single swab is arranged"], "usual": True}}
    )
    note: str = Field("", max_length=200, json_schema_extra={"ui": {"label": ["说明", "Note"]}})


class NotReached(ReportForm):
    """He could not be reached; what was tried."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=200)] = words_field(
        ("联系经过", "What was tried"),
        ("电话三次无人接听，上门无人。", "Three calls unanswered, nobody at the door."),
        ("电话停机或号码错误。", "The number is out of service or wrong."),
    )


def register_kinds() -> None:
    """Make the recall of a member known to casework: a second person looks at what the trio says."""
    register(TaskKind(RECALL, {"told": Told, "not_reached": NotReached}, gates=(RELEASE,)))


class _Grounded(forms.Form):
    """A form that asks for one of the reader's own units."""

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if "unit" in self.fields:
            self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]


class RoundForm(_Grounded):
    """A round as it is planned."""

    incident = forms.ChoiceField(label=_("Incident"))
    name = forms.CharField(label=_("Name of the round"), max_length=60)
    unit = forms.ChoiceField(label=_("Ground"))
    parts = forms.IntegerField(
        label=_("Everybody within how many days"), min_value=1, max_value=30, initial=1,
        help_text=_("1: everybody in this round. 5: a fifth today, each once in five days."),
    )  # fmt: skip
    pool = forms.TypedChoiceField(label=_("Tubes"), choices=Round.POOLS, coerce=int, initial=10)
    begins_at = forms.DateTimeField(label=_("From"), widget=forms.DateTimeInput(attrs=MOMENT))
    ends_at = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs=MOMENT),
        help_text=_("A regional round is finished within 24 hours."),
    )  # fmt: skip

    def __init__(self, *args: Any, incidents: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["incident"].choices = list(incidents)  # type: ignore[attr-defined]


class SiteForm(_Grounded):
    """Where and when samples are taken."""

    unit = forms.ChoiceField(label=_("Village"))
    name = forms.CharField(label=_("Name of the site"), max_length=60)
    address = forms.CharField(label=_("Address"), max_length=200)
    opens = forms.TimeField(label=_("Opens"), widget=forms.TimeInput(attrs=HOURS))
    closes = forms.TimeField(label=_("Closes"), widget=forms.TimeInput(attrs=HOURS))


class SendForm(forms.Form):
    """Tubes that a courier takes."""

    tubes = forms.CharField(
        label=_("Codes of the tubes"), widget=forms.Textarea(attrs={"rows": 5}), max_length=400_000,
        help_text=_("Scan one after the other, or paste a list: one in each line."),
    )  # fmt: skip
    courier = forms.CharField(label=_("Courier"), max_length=60)
    laboratory = forms.CharField(label=_("Laboratory"), max_length=60)


class ReceiveForm(forms.Form):
    """Tubes that a laboratory has, when its list is in the office's hands."""

    tubes = forms.CharField(
        label=_("Codes of the tubes"), widget=forms.Textarea(attrs={"rows": 5}), max_length=400_000
    )
    laboratory = forms.CharField(label=_("Laboratory"), max_length=60)


class ResultsForm(forms.Form):
    """A laboratory's list of results as a file."""

    laboratory = forms.CharField(label=_("Laboratory"), max_length=60)
    file = forms.FileField(label=_("File"), max_length=200)


class MissedForm(forms.Form):
    """Why somebody was not sampled."""

    missed = forms.ChoiceField(
        label=_("Why not sampled"),
        choices=[*Required.Missed.choices, ("", _("take it back"))],
        required=False,
    )
    because = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PlaceForm(_Grounded):
    """A key place and the four who answer for it."""

    unit = forms.ChoiceField(label=_("Village"))
    name = forms.CharField(label=_("Name of the place"), max_length=80)
    address = forms.CharField(label=_("Address"), max_length=200)
    line = forms.ChoiceField(label=_("Line"), choices=KeyPlace.Line.choices)
    territory = forms.CharField(label=_("Answers for the territory"), max_length=80)
    department = forms.CharField(label=_("Answers for the department"), max_length=80)
    unit_of_place = forms.CharField(label=_("Answers for the unit"), max_length=80)
    individual = forms.CharField(label=_("Responsible person"), max_length=80)


class PlanForm(_Grounded):
    """Who is to be sampled how often."""

    incident = forms.ChoiceField(label=_("Incident"))
    name = forms.CharField(label=_("Name of the plan"), max_length=60)
    of = forms.ChoiceField(label=_("For whom"), choices=Plan.Of.choices)
    unit = forms.ChoiceField(label=_("Ground"))
    place = forms.ChoiceField(label=_("Key place"), required=False)
    every = forms.IntegerField(label=_("Every how many days"), min_value=1, max_value=60)
    rotating = forms.BooleanField(label=_("A share each day, each person once in that time"), required=False)

    def __init__(
        self,
        *args: Any,
        incidents: Iterable[tuple[str, str]],
        places: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["incident"].choices = list(incidents)  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", "–"), *places]  # type: ignore[attr-defined]
