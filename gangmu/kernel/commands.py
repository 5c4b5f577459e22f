"""Every command has an id and may arrive twice, late, or out of order: it is carried out once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch, run
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


CARRY_OUT = """
    SELECT fresh, of_kind, by_actor, result FROM kernel_carry_out(
        %(eyes)s, %(command)s, %(kind)s, %(actor)s, %(now)s, %(step)s, %(given)s)"""


def carry_out(
    actor: Actor, command_id: UUID, kind: str, step: str, given: dict[str, Any]
) -> tuple[Any, bool] | None:
    """The same in one round trip, for what is one step: `step` names an SQL function jsonb → jsonb, `given` feeds it.

    Returns its result (now or the first time) and whether that was now; None when the step did not win, which leaves
    the id free. It runs under the actor's eyes; outside a transaction it is one of its own.
    """
    said = {
        "eyes": eyes(Scope.of(actor)),
        "command": command_id,
        "kind": kind,
        "actor": actor.key,
        "now": clock.now(),
        "step": step,
        "given": json.dumps(given, ensure_ascii=False, default=str),
    }
    ((fresh, of_kind, by, result),) = fetch(CARRY_OUT, said)
    if of_kind is None:
        return None
    if (of_kind, by) != (kind, actor.key):
        raise Refused("command_id_taken", command=str(command_id))
    return (None if result is None else json.loads(result)), fresh


def forget(before: datetime, most: int = 10_000) -> int:
    """Forget the commands before a moment, `most` in a transaction; returns how many. What they did stays."""
    gone = 0
    while found := run(FORGET, {"before": before, "most": most}):
        gone += found
    return gone
