"""Lists of posts and holders: brought as a file, looked at, taken over in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gangmu.ground.organization import policy
from gangmu.ground.organization.bulk import take_over
from gangmu.ground.organization.facts import StaffListApplied
from gangmu.ground.organization.models import StaffList
from gangmu.ground.organization.queries.ownership import forget
from gangmu.ground.organization.queries.staff import Reading, read_list
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope
from gangmu.kernel.vault import vault

MOST = 20_000
"""Lines of one list; a city's whole staff is about ten thousand."""


def bring_list(
    actor: Actor,
    command: UUID,
    filename: str,
    header_row: int,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
) -> int:
    """Keep the lines of a spreadsheet, sealed; nothing is written of what it says. Returns the list.

    Refused: not_allowed, list_too_long.
    """
    if not policy.may_appoint(actor, actor.jurisdiction):
        raise Refused("not_allowed")
    if len(rows) > MOST:
        raise Refused("list_too_long", limit=MOST)
    content = json.dumps({"at": header_row, "header": list(header), "rows": [[n, list(c)] for n, c in rows]})

    def do() -> int:
        made = StaffList.objects.create(
            area=actor.jurisdiction.lo,
            filename=filename[:200],
            digest=hashlib.sha256(content.encode()).digest(),
            sealed=vault().seal("staff_list", content),
            by=actor.key,
            at=clock.now(),
        )
        return int(made.pk)

    return int(once(actor, command, "organization.bring_list", do))


def look_at(actor: Actor, one: StaffList) -> Reading:
    """What a list would come to on the actor's ground, and everything wrong with it."""
    content = json.loads(vault().open("staff_list", one.sealed))
    return read_list(Scope.of(actor), content["at"], content["header"], content["rows"])


def apply_list(actor: Actor, command: UUID, one: StaffList) -> dict[str, int]:
    """Take a list over in one transaction; one with errors not at all, one that was taken over already without effect.

    Returns how many bodies, posts, people, telephones and holdings were written. Refused: not_allowed, list_wrong.
    """
    if not policy.may_appoint(actor, actor.jurisdiction):
        raise Refused("not_allowed")

    def do() -> dict[str, Any]:
        standing = StaffList.objects.select_for_update().get(pk=one.pk)
        if standing.applied_at is not None:
            return dict(standing.changed)
        reading = look_at(actor, standing)
        if reading.wrong or not reading.entries:
            raise Refused("list_wrong")
        changed = take_over(reading.entries)
        StaffList.objects.filter(pk=one.pk).update(applied_at=clock.now(), changed=changed)
        done = (changed["put_posts"], changed["put_holdings"], changed["end_holdings"])
        record(actor, StaffListApplied(one.pk, one.area, *done))
        return changed

    found: dict[str, int] = once(actor, command, "organization.apply_list", do)
    forget()
    return found
