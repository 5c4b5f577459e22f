"""What every move shares: who acts and what he may reach, the next stage's deadline, one statement, one row."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from gangmu.casework.models import Task
from gangmu.casework.rules import first_step, kind_of, stage_after
from gangmu.ground.incidents.queries import pack_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.commands import carry_out
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "moves.sql")
Row = tuple[Any, ...]


def who(actor: Actor) -> dict[str, Any]:
    """The actor as parameters of a move: his user, post, body, and the range he may reach."""
    where = actor.jurisdiction
    return {
        "user": actor.user_id,
        "post": actor.post_id,
        "body": actor.body_id,
        "lo": where.lo,
        "hi": where.hi,
        "holes": where.holes_literal,
        "now": clock.now(),
    }


def stage(task: Task, status: str) -> dict[str, Any]:
    """The stage that begins when the task enters a state, its deadline, whom it tells first, when it is looked at."""
    name = stage_after(status, gates_of(task))
    if name is None:
        return {"stage": None, "due": None, "step": 0, "tell": None}
    due = deadline(task, name)
    return {"stage": name, "due": due, "step": first_step(name, pack_of(task.incident).ladder), "tell": due}


def gates_of(task: Task) -> tuple[str, ...]:
    """The gates that reports of this task pass: those of its kind that the incident's rules ask for."""
    asked = pack_of(task.incident).gates
    return tuple(gate for gate in kind_of(task.kind).gates if gate in asked)


def deadline(task: Task, name: str) -> datetime:
    """When a stage that begins now is due, by the rules of the task's incident."""
    return pack_of(task.incident).due_at(task.category, name, clock.now())


def move(name: str, task: Task, actor: Actor, **params: Any) -> Row | None:
    """Run one statement of `sql/moves.sql` for a task; the row it returns, or None if the move did not win."""
    rows = fetch(SQL[name], {"task": task.pk, **who(actor), **params})
    return rows[0] if rows else None


def carried(
    name: str, task: Task, actor: Actor, command_id: UUID, function: str = "", **given: Any
) -> tuple[Any, bool] | None:
    """Carry out a move that is one function of `sql/steps.sql`; see `kernel.commands.carry_out`."""
    given = {"task": task.pk, **who(actor), **given}
    return carry_out(actor, command_id, f"casework.{name}", f"casework_{function or name}", given)


def step(name: str, task: Task, actor: Actor, command_id: UUID) -> None:
    """The same for a move that gives nothing back; Refused with the reason if it did not win."""
    if carried(name, task, actor, command_id) is None:
        raise lost(task, actor, name)


def lost(task: Task, actor: Actor, name: str) -> Refused:
    """Why a move did not win, read from the task as it is now."""
    with entered(Scope.of(actor)):
        seen = (
            Task.objects.filter(pk=task.pk)
            .values_list("status", "owner_id", "claimed_by_id", "claimed_by__name", "return_opened_at")
            .first()
        )
    if seen is None:
        return Refused("not_found")
    status, owner, claimer, by, opened = seen
    if owner != actor.body_id and name in ("claim", "unclaim", "report", "open_return", "offer"):
        return Refused("other_team")
    if name == "claim" and status == "claimed" and claimer != actor.user_id:
        return Refused("claimed_by_other", by=by)
    if name == "report" and status == "returned" and opened is None:
        return Refused("return_not_opened")
    return Refused("move_not_possible", move=name, status=status)


def needs_reason(reason: str) -> str:
    """The reason, trimmed; Refused('reason_missing') if there is none."""
    if not reason.strip():
        raise Refused("reason_missing")
    return reason.strip()[:300]


def allow(allowed: bool) -> None:
    """Refused('not_allowed') unless the policy allows it."""
    if not allowed:
        raise Refused("not_allowed")
