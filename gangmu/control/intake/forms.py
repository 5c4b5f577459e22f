"""Ground verification (落地核查): what is answered at a door, one form per outcome.

Pages, phone and API are generated from these models. `ui` of a field says how a page asks it: `group` puts it under
a heading, `more` folds it away, `choices` are codes, `needed_if` is the answer elsewhere that it goes with. `usual`:
yes at most doors, so that one tap may answer it with the others; not where the list brings a `doubt` about it
(`document`: none came; `address`: none came, or one that contradicts itself). What the
incident's protocol pack asks of whoever is found, and no list has brought, stands in `asked`; what it wants proved
stands in the pack.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from gangmu.casework.rules import ROOM, NothingAsked, ReportForm, TaskKind, register
from gangmu.ground.register.rules import read_phones, recognise
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import mask_number, mask_phone

CODE = "ground_verification"
SYMPTOMS = ("fever", "rash", "joint_pain", "cough", "other")
NEEDS = ("medicine", "food", "medical_care", "other")
RELATIONS = ("spouse", "child", "parent", "relative", "housemate", "colleague", "other")


def _ui(**hints: Any) -> Any:
    return {"ui": hints}


def _document(text: str) -> str:
    """A document number that holds together, or nothing."""
    if text and not recognise(text).key:
        raise PydanticCustomError("document_invalid", "the document number cannot be right")
    return text


def _phone(text: str) -> str:
    """A phone number as people write it, or nothing."""
    if text and not read_phones(text).phones:
        raise PydanticCustomError("phone_invalid", "the phone number cannot be right")
    return text


Line = Annotated[str, StringConstraints(max_length=200)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Document = Annotated[str, StringConstraints(max_length=40), AfterValidator(_document)]
Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(_phone)]
Specimen = Annotated[str, StringConstraints(max_length=60)]


class CoResident(BaseModel):
    """Somebody who lives behind the same door; becomes a person with a presence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name
    relation: Literal["spouse", "child", "parent", "relative", "housemate", "colleague", "other"] = "relative"
    document: Document = ""
    phone: Phone = ""

    def kept(self) -> dict[str, Any]:
        """What the case keeps: numbers masked, for the register holds them."""
        number = recognise(self.document).number
        phones = read_phones(self.phone).phones
        return {
            "name": self.name,
            "relation": self.relation,
            **({"document": mask_number(number)} if number else {}),
            **({"phone": mask_phone(phones[0].number)} if phones else {}),
        }


class AtDoorForm(ReportForm):
    """What every outcome may say."""

    note: Line = Field("", json_schema_extra=_ui(group="more"))

    def kept(self) -> dict[str, Any]:
        """The answers without numbers that belong in the vault."""
        answers = super().kept()
        if people := getattr(self, "co_residents", None):
            answers["co_residents"] = [one.kept() for one in people]
        for name, masked in (("right_document", _masked_document), ("right_phone", _masked_phone)):
            if text := answers.get(name):
                answers[name] = masked(text)
        return answers


def _masked_document(text: str) -> str:
    return mask_number(recognise(text).number)


def _masked_phone(text: str) -> str:
    return mask_phone(read_phones(text).phones[0].number)


class Corrected(AtDoorForm):
    """What the list had wrong, put right at the door."""

    right_name: Annotated[str, StringConstraints(max_length=60)] = Field(
        "", json_schema_extra=_ui(group="corrections")
    )
    right_phone: Phone = Field("", json_schema_extra=_ui(group="corrections"))
    right_document: Document = Field("", json_schema_extra=_ui(group="corrections"))

    def reaches_further(self) -> bool:
        """Corrections are made in the register."""
        return bool(self.right_name or self.right_phone or self.right_document)


class Found(Corrected):
    """He is here. The four clears (四个查清) are four separate answers."""

    count_clear: bool = Field(json_schema_extra=_ui(group="clears", usual=True))
    identity_clear: bool = Field(json_schema_extra=_ui(group="clears", usual=True, doubt="document"))
    location_clear: bool = Field(json_schema_extra=_ui(group="clears", usual=True, doubt="address"))
    control_clear: bool = Field(json_schema_extra=_ui(group="clears", usual=True))
    unclear_because: Line = Field("", json_schema_extra=_ui(group="clears", when_no="clears"))
    sampled: bool = Field(json_schema_extra=_ui(group="sample"))
    specimen: Specimen = Field("", json_schema_extra=_ui(group="sample", when_yes="sampled"))
    asked: NothingAsked = ROOM
    temperature: float | None = Field(None, ge=34, le=43, json_schema_extra=_ui(group="health"))
    symptoms: list[Literal["fever", "rash", "joint_pain", "cough", "other"]] = Field(
        default_factory=list, json_schema_extra=_ui(group="health", choices=SYMPTOMS)
    )
    needs: list[Literal["medicine", "food", "medical_care", "other"]] = Field(
        default_factory=list, json_schema_extra=_ui(group="needs", choices=NEEDS)
    )
    needs_note: Line = Field("", json_schema_extra=_ui(group="needs", more=True))
    co_residents: list[CoResident] = Field(
        default_factory=list, max_length=30, json_schema_extra=_ui(group="people")
    )

    def reaches_further(self) -> bool:
        """So do co-residents, who become persons there."""
        return bool(self.co_residents) or super().reaches_further()

    @model_validator(mode="after")
    def _whole(self) -> Found:
        clears = (self.count_clear, self.identity_clear, self.location_clear, self.control_clear)
        if not all(clears) and not self.unclear_because:
            raise PydanticCustomError("unclear_because_missing", "say what is not clear")
        if self.specimen and not self.sampled:
            raise PydanticCustomError("specimen_without_sample", "a specimen number without a sample")
        return self


class Elsewhere(AtDoorForm):
    """Where he is instead. If that is in the city, the task is handed over."""

    whereabouts: Literal["unknown", "in_city", "out_of_city"] = "unknown"
    place: Line = Field("", json_schema_extra=_ui(needed_if={"whereabouts": "out_of_city"}))

    @model_validator(mode="after")
    def _place(self) -> Elsewhere:
        if self.whereabouts == "out_of_city" and not self.place:
            raise PydanticCustomError("place_missing", "say where he is")
        return self


class NotHere(Elsewhere):
    """He is not here and was not."""

    said_by: Literal["neighbour", "landlord", "family", "himself", "property_office", "nobody"] = "neighbour"


class WrongData(Corrected):
    """What the list says cannot be: the police complete it (公安补全)."""

    wrong: list[Literal["name", "phone", "document", "address"]] = Field(
        min_length=1, json_schema_extra=_ui(choices=("name", "phone", "document", "address"))
    )


class Unreachable(AtDoorForm):
    """Nobody opens and nobody answers. The third attempt leaves a slip at the door."""

    tried: list[Literal["phone", "door", "neighbour", "landlord", "message"]] = Field(
        min_length=1, json_schema_extra=_ui(choices=("phone", "door", "neighbour", "landlord", "message"))
    )
    attempts: Literal["1", "2", "3"] = "2"


class RefusedToAnswer(AtDoorForm):
    """He is here but does not cooperate: the police officer of the trio goes on."""

    refuses: list[Literal["identity", "sampling", "control", "everything"]] = Field(
        min_length=1, json_schema_extra=_ui(choices=("identity", "sampling", "control", "everything"))
    )
    explained: bool = True


class MovedOn(Elsewhere):
    """He was here and has left."""

    left_on: Literal["today", "yesterday", "earlier"] = "earlier"


FORMS: dict[str, type[ReportForm]] = {
    "found": Found,
    "not_here": NotHere,
    "wrong_data": WrongData,
    "unreachable": Unreachable,
    "refused": RefusedToAnswer,
    "moved_on": MovedOn,
}
# Outcomes after which nobody is at that door any more, as far as this incident knows.
GONE = frozenset({"not_here", "moved_on"})


def _receive(actor: Actor, task: Any, form: Any) -> None:
    from gangmu.control.intake.actions.door import receive

    receive(actor, task, form)


def _close(actor: Actor, tasks: Sequence[tuple[int, str]]) -> None:
    from gangmu.control.intake.actions.door import close_verified

    close_verified(actor, tasks)


def register_kind() -> None:
    """Make ground verification known to casework; its writers are loaded when they are needed."""
    register(TaskKind(CODE, FORMS, receive=_receive, close=_close))
