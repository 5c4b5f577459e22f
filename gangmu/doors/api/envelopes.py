"""What a command of a phone looks like on its way up, and its answer on its way down."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from gangmu.doors.api.problems import FieldError

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class Strict(BaseModel):
    """What is not known is a mistake."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Strict):
    """Kinds that need no more than the task."""


class ReportBody(Strict):
    """The answers of an outcome, in the form that GET /field/tasks gives."""

    outcome: str = Field(max_length=20)
    answers: dict[str, Any]


class ContactBody(Strict):
    """Why the person is called."""

    reason: Reason = ""


class OfferBody(Strict):
    """协转: whose ground it is, as a code of 12 to 18 digits, and why."""

    to: str = Field(pattern=r"^[0-9]{12,18}$")
    reason: Reason


class CommandIn(BaseModel):
    """One thing done on the phone. Its id is made there, once; sending it again is harmless."""

    id: UUID
    kind: str = Field(
        max_length=30,
        description="claim, unclaim, report, open_return, contact or offer; sample or seal_tube at a site",
    )
    task: int = Field(ge=0, le=2**63 - 1, description="the door; 0 where it concerns none")
    at: AwareDatetime = Field(description="when it was done, by the phone's clock")
    seen_version: int = Field(
        ge=0, le=2**31 - 1, description="the version of the task that was on the screen"
    )
    body: dict[str, Any] = Field(
        default_factory=dict,
        description="report: {outcome, answers}; contact: {reason?}; offer: {to, reason}; sample: {round, site, tube, "
        "capacity, who, name?}; seal_tube: {round, tube}; otherwise {}",
    )


class TaskNow(BaseModel):
    """Where the task stands now, so that both versions can be shown."""

    status: str
    version: int


class CommandOut(BaseModel):
    """What became of one command; `code` and `title` say why where it was not simply done."""

    id: UUID
    result: Literal["done", "repeated", "parked", "refused"]
    code: str = ""
    title: str = ""
    data: dict[str, Any] = Field(default_factory=dict)
    errors: list[FieldError] = []
    task: TaskNow | None = None
