"""What becomes of the commands of an outbox, and of each by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from pydantic import BaseModel, ValidationError

from gangmu.casework import actions
from gangmu.casework.actions import Attempt, Reported
from gangmu.casework.models import Task
from gangmu.casework.queries import at_hand, report_that_counts
from gangmu.doors.api import sampling
from gangmu.doors.api.envelopes import (
    CommandIn,
    CommandOut,
    ContactBody,
    Nothing,
    OfferBody,
    ReportBody,
    TaskNow,
)
from gangmu.doors.api.problems import errors_of, field_error, sentence
from gangmu.doors.api.queries import Seen, look
from gangmu.kernel.area import area_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import vault

# Refusals that mean: somebody else was faster. There is nothing to correct in the command.
OVERTAKEN = frozenset({"claimed_by_other", "move_not_possible", "return_changed"})
Done = tuple[str, dict[str, Any]]  # a code ('' if simply done), and data


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
        "outcome": found.outcome, "answers": found.answers, "by": found.by.name, "at": found.at.isoformat(),
    }  # fmt: skip


def _beside(late: bool, away: bool = False) -> str:
    """The code of a report that lies beside the case; '' for one that counts."""
    return "kept_for_office" if away else "late_report" if late else ""


def _offer(actor: Actor, command: CommandIn, task: Task, body: OfferBody) -> Done:
    actions.offer_handover(actor, command.id, task, area_of(body.to), body.reason)
    return "", {}


def _reporting(actor: Actor, command: CommandIn, task: Task, body: ReportBody) -> Attempt[Any]:
    return actions.reporting(actor, command.id, task, body.outcome, body.answers, command.at)


ACTS: dict[str, tuple[type[BaseModel], Callable[[Actor, CommandIn, Task, Any], Done]]] = {
    "unclaim": (Nothing, _unclaim),
    "open_return": (Nothing, _open_return),
    "contact": (ContactBody, _contact),
    "offer": (OfferBody, _offer),
}
# What comes by the hundred each second is made ready first: what follows each other is carried out together.
ATTEMPTS: dict[str, tuple[type[BaseModel], Callable[[Actor, CommandIn, Task, Any], Attempt[Any]]]] = {
    "claim": (Nothing, lambda actor, command, task, _body: actions.claiming(actor, command.id, task)),
    "report": (ReportBody, _reporting),
}
Ready = (
    CommandOut | Refused | Attempt[Any] | Callable[[], Done]
)  # what is known of it, or how it is carried out


def carry_out(actor: Actor, commands: Sequence[CommandIn]) -> list[CommandOut]:
    """What became of each command, in their order; what arrived and was carried out before is not done again.

    They are looked up together and carried out together, as far as none changes what a later one looks at.
    """
    return [answer for run in _runs(commands) for answer in _run(actor, run)]


def _runs(commands: Sequence[CommandIn]) -> Iterator[list[CommandIn]]:
    """Cut where an id or a task comes again; only a report finds a task that was claimed just before as it needs it."""
    run: list[CommandIn] = []
    met: dict[int, str] = {}
    for command in commands:
        before = None if command.kind in sampling.ACTS else met.get(command.task)
        follows = before is None or (before, command.kind) == ("claim", "report")
        if not follows or any(command.id == other.id for other in run):
            yield run
            run, met = [], {}
        run.append(command)
        met[command.task] = command.kind
    if run:
        yield run


def _run(actor: Actor, commands: list[CommandIn]) -> Iterator[CommandOut]:
    seen, tasks = look(Scope.of(actor), (c.id for c in commands), {c.task for c in commands})
    ready = [(c, _ready(actor, c, seen.get(c.id), tasks.get(c.task))) for c in commands]
    for together, some in groupby(ready, lambda one: isinstance(one[1], Attempt) and not one[1].further):
        yield from (_together if together else _one_by_one)(actor, list(some))


def _ready(actor: Actor, command: CommandIn, seen: Seen | None, task: Task | None) -> Ready:
    """What is to be done about a command; nothing has been done yet."""
    try:
        return _prepared(actor, command, seen, task)
    except ValidationError as wrong:
        errors = [field_error(".".join(map(str, ("body", *e["loc"]))), e["type"]) for e in wrong.errors()]
        return _answer(command, "refused", "body_invalid", errors=errors)
    except Refused as refused:
        return refused


def _prepared(actor: Actor, command: CommandIn, seen: Seen | None, task: Task | None) -> Ready:
    if command.kind in sampling.ACTS:
        asked, at_site = sampling.ACTS[command.kind]
        return partial(at_site, actor, command.id, command.at, asked.model_validate(command.body))
    form, act = ACTS.get(command.kind) or ATTEMPTS.get(command.kind) or (Nothing, None)
    if act is None:
        raise Refused("kind_unknown")
    if seen is not None:
        return _repeated(actor, command, *seen)
    body = form.model_validate(command.body)
    if task is None:
        return partial(_away, actor, command, body)
    if command.kind in ATTEMPTS:
        return ATTEMPTS[command.kind][1](actor, command, task, body)
    return partial(ACTS[command.kind][1], actor, command, task, body)


def _together(actor: Actor, some: list[tuple[CommandIn, Any]]) -> Iterator[CommandOut]:
    done = actions.carried_out_together(actor, [attempt for _, attempt in some])
    for (command, _), answer in zip(some, done, strict=True):
        yield _said(actor, command, partial(_told, actor, command, answer))


def _one_by_one(actor: Actor, some: list[tuple[CommandIn, Ready]]) -> Iterator[CommandOut]:
    for command, ready in some:
        match ready:
            case CommandOut():
                yield ready
            case Refused():
                yield _refused(actor, command, ready)
            case Attempt():
                answer = partial(actions.carried_out, actor, ready)
                yield _said(actor, command, partial(_told, actor, command, answer))
            case _:
                yield _said(actor, command, ready)


def _told(actor: Actor, command: CommandIn, answer: Callable[[], Reported | None]) -> Done:
    if (kept := answer()) is None:
        return "", {}
    return _beside(kept.late, kept.away), _kept(actor, command, kept.report_id, kept.late)


def _said(actor: Actor, command: CommandIn, do: Callable[[], Done]) -> CommandOut:
    try:
        code, data = do()
    except Refused as refused:
        return _refused(actor, command, refused)
    if code:
        return _answer(command, "parked", code, data=data, task=_now(actor, command))
    return CommandOut(id=command.id, result="done", data=data)


def _refused(actor: Actor, command: CommandIn, refused: Refused) -> CommandOut:
    result = "parked" if refused.code in OVERTAKEN else "refused"
    errors = errors_of(refused)
    return _answer(command, result, refused.code, refused, errors=errors, task=_now(actor, command))


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
