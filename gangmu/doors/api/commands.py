"""Up from the phone: an ordered outbox of commands, each carried out once and in a transaction of its own.

`done`: carried out now. `repeated`: it was before; `data` is what it gave then. `parked`: somebody was faster; a
report is kept beside the case, and nothing is lost. `refused`: not carried out; the phone keeps it, and shows why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from gangmu.casework import actions
from gangmu.casework.models import Task
from gangmu.casework.queries import at_hand, report_that_counts
from gangmu.doors.api import sampling
from gangmu.doors.api.access import ApiRequest, allowed
from gangmu.doors.api.contract import FIRST, checked
from gangmu.doors.api.parsing import MIB, limited
from gangmu.doors.api.problems import FieldError, errors_of, field_error, sentence
from gangmu.doors.api.queries import look
from gangmu.doors.api.schema import PROBLEMS
from gangmu.kernel.area import area_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import vault

router = Router(tags=["field"])
# Refusals that mean: somebody else was faster. There is nothing to correct in the command.
OVERTAKEN = frozenset({"claimed_by_other", "move_not_possible", "return_changed"})
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


class CommandsIn(BaseModel):
    """An outbox, oldest first."""

    contract: int = Field(FIRST, description="the version of the contract that the client speaks")
    commands: list[CommandIn] = Field(min_length=1, max_length=200)


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


class CommandsOut(BaseModel):
    """An answer for every command, in their order."""

    results: list[CommandOut]


Done = tuple[str, dict[str, Any]]  # a code ('' if simply done), and data


def _claim(actor: Actor, command: CommandIn, task: Task, body: Nothing) -> Done:
    actions.claim(actor, command.id, task)
    return "", {}


def _unclaim(actor: Actor, command: CommandIn, task: Task, body: Nothing) -> Done:
    actions.unclaim(actor, command.id, task)
    return "", {}


def _open_return(actor: Actor, command: CommandIn, task: Task, body: Nothing) -> Done:
    """Only the reason that was on the screen has been read."""
    if task.version != command.seen_version:
        raise Refused("return_changed")
    actions.open_return(actor, command.id, task)
    return "", {}


def _contact(actor: Actor, command: CommandIn, task: Task, body: ContactBody) -> Done:
    actions.contact(actor, command.id, task, body.reason or "contact")
    with entered(Scope.of(actor)):  # the person is read now, and only under the actor's eyes
        return "", {"phone": vault().open("phone", task.person.phone_sealed) if task.person else ""}


def _report(actor: Actor, command: CommandIn, task: Task, body: ReportBody) -> Done:
    kept = actions.report(actor, command.id, task, body.outcome, body.answers, command.at)
    return _beside(kept.late, kept.away), _kept(actor, command, kept.report_id, kept.late)


def _kept(actor: Actor, command: CommandIn, report: int, late: bool) -> dict[str, Any]:
    """A report that was kept; beside a late one the one that counts, so that the phone shows both."""
    other = _counts(Scope.of(actor), command.task) if late else None
    return {"report": report} | ({"other": other} if other else {})


def _counts(scope: Scope, task: int) -> dict[str, Any] | None:
    with entered(scope):
        found = report_that_counts(scope, task)
    if found is None:
        return None
    return {
        "outcome": found.outcome,
        "answers": found.answers,
        "by": found.by.name,
        "at": found.at.isoformat(),
    }


def _beside(late: bool, away: bool = False) -> str:
    """The code of a report that lies beside the case; '' for one that counts."""
    return "kept_for_office" if away else "late_report" if late else ""


def _offer(actor: Actor, command: CommandIn, task: Task, body: OfferBody) -> Done:
    actions.offer_handover(actor, command.id, task, area_of(body.to), body.reason)
    return "", {}


ACTS: dict[str, tuple[type[BaseModel], Callable[[Actor, CommandIn, Task, Any], Done]]] = {
    "claim": (Nothing, _claim),
    "unclaim": (Nothing, _unclaim),
    "open_return": (Nothing, _open_return),
    "contact": (ContactBody, _contact),
    "report": (ReportBody, _report),
    "offer": (OfferBody, _offer),
}


@router.post("/commands", response={200: CommandsOut, **PROBLEMS}, summary="Send what was done, in order")
@decorate_view(limited(4 * MIB))
@allowed("field")
def field_commands(request: ApiRequest, body: CommandsIn) -> HttpResponse:
    """Each command is applied once and answered by itself: one that fails keeps no other from being carried out."""
    checked(body.contract)
    answer = CommandsOut(results=[carry_out(request.auth, command) for command in body.commands])
    return HttpResponse(answer.model_dump_json(), content_type="application/json")


def carry_out(actor: Actor, command: CommandIn) -> CommandOut:
    """Carry out one command in a transaction of its own, unless it arrived and was carried out before."""
    form, act = ACTS.get(command.kind, (Nothing, None))
    at_site = sampling.ACTS.get(command.kind)
    try:
        if at_site is not None:
            said = at_site[0].model_validate(command.body)
            code, data = at_site[1](actor, command.id, command.at, said)
            return _answer(command, "parked" if code else "done", code, data=data)
        if act is None:
            raise Refused("kind_unknown")
        seen, task = look(Scope.of(actor), command.id, command.task)
        if seen is not None:
            return _repeated(actor, command, *seen)
        body = form.model_validate(command.body)
        code, data = act(actor, command, task, body) if task else _away(actor, command, body)
    except ValidationError as wrong:
        errors = [field_error(".".join(map(str, ("body", *e["loc"]))), e["type"]) for e in wrong.errors()]
        return _answer(command, "refused", "body_invalid", errors=errors)
    except Refused as refused:
        result = "parked" if refused.code in OVERTAKEN else "refused"
        return _answer(
            command, result, refused.code, refused, errors=errors_of(refused), task=_now(actor, command)
        )
    if code:
        return _answer(command, "parked", code, data=data, task=_now(actor, command))
    return CommandOut(id=command.id, result="done", data=data)


def _away(actor: Actor, command: CommandIn, body: Any) -> Done:
    """Nothing can be done with a task that is not seen; a report of one that was until lately is kept beside it."""
    if not isinstance(body, ReportBody):
        raise Refused("not_found")
    kept = actions.report_away(actor, command.id, command.task, body.outcome, body.answers, command.at)
    return _beside(kept.late, kept.away), {"report": kept.report_id}


def _repeated(actor: Actor, command: CommandIn, kind: str, by: str, result: Any) -> CommandOut:
    if (kind, by) != (f"casework.{command.kind}", actor.key):
        raise Refused("command_id_taken", command=str(command.id))
    if command.kind == "report" and result:
        report_id, *beside = result
        code = _beside(*beside)
        data = _kept(actor, command, report_id, bool(code))
        return _answer(command, "parked" if code else "repeated", code, data=data)
    return CommandOut(id=command.id, result="repeated")


def _answer(
    command: CommandIn, result: Any, code: str, refused: Refused | None = None, **more: Any
) -> CommandOut:
    params = refused.params if refused else {}
    return CommandOut(
        id=command.id, result=result, code=code, title=sentence(code, **params) if code else "", **more
    )


def _now(actor: Actor, command: CommandIn) -> TaskNow | None:
    """The task as it stands; None for one that the actor does not see."""
    try:
        task = at_hand(Scope.of(actor), command.task)
    except Refused:
        return None
    return TaskNow(status=task.status, version=task.version)
