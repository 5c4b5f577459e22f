"""Every command has an id and may arrive twice, late, or out of order: it is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import CommandRow
from gangmu.kernel.scope import Actor, tell


def once(actor: Actor, command_id: UUID, kind: str, do: Callable[[], Any]) -> Any:
    """Carry out `do` under this command id, or return what it returned the first time (a JSON value).

    A second arrival while the first still runs waits for it: the primary key decides. An id that was used for
    another kind of command or by somebody else is refused.
    """
    with transaction.atomic():
        tell(command=str(command_id))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_command (id, kind, actor, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [command_id, kind, actor.key, clock.now()],
            )
            fresh = cursor.rowcount == 1
        if not fresh:
            seen = CommandRow.objects.get(pk=command_id)
            if (seen.kind, seen.actor) != (kind, actor.key):
                raise Refused("command_id_taken", command=str(command_id))
            return seen.result
        result = do()
        CommandRow.objects.filter(pk=command_id).update(result=result)
        return result
