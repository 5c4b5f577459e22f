"""Open tasks follow the trio that owns their ground when the mode of a town changes."""

from __future__ import annotations

from pathlib import Path

from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import tell
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parent / "sql" / "reassigning.sql")


def reassign(reason: str) -> dict[int, tuple[int, int]]:
    """Give the open tasks of trios that stand by to those that own the ground: body → (how many, how many freed).

    After `organization.bulk.to_emergency` or `to_routine`, in the same transaction. Refused: tasks_left_behind (some
    would have no owner; nothing may be committed then).
    """
    given = {"day": clock.today(), "now": clock.now(), "reason": reason}
    with bulk_role():
        tell(move="unclaim", reason=reason)
        moved = fetch(SQL["reassign"], given)
        ((left,),) = fetch(SQL["left_behind"])
    if left:
        raise Refused("tasks_left_behind", n=left)
    return {body: (n, freed) for body, n, freed in moved}
