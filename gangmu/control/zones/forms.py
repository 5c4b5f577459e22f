"""What is typed about zones, and what trios report of the works of a day in them.

Two task kinds: `place_work`, something that is done at the doors of a grid; `place_survey`, something that is counted.
Pages, phone and API are generated from these models.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from gangmu.casework.rules import RELEASE, ReportForm, TaskKind, register, words_field
from gangmu.control.zones.models import Event, Extent
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor

PLACE_WORK, PLACE_SURVEY = "place_work", "place_survey"
MOST = 100_000  # doors or containers of a grid
Note = Annotated[str, StringConstraints(max_length=200)]


class Worked(ReportForm):
    """The grid was gone through: at how many doors it was done, at how many nobody opened."""

    reached: int = Field(ge=0, le=MOST)
    locked: int = Field(0, ge=0, le=MOST)
    note: Note = Field("", json_schema_extra={"ui": {"group": "more"}})

    def reaches_further(self) -> bool:
        """It counts for the zone."""
        return True


class Surveyed(ReportForm):
    """What was counted, out of how many that were looked at; what they are is the index's to say."""

    inspected: int = Field(ge=1, le=MOST)
    found: int = Field(ge=0, le=MOST)
    note: Note = Field("", json_schema_extra={"ui": {"group": "more"}})

    def reaches_further(self) -> bool:
        """It counts for the index of the zone."""
        return True


class NotDone(ReportForm):
    """It could not be done: rain, no fluid, nobody to go."""

    why: Annotated[str, StringConstraints(min_length=1, max_length=200)] = words_field(
        ("未完成原因", "Why it was not done"),
        ("下雨，改日进行。", "Rain: another day."),
        ("药剂或器材不足。", "No fluid or no equipment."),
        ("人手不足。", "Nobody to go."),
    )

    def reaches_further(self) -> bool:
        """It counts for the zone."""
        return True


def _receive(actor: Actor, task: Any, form: Any) -> None:
    from gangmu.control.zones.actions.working import receive

    receive(actor, task, form)


def register_kinds() -> None:
    """Make the kinds known to casework; a report passes the gatekeeper, as every report does."""
    worked: dict[str, type[ReportForm]] = {"worked": Worked, "not_done": NotDone}
    surveyed: dict[str, type[ReportForm]] = {"surveyed": Surveyed, "not_done": NotDone}
    register(TaskKind(PLACE_WORK, worked, gates=(RELEASE,), receive=_receive))
    register(TaskKind(PLACE_SURVEY, surveyed, gates=(RELEASE,), receive=_receive))


MOMENT = {"type": "datetime-local"}
ENTERED = [(kind, Event.Kind(kind).label) for kind in ("case", "clear", "find")]


class ZoneForm(forms.Form):
    """What a zone is called, under which rules, since when, and whom to call."""

    level = forms.ChoiceField(label=_("Incident and level"))
    name = forms.CharField(label=_("Name of the zone"), max_length=60)
    since = forms.DateTimeField(
        label=_("Control since"),
        widget=forms.DateTimeInput(attrs=MOMENT),
        help_text=_("Its days count from here."),
    )
    hotline = forms.CharField(label=_("Hot-line, 24 hours"), max_length=40)
    organ = forms.CharField(
        label=_("Organ that decides"),
        max_length=120,
        required=False,
        help_text=_("Empty: that of the incident"),
    )

    def __init__(self, *args: Any, levels: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = list(levels)  # type: ignore[attr-defined]

    @property
    def incident_and_level(self) -> tuple[int, str]:
        """What was chosen, apart."""
        incident, _colon, level = str(self.cleaned_data["level"]).partition(":")
        return int(incident), level


class GroundForm(forms.Form):
    """How the ground of a zone is given: drawn, whole grids, doors by name, or around a door."""

    kind = forms.ChoiceField(
        label=_("How it is drawn"), choices=Extent.Kind.choices, widget=forms.RadioSelect, initial="polygon"
    )
    polygon = forms.CharField(required=False, max_length=1_000_000)
    file = forms.FileField(required=False, max_length=200)
    grids = forms.CharField(required=False, max_length=100_000)
    doors = forms.CharField(required=False, max_length=50_000)
    radius = forms.IntegerField(label=_("Radius in metres"), required=False, min_value=10, max_value=5000)
    because = forms.CharField(
        label=_("Why so wide?"), max_length=300, required=False,
        help_text=_("Asked only where the zone is wider than the smallest unit of its rules."),
    )  # fmt: skip


class EventForm(forms.Form):
    """A new case, or a round."""

    kind = forms.ChoiceField(label=_("What"), choices=ENTERED, widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Note, without names"), max_length=300, required=False)


class HoldForm(forms.Form):
    """Until when a zone is held longer than its rules ask, and why."""

    until = forms.DateField(label=_("Look again on"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"until": tomorrow().isoformat()})
        super().__init__(*args, **options)


def tomorrow() -> date:
    """The first day until which something can be held."""
    return clock.today() + timedelta(days=1)
