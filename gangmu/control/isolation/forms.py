"""What is answered at the door of somebody under an order, and what is typed about orders at the desk.

Three task kinds: `day_call`, a call that the plan of the day asks for; `look_in`, a friendly visit where readings were
missed; `symptoms`, the medic's, at once. Pages, phone and API are generated from these models.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from gangmu.casework.rules import RELEASE, ReportForm, TaskKind, register
from gangmu.kernel.scope import Actor

DAY_CALL, LOOK_IN, SYMPTOMS = "day_call", "look_in", "symptoms"
SYMPTOM_CODES = ("fever", "rash", "joint_pain", "cough", "other")
NEED_CODES = ("infant", "labour", "dialysis", "medicine", "carer", "bedridden", "alone", "distress")

Line = Annotated[str, StringConstraints(max_length=200)]


def _ui(**hints: Any) -> Any:
    return {"ui": hints}


class AtHome(ReportForm):
    """He was seen: how he is, and what he needs."""

    temperature: float | None = Field(None, ge=34, le=43, json_schema_extra=_ui(group="health"))
    symptoms: list[Literal["fever", "rash", "joint_pain", "cough", "other"]] = Field(
        default_factory=list, json_schema_extra=_ui(group="health", choices=SYMPTOM_CODES)
    )
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
