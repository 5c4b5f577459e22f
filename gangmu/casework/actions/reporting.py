"""What somebody found at the door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn
from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import SQL, Attempt, allow, attempt, carried_out, refuse, stage, who
from gangmu.casework.models import Task
from gangmu.casework.queries.asking import form_of
from gangmu.casework.rules import ReportForm, kind_of, read
from gangmu.casework.states import Status
from gangmu.ground.incidents.models import Incident
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

MEMORY = timedelta(days=7)  # how long a trio may still report a door that it has given away
# Of a phone's clock that is set farther off, no more is kept than that.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was kept; `late` if it lies beside the case: a colleague's came first, or the task is `away`."""

    report_id: int
    late: bool
    away: bool = False


def report(
    actor: Actor,
    command_id: UUID,
    task: Task,
    outcome: str,
    answers: Mapping[str, Any] | ReportForm,
    phone_at: datetime | None = None,
) -> Reported:
    """Report a task of one's own trio, claimed or not. The first report wins; a later one is kept as late.

    One that has left the trio meanwhile keeps the report as `report_away` does. `phone_at` (aware) is when it was done
    by the phone's clock: kept beside the time of arrival, however wrong.
    Refused: not_allowed, answers_invalid(errors), return_not_opened, other_team, not_found.
    """
    return carried_out(actor, reporting(actor, command_id, task, outcome, answers, phone_at))


def reporting(
    actor: Actor,
    command_id: UUID,
    task: Task,
    outcome: str,
    answers: Mapping[str, Any] | ReportForm,
    phone_at: datetime | None = None,
) -> Attempt[Reported]:
    """The attempt to `report`. Refused: not_allowed, answers_invalid(errors), return_not_opened."""
    allow(policy.may_report(actor))
    kind = kind_of(task.kind)
    form = answers if isinstance(answers, ReportForm) else read(form_of(task, outcome), answers)
    if task.status == Status.RETURNED and task.return_opened_at is None:
        raise Refused("return_not_opened")

    def receive(result: list[Any]) -> None:
        if not result[1]:
            kind.receive(actor, task, form)

    def beside() -> list[Any]:
        return _beside(actor, command_id, task.pk, outcome, form, phone_at) or refuse(task, actor, "report")

    return attempt(
        "report",
        task,
        actor,
        command_id,
        won=lambda result: Reported(*result),
        lost=lambda: Reported(*once(actor, command_id, "casework.report", beside)),
        further=receive if form.reaches_further() else None,
        command=command_id,
        outcome=outcome,
        answers=form.kept(),
        phone_at=_bounded(phone_at),
        **stage(task, Status.REPORTED),
    )


def report_away(
    actor: Actor,
    command_id: UUID,
    task_id: int,
    outcome: str,
    answers: Mapping[str, Any],
    phone_at: datetime | None = None,
) -> Reported:
    """Keep the report of a door that has left the actor's hands (handed over, out of his scope) beside the case.

    He learns nothing of the task; whoever never had it gets Refused('not_found'), as for a task that does not exist.
    Refused also: not_allowed, answers_invalid(errors).
    """
    allow(policy.may_report(actor))

    def do() -> list[Any]:
        return _beside(actor, command_id, task_id, outcome, answers, phone_at) or _absent()

    return Reported(*once(actor, command_id, "casework.report", do))


def _beside(
    actor: Actor,
    command_id: UUID,
    task_id: int,
    outcome: str,
    answers: Mapping[str, Any] | ReportForm,
    phone_at: datetime | None,
) -> list[Any] | None:
    with bulk_role():
        own = {"task": task_id, **who(actor), "since": clock.now() - MEMORY}
        if not (had := fetch(SQL["had"], own)):
            return None
        form = answers if isinstance(answers, ReportForm) else _read_away(outcome, answers, *had[0])
        params = {
            "command": command_id,
            "outcome": outcome,
            "answers": json.dumps(form.kept(), ensure_ascii=False),
            "phone_at": _bounded(phone_at),
        }
        ((report_id,),) = fetch(SQL["report_away"], {**own, **params})
    return [report_id, True, True]


def _read_away(
    outcome: str, answers: Mapping[str, Any], kind: str, category: str, address: str, known: str, *pack: str
) -> ReportForm:
    incident = Incident(pack=pack[0], pack_version=pack[1])
    task = Task(kind=kind, category=category, address=address, known=json.loads(known), incident=incident)
    return read(form_of(task, outcome, insist=False), answers)


def _bounded(moment: datetime | None) -> datetime | None:
    return moment and min(max(moment, EARLIEST), LATEST)


def _absent() -> NoReturn:
    raise Refused("not_found")
