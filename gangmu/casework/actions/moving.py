"""What every move shares: who acts and what he may reach, the next stage's deadline, one statement, one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection

from gangmu.casework.models import Task
from gangmu.casework.rules import first_step, kind_of, stage_after
from gangmu.ground.incidents.queries import pack_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.commands import Carried, Step, carry_out
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "moves.sql")
Row = tuple[Any, ...]
T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Attempt(Generic[T]):
    """A move that is one function of `sql/steps.sql`, judged and ready: carried out alone or with others.

    `won` makes its answer from what the function gave; `lost` is what happens otherwise, most often a refusal.
    `further`, where there is any, is what else belongs to it, in the same transaction: told what the function gave.
    """

    step: Step
    won: Callable[[Any], T]
    lost: Callable[[], T]
    further: Callable[[Any], None] | None = None

    def answer(self, done: Carried | Refused | None) -> T:
        """What became of it, in the words of the move; Refused says why not."""
        if isinstance(done, Refused):
            raise done
        return self.lost() if done is None else self.won(done.result)


def attempt(
    name: str,
    task: Task,
    actor: Actor,
    command_id: UUID,
    function: str = "",
    *,
    won: Callable[[Any], T],
    lost: Callable[[], T],
    further: Callable[[Any], None] | None = None,
    **given: Any,
) -> Attempt[T]:
    """The attempt at a move by its name; its function has the same, or that of `function`."""
    given = {"task": task.pk, **who(actor), **given}
    step = Step(command_id, f"casework.{name}", f"casework_{function or name}", given)
    return Attempt(step, won, lost, further)


def simple(name: str, task: Task, actor: Actor, command_id: UUID) -> Attempt[None]:
    """The attempt at a move that needs no more than its task and gives nothing back."""
    return attempt(name, task, actor, command_id, won=lambda _: None, lost=lambda: refuse(task, actor, name))


def carried_out(actor: Actor, one: Attempt[T]) -> T:
    """Carry out one attempt, and what else belongs to it."""
    with entered(Scope.of(actor)) if one.further else nullcontext():
        (done,) = carry_out(actor, one.step)
        if one.further and isinstance(done, Carried) and done.fresh:
            one.further(done.result)
    return one.answer(done)


def carried_out_together(actor: Actor, many: Sequence[Attempt[T]]) -> list[Callable[[], T]]:
    """Carry out attempts that have nothing further, in their order and in one transaction; what to ask each answer of.

    If the database fails at one of them, each is carried out by itself, so that it keeps no other back.
    """
    try:
        done = carry_out(actor, *(one.step for one in many))
    except DatabaseError:
        if len(many) == 1 or connection.in_atomic_block:
            raise
        return [partial(carried_out, actor, one) for one in many]
    return [partial(one.answer, came) for one, came in zip(many, done, strict=True)]


def refuse(task: Task, actor: Actor, name: str) -> NoReturn:
    """Say why a move did not win."""
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
