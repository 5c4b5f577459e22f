"""What is answered at the door of somebody under an order, and what is typed about orders at the desk.

Three task kinds: `day_call`, a call that the plan of the day asks for; `look_in`, a friendly visit where readings were
missed; `symptoms`, the medic's, at once. Pages, phone and API are generated from these models.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from gangmu.casework.rules import RELEASE, ReportForm, TaskKind, register
from gangmu.control.isolation.models import NoticeRead, Outing, Reading
from gangmu.ground.register.models import CareNeed
from gangmu.kernel.scope import Actor

DAY_CALL, LOOK_IN, SYMPTOMS = "day_call", "look_in", "symptoms"
SYMPTOM_CODES = ("fever", "rash", "joint_pain", "cough", "other")
NEED_CODES = ("infant", "labour", "dialysis", "medicine", "carer", "bedridden", "alone", "distress")

Line = Annotated[str, StringConstraints(max_length=200)]


def _ui(**hints: Any) -> Any:
    return {"ui": hints}


class AtHome(ReportForm):
    """He was seen: how he is, and what he needs."""

    temperature: float | None = Field(None, ge=34, le=43, json_schema_extra=_ui(group="reading"))
    symptoms: list[Literal["fever", "rash", "joint_pain", "cough", "other"]] = Field(
        default_factory=list, json_schema_extra=_ui(group="reading", choices=SYMPTOM_CODES)
    )
    sampled: bool | None = Field(None, json_schema_extra=_ui(group="sample"))
    care_needs: list[
        Literal["infant", "labour", "dialysis", "medicine", "carer", "bedridden", "alone", "distress"]
    ] = Field(default_factory=list, json_schema_extra=_ui(group="needs", choices=NEED_CODES))
    note: Line = Field("", json_schema_extra=_ui(group="more"))

    def reaches_further(self) -> bool:
        """It is a reading of the order."""
        return True


class NotIn(ReportForm):
    """Nobody opened, or he is at the doctor's: no more than that is said."""

    where: Literal["medical_care", "unknown"] = "unknown"
    note: Line = Field("", json_schema_extra=_ui(group="more"))


class SeenByMedic(AtHome):
    """What the medic found, and what comes next."""

    next_step: Literal["rest", "sample", "doctor", "transfer"] = Field(
        json_schema_extra=_ui(choices=("rest", "sample", "doctor", "transfer"))
    )


CALLED: dict[str, type[ReportForm]] = {"at_home": AtHome, "not_in": NotIn}
MEDIC: dict[str, type[ReportForm]] = {"seen_by_medic": SeenByMedic, "not_in": NotIn}


def _receive(actor: Actor, task: Any, form: Any) -> None:
    from gangmu.control.isolation.actions.calling import receive

    receive(actor, task, form)


def register_kinds() -> None:
    """Make the kinds known to casework; a report passes the gatekeeper, as every report does."""
    register(TaskKind(DAY_CALL, CALLED, gates=(RELEASE,), receive=_receive))
    register(TaskKind(LOOK_IN, CALLED, gates=(RELEASE,), receive=_receive))
    register(TaskKind(SYMPTOMS, MEDIC, gates=(RELEASE,), receive=_receive))


DAY = {"type": "date"}


class DecideForm(forms.Form):
    """What a human decides of a proposed order."""

    anchor = forms.DateField(label=_("Counted from"), widget=forms.DateInput(attrs=DAY))
    organ = forms.CharField(label=_("Deciding organ"), max_length=120)
    basis = forms.CharField(label=_("Legal basis"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    planned_end = forms.DateField(
        label=_("Another end than the rules say"), required=False, widget=forms.DateInput(attrs=DAY)
    )
    because = forms.CharField(label=_("Why it differs from the rules"), required=False, max_length=300)
    heeded = forms.BooleanField(
        label=_("I have seen the warning that this is stricter than the rules"), required=False
    )


class ReadForm(forms.Form):
    """To whom a notice was read, and how he signed."""

    to = forms.ChoiceField(label=_("Read to"), choices=NoticeRead.To.choices, widget=forms.RadioSelect)
    signed = forms.ChoiceField(label=_("Signed"), choices=NoticeRead.Signed.choices, widget=forms.RadioSelect)


class ReadingForm(forms.Form):
    """A temperature or symptoms, by phone or at the door."""

    channel = forms.ChoiceField(
        label=_("How"), choices=Reading.Channel.choices[1:], widget=forms.RadioSelect, initial="phone"
    )
    temperature = forms.DecimalField(
        label=_("Temperature °C"), required=False, min_value=34, max_value=43, max_digits=3, decimal_places=1
    )
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sampled = forms.BooleanField(label=_("The test of the day was taken"), required=False)

    def __init__(self, data: Any = None, names: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        self.fields["symptoms"].choices = list(names)  # type: ignore[attr-defined]


class OutingForm(forms.Form):
    """Why a door was opened for medical care, and where he goes."""

    because = forms.ChoiceField(label=_("Because"), choices=Outing.Because.choices, widget=forms.RadioSelect)
    to = forms.CharField(label=_("Where to"), required=False, max_length=120)


class NeedForm(forms.Form):
    """What must not be forgotten about him."""

    kind = forms.ChoiceField(label=_("Need"), choices=CareNeed.Kind.choices, widget=forms.RadioSelect)
    source = forms.ChoiceField(label=_("Said"), choices=CareNeed.Source.choices, initial="door")


class HomeForm(forms.Form):
    """What a home does not have; nothing chosen means that it does."""

    unmet = forms.MultipleChoiceField(
        label=_("Missing in this home"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, conditions: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["unmet"].choices = list(conditions)  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """Another level or end because of results."""

    level = forms.ChoiceField(label=_("Level of care"))
    planned_end = forms.DateField(label=_("Planned end"), widget=forms.DateInput(attrs=DAY))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    heeded = forms.BooleanField(
        label=_("I have seen the warning that this is stricter than the rules"), required=False
    )

    def __init__(self, levels: Sequence[tuple[str, str]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["level"].choices = list(levels)  # type: ignore[attr-defined]
