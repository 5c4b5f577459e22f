"""Every command has an id and may arrive twice, late, or out of order: it is carried out once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from gangmu.kernel import clock
from gangmu.kernel.bulk import ask, run
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import CommandRow
from gangmu.kernel.scope import Actor, Scope, entered, eyes

KEPT = timedelta(days=90)
"""How long a command is remembered: longer than any phone keeps one that it could not send."""
FORGET = """
    DELETE FROM kernel_command WHERE id IN (
        SELECT id FROM kernel_command WHERE at < %(before)s LIMIT %(most)s)"""
# The history triggers learn the command in the statement that takes its id.
TAKE = """
    WITH told AS MATERIALIZED (SELECT set_config('gangmu.command', %(command)s, true))
    INSERT INTO kernel_command (id, kind, actor, at)
    SELECT %(command)s::uuid, %(kind)s, %(actor)s, %(now)s FROM told ON CONFLICT DO NOTHING"""


def once(actor: Actor, command_id: UUID, kind: str, do: Callable[[], Any]) -> Any:
    """Carry out `do` under this command id, or return what it returned the first time (a JSON value).

    A second arrival while the first still runs waits for it: the primary key decides. An id that was used for
    another kind of command or by somebody else is refused. Outside a transaction it is one of its own, under the
    actor's eyes.
    """
    with transaction.atomic() if connection.in_atomic_block else entered(Scope.of(actor)):
        taken = {"command": str(command_id), "kind": kind, "actor": actor.key, "now": clock.now()}
        if not run(TAKE, taken):
            seen = CommandRow.objects.get(pk=command_id)
            if (seen.kind, seen.actor) != (kind, actor.key):
                raise Refused("command_id_taken", command=str(command_id))
            return seen.result
        result = do()
        if result is not None:
            run("UPDATE kernel_command SET result = %s WHERE id = %s", [json.dumps(result), command_id])
        return result


CARRY_OUT = "SELECT kernel_carry_out_each(%s, %s, %s, %s)::text"


@dataclass(frozen=True, slots=True)
class Step:
    """A command whose work is one SQL function jsonb → jsonb: its id and kind, the function, what that is given."""

    id: UUID
    kind: str
    function: str
    given: Mapping[str, Any]


class Carried(NamedTuple):
    """What a step gave, now or the first time, and whether that was now."""

    result: Any
    fresh: bool


def carry_out(actor: Actor, *steps: Step) -> list[Carried | Refused | None]:
    """The same as `once` for steps, all of them in one round trip and under the actor's eyes.

    What became of each: None where it did not win, which leaves its id free; Refused where its id belongs to another
    command. Each is carried out by itself, in their order; outside a transaction all have one of their own, so either
    all that won are kept or, if the database fails at one, none.
    """
    told = [{"id": step.id, "kind": step.kind, "step": step.function, "given": step.given} for step in steps]
    said = json.dumps(told, ensure_ascii=False, default=str)
    (came,) = ask(CARRY_OUT, eyes(Scope.of(actor)), actor.key, clock.now().isoformat(), said)
    return [_carried(actor, step, *one) for step, one in zip(steps, came, strict=True)]


def _carried(
    actor: Actor, step: Step, fresh: bool, of_kind: str | None, by: str, result: Any
) -> Carried | Refused | None:
    if of_kind is None:
        return None
    if (of_kind, by) != (step.kind, actor.key):
        return Refused("command_id_taken", command=str(step.id))
    return Carried(result, fresh)


def forget(before: datetime, most: int = 10_000) -> int:
    """Forget the commands before a moment, `most` in a transaction; returns how many. What they did stays."""
    gone = 0
    while found := run(FORGET, {"before": before, "most": most}):
        gone += found
    return gone
