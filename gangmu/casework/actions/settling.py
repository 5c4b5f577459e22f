"""Two reports of one task: which of them counts."""

from __future__ import annotations

from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import SQL, allow, who
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def settle(actor: Actor, command_id: UUID, report_id: int, counts: bool) -> None:
    """Set a late report aside, or let it count instead of the one that does, while nobody has reviewed that one.

    Both stay with the case. Persons and corrections that it names are not entered into the register: their numbers are
    masked in it. Refused: not_allowed, settled (decided already, reviewed meanwhile, one's own, or not on this ground).
    """
    allow(policy.may_settle(actor))

    def do() -> None:
        given = {"report": report_id, "counts": counts, **who(actor)}
        run(SQL["hold_reported"], given)
        if not fetch(SQL["settle"], given):
            raise Refused("settled")

    once(actor, command_id, "casework.settle", do)
