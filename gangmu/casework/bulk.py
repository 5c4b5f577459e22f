"""Tasks by the set: many opened in one statement; open ones follow whoever owns their ground when a mode changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from gangmu.casework.actions.moving import SQL as MOVES
from gangmu.casework.actions.opening import NewTask, due_of
from gangmu.ground.organization.bulk import stage_owners
from gangmu.ground.organization.queries import owners_of
from gangmu.ground.territory.queries import unit_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
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
        moved = fetch(SQL["reassign"], given)
        ((left,),) = fetch(SQL["left_behind"])
    if left:
        raise Refused("tasks_left_behind", n=left)
    return {body: (n, freed) for body, n, freed in moved}


def open_tasks(news: Sequence[NewTask]) -> list[tuple[int, bool]]:
    """Open many tasks in one statement, as `open_task` opens one: (id, whether it is new) of each.

    They are of the system; whoever has an open one of the kind keeps it, credited once more. No person twice for one
    kind. Refused('area_unknown') if nobody owns one of the areas; then none is opened.
    """
    if not news:
        return []
    owners = owners_of({new.area for new in news}, held=True)
    if None in owners.values():
        raise Refused("area_unknown")
    now = clock.now()
    rows = [
        {
            "kind": new.kind, "incident": new.incident.pk, "category": new.category, "person": new.person_id,
            "owner": owners[new.area], "area": new.area, "name": new.name, "address": new.address,
            "building": new.building, "known": dict(new.known), "urgent": new.urgent, "flagged": new.flagged,
            "due": due_of(new, now).isoformat(),
        }
        for new in news
    ]  # fmt: skip
    with bulk_role():
        opened = fetch(MOVES["open_many"], {"rows": json.dumps(rows, ensure_ascii=False), "now": now})
    return [(int(pk), bool(fresh)) for pk, fresh in opened]
