"""Tasks by the set: open ones follow whoever owns their ground, when a mode or a trio changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gangmu.ground.organization.bulk import stage_owners
from gangmu.ground.territory.queries import unit_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import tell
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parent / "sql" / "reassigning.sql")


def follow_ground(areas: Sequence[int], reason: str) -> int:
    """Give the open tasks of the towns in which these areas lie to whoever owns their ground now; returns how many.

    In the transaction that has given grids to another trio, or later.
    """
    towns = {unit.area: unit.jurisdiction for area in areas if (unit := unit_of(area, "town"))}
    with bulk_role():
        stage_owners([(where.lo, where.hi) for _area, where in sorted(towns.items())])
    return sum(n for n, _freed in reassign(reason, every=True).values())


def reassign(reason: str, *, every: bool = False) -> dict[int, tuple[int, int]]:
    """Give the open tasks of trios that stand by (or of `every` trio) to those that own the ground: body → (how many,
    how many freed).

    After `organization.bulk.to_emergency` or `to_routine`, in the same transaction. Refused: tasks_left_behind (some
    would have no owner; nothing may be committed then).
    """
    given = {"day": clock.today(), "now": clock.now(), "reason": reason, "every": every}
    with bulk_role():
        tell(move="unclaim", reason=reason)
        run(SQL["hold"], given)
        moved = fetch(SQL["reassign"], given)
        ((left,),) = fetch(SQL["left_behind"])
    if left:
        raise Refused("tasks_left_behind", n=left)
    return {body: (n, freed) for body, n, freed in moved}
