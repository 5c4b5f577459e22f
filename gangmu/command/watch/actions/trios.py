"""Where a working trio is not whole: found each minute, told once, ended."""

from __future__ import annotations

from gangmu.command.watch.facts import TrioRed, TrioWhole
from gangmu.command.watch.models import RedTrio
from gangmu.ground.organization.queries import red_trios
from gangmu.kernel import clock
from gangmu.kernel.facts import record
from gangmu.kernel.scope import Actor, Scope


def tell_red_trios(actor: Actor) -> int:
    """Open the gaps of trios that have turned red, end those of trios that are whole; returns how many were opened.

    A trio has one open gap, whoever asks how often, so it is told once until it is whole again. A trio that stands by
    or was closed works no longer, and is not red.
    """
    now = clock.now()
    red = {trio.body_id: trio for trio in red_trios(Scope.of(actor), now)}
    known = {
        gap.body_id: gap for gap in RedTrio.objects.select_for_update().filter(ended_at=None, since__lt=now)
    }
    over = [gap for body, gap in known.items() if body not in red]
    RedTrio.objects.filter(pk__in=[gap.pk for gap in over]).update(ended_at=now)
    record(actor, *(TrioWhole(gap.pk, gap.area, gap.body_id, now.isoformat()) for gap in over))
    before = set(RedTrio.objects.filter(ended_at=None).values_list("body", flat=True))
    fresh = RedTrio.objects.bulk_create(
        RedTrio(
            body_id=trio.body_id,
            area=trio.area,
            roles=sorted({reason.partition(":")[2] for reason in trio.reasons}),
            since=now,
        )
        for trio in red.values()
        if trio.body_id not in before
    )
    record(actor, *(TrioRed(gap.pk, gap.area, gap.body_id, gap.roles) for gap in fresh))
    return len(fresh)
