"""What staff type into desk pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from gangmu.command.modes.queries import TownNow
from gangmu.command.notices.models import Channel
from gangmu.command.notices.rules import PERSONAL
from gangmu.control.intake.models import Row, Slot
from gangmu.control.intake.rules import Field, Guess
from gangmu.control.intake.rules.problems import field_name
from gangmu.control.intake.rules.types import ADDRESS_FIELDS
from gangmu.control.roster.rules.heads import PLACES
from gangmu.ground.organization.models import ModeChange
from gangmu.ground.territory.queries import Unit

REASONS = {
    "contact": _("To call or visit"),
    "identity": _("To check identity"),
    "correction": _("To correct the data"),
    "complaint": _("Complaint or review"),
}


def number_of(text: str | None) -> int:
    """A positive number out of a query or a form, 0 for anything else (and for what no key can be)."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else 0


class UploadForm(forms.Form):
    """A file and the slot it belongs to."""

    slot = forms.ChoiceField(label=_("Slot"), choices=Slot.Name.choices, widget=forms.RadioSelect)
    file = forms.FileField(label=_("File"), max_length=200)


class WishesForm(forms.Form):
    """When and over what somebody wants to be told."""

    quiet_from = forms.TimeField(label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_to = forms.TimeField(label=_("Quiet until"), widget=forms.TimeInput(attrs={"type": "time"}))
    muted = forms.MultipleChoiceField(
        label=_("Do not use"), required=False, choices=[(name, Channel(name).label) for name in PERSONAL],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class RuleForm(forms.Form):
    """A row of the notice matrix as a city wants it."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=[
            ("at_once", _("at once")),
            ("digest", _("every so many minutes")),
            ("slot", _("at each slot")),
        ],
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1440, initial=0)
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        choices=[*((name, Channel(name).label) for name in PERSONAL), ("group", _("work group"))],
        widget=forms.CheckboxSelectMultiple,
    )
    urgent = forms.BooleanField(label=_("Urgent: passes quiet hours"), required=False)
    off = forms.BooleanField(label=_("Off: tell nobody"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RegisterForm(forms.Form):
    """A register of residents."""

    file = forms.FileField(label=_("File"), max_length=200)


@dataclass(frozen=True, slots=True)
class TownChoice:
    """A town that a plan may take, as its line of the form."""

    now: TownNow
    ticked: bool
    trios: str
    error: str = ""

    @property
    def county(self) -> Unit:
        """The county-level unit that it stands under."""
        return self.now.county


class PlanForm(forms.Form):
    """Which towns go to emergency, with how many trios each, under which version of the mechanism."""

    name = forms.CharField(label=_("Name of the plan"), max_length=60)
    mechanism = forms.ChoiceField(
        label=_("Version of the mechanism"), choices=ModeChange.Mechanism.choices, initial="third"
    )
    basis = forms.ChoiceField(
        label=_("Ground of the trios"),
        choices=[
            ("laid", _("as it was laid down")),
            ("anew", _("divided anew: even by residents and open tasks, in one piece")),
        ],
        initial="laid",
        widget=forms.RadioSelect,
    )

    def __init__(self, towns: list[TownNow], data: Any = None) -> None:
        super().__init__(data)
        self.towns = towns
        self.wrong: dict[int, str] = {}

    @property
    def lines(self) -> list[TownChoice]:
        """The towns, as they were ticked."""
        given = self.data if isinstance(self.data, QueryDict) else QueryDict()
        ticked, counties = given.getlist("town"), given.getlist("county")
        return [
            TownChoice(
                town,
                str(town.unit.area) in ticked or town.county.code in counties,
                self.data.get(f"trios-{town.unit.area}", str(town.emergency or "")),
                self.wrong.get(town.unit.area, ""),
            )
            for town in self.towns
        ]

    def clean(self) -> dict[str, Any]:
        """The ticked towns with their numbers; all that is wrong at once."""
        data = super().clean() or {}
        data["anew"] = data.get("basis") == "anew"
        data["wanted"] = {}
        for line in self.lines:
            if not line.ticked:
                continue
            number = number_of(line.trios)
            if data["anew"] and not number:
                self.wrong[line.now.unit.area] = gettext(
                    "“%(value)s” is no number of trios: write one such as 12."
                ) % {"value": line.trios}
            data["wanted"][line.now.unit.area] = number
        if self.wrong:
            self.add_error(None, _("Some numbers cannot be right. See the marked towns."))
        if not data["wanted"]:
            self.add_error(None, _("Tick at least one town."))
        return data


class MappingForm(forms.Form):
    """One choice per column of a header that nobody knows yet."""

    offered: list[Field] = [f for f in Field if f not in (Field.IGNORED, Field.AREA_CODE)]

    def __init__(self, guesses: list[Guess], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        language = get_language() or "zh-hans"
        choices: list[tuple[str, Any]] = [("", _("not imported"))]
        choices += [(str(f), field_name(f, language)) for f in self.offered]
        for guess in guesses:
            self.fields[f"column{guess.column}"] = forms.ChoiceField(
                label=guess.header or f"{guess.column + 1}",
                choices=choices,
                required=False,
                initial=str(guess.field or ""),
            )

    def clean(self) -> dict[str, object]:
        """A person needs a name or a document, and somewhere to be found; one column for each of what he has once."""
        data = super().clean() or {}
        chosen = [value for value in data.values() if value]
        for text in self.missing(set(chosen)):
            self.add_error(None, text)
        for value in {v for v in chosen if chosen.count(v) > 1 and v != "ignored"}:
            text = _("Two columns are mapped to “%(field)s”; choose one.")
            self.add_error(
                None, forms.ValidationError(text, params={"field": field_name(value, get_language() or "zh")})
            )
        return data

    def missing(self, chosen: set[str]) -> Iterator[Any]:
        """What nobody can be found without."""
        if not {"name", "document_number"} & chosen:
            yield _("Say which column holds the name or the document number.")
        if not {"address", "phone", "document_number"} & chosen:
            yield _("Say which column holds the address or the phone: otherwise nobody can be found.")

    def chosen(self) -> list[Field | None]:
        """One field, or None, for every column in its order."""
        return [Field(value) if value else None for value in self.cleaned_data.values()]


class ResidentsMappingForm(MappingForm):
    """The same for a register."""

    offered: list[Field] = [
        Field.NAME, Field.DOCUMENT_KIND, Field.DOCUMENT_NUMBER, Field.PHONE, Field.PHONE2, Field.SEX,
        Field.BIRTH_DATE, Field.AREA_CODE, *ADDRESS_FIELDS, Field.SERIAL,
    ]  # fmt: skip

    def missing(self, chosen: set[str]) -> Iterator[Any]:
        """A resident has a name and a home."""
        if "name" not in chosen:
            yield _("Say which column holds the name.")
        if not {str(f) for f in PLACES} & chosen:
            yield _("Say which column holds the grid code or the address: a resident lives somewhere.")


class RowsFilter(forms.Form):
    """Filters of a batch's rows."""

    number = forms.IntegerField(label=_("Row number"), required=False, min_value=1, max_value=2_000_000)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("all")), *Row.Outcome.choices]
    )
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    flagged = forms.BooleanField(label=_("Contradictory address"), required=False)

    def __init__(self, data: object, reasons: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["reason"].choices = [("", _("all")), *reasons]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, object]:
        """Arguments for queries.rows_in; a wrong value filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "outcome": data.get("outcome") or "",
            "reason": data.get("reason") or "",
            "flagged": bool(data.get("flagged")),
            "number": data.get("number") or 0,
        }


class ReasonForm(forms.Form):
    """Why something is sent back, refused or handed over: kept with the case."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class OfferForm(ReasonForm):
    """Where a task is offered to, and why."""

    area = forms.CharField(
        label=_("Village or grid code"), max_length=18, min_length=9, help_text=_("9 to 18 digits")
    )

    field_order = ["area", "reason"]

    def clean_area(self) -> int:
        """The area key."""
        code = str(self.cleaned_data["area"]).strip()
        if not code.isascii() or not code.isdigit():
            raise forms.ValidationError(_("Only digits: the code of the village or grid."))
        return int(code.ljust(18, "0"))


class RevealForm(forms.Form):
    """Why a sealed value is looked at."""

    reason = forms.ChoiceField(choices=REASONS.items())
    note = forms.CharField(required=False, max_length=200)
