"""Putting ground under control, drawing it anew, and giving a part a policy of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gangmu.control.zones import policy
from gangmu.control.zones.actions.changing import (
    enter,
    inside_now,
    lock_incident,
    locked,
    put_ground,
    settle,
    touched,
    width,
)
from gangmu.control.zones.actions.working import drop_works
from gangmu.control.zones.facts import ZoneBegun, ZoneChanged
from gangmu.control.zones.models import Zone
from gangmu.control.zones.queries import Drawn
from gangmu.control.zones.rules import within
from gangmu.control.zones.states import LIVING
from gangmu.ground.incidents.queries import pack_named, pack_of
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

REDRAWN = "区域范围调整"  # why a work is not done any more: data of the case


@dataclass(frozen=True, slots=True)
class NewZone:
    """What must be said to put ground under control; `since` may lie in the past, never ahead."""

    incident_id: int
    level: str
    name: str
    hotline: str
    since: datetime
    organ: str = ""  # by default the incident's
    because: str = ""  # why it is wider than the unit of its level


def control(actor: Actor, command: UUID, new: NewZone, ground: Drawn) -> int:
    """Put ground under temporary control: its rules hold, its days count. Returns the zone.

    Refused: not_allowed, name_missing, hotline_missing, no_incident, incident_closed, zone_level_unknown, zone_ahead,
    zone_too_wide, zone_overlaps.
    """
    if not policy.may_watch_zones(actor):
        raise Refused("not_allowed")
    return int(once(actor, command, "zones.control", lambda: _control(actor, new, ground)))


def _control(actor: Actor, new: NewZone, ground: Drawn, parent: Zone | None = None) -> int:
    if not new.name.strip():
        raise Refused("name_missing")
    if not new.hotline.strip():
        raise Refused("hotline_missing")
    if new.since > clock.now():
        raise Refused("zone_ahead")
    incident = lock_incident(new.incident_id)
    pack = pack_of(incident)
    ranks = {level.code: rank for rank, level in enumerate(pack.zones)}
    if new.level not in ranks:
        raise Refused("zone_level_unknown", level=new.level)
    because = width(pack, new.level, ground, new.because)
    now = clock.now()
    zone = Zone.objects.create(
        area=ground.area,
        hi=ground.hi,
        incident=incident,
        parent=parent,
        name=new.name.strip()[:60],
        level=new.level,
        rank=ranks[new.level],
        pack=pack.code,
        pack_version=pack.version,
        organ=(new.organ.strip() or incident.deciding_organ)[:120],
        hotline=new.hotline.strip()[:40],
        control_since=new.since,
        changed_at=now,
    )
    put_ground(actor, zone, ground, because)
    record(actor, ZoneBegun(zone.pk, zone.area, zone.pk))
    return int(zone.pk)


def redraw(actor: Actor, command: UUID, zone_id: int, ground: Drawn, because: str = "") -> None:
    """Draw a living zone anew; the ground as it was is kept. Refused: as `control`, and zone_over."""
    if not policy.may_watch_zones(actor):
        raise Refused("not_allowed")

    def do() -> None:
        zone = locked(actor, zone_id)
        _may_change(actor, zone)
        lock_incident(zone.incident_id)
        reason = width(pack_named(zone.pack, zone.pack_version), zone.level, ground, because)
        Zone.objects.filter(pk=zone.pk).update(area=ground.area, hi=ground.hi)
        zone.area, zone.hi = ground.area, ground.hi
        put_ground(actor, zone, ground, reason)
        drop_works(actor, zone, REDRAWN)
        touched(zone)
        record(actor, ZoneChanged(zone.pk, zone.area, zone.pk, "ground"))

    once(actor, command, "zones.redraw", do)


def set_apart(actor: Actor, command: UUID, zone_id: int, ground: Drawn, new: NewZone) -> int:
    """Give a part of a zone, in which there is a new case, days of its own: a zone inside it (一区一策). Returns it.

    The rest of the zone goes on with its days. Refused: as `control`, and zone_over, zone_not_inside.
    """
    if not policy.may_decide_zones(actor):
        raise Refused("not_allowed")

    def do() -> int:
        from gangmu.control.zones.actions.deciding import declared

        zone = locked(actor, zone_id)
        _may_change(actor, zone)
        if not within(ground.inside, inside_now(zone)):
            raise Refused("zone_not_inside", name=zone.name)
        made = Zone.objects.get(pk=_control(actor, new, ground, parent=zone))
        declared(actor, made)
        enter(actor, made, "case", clock.today())
        settle(actor, made)
        return int(made.pk)

    return int(once(actor, command, "zones.set_apart", do))


def _may_change(actor: Actor, zone: Zone) -> None:
    if zone.status not in LIVING:
        raise Refused("zone_over")
    if zone.status != "temporary" and not policy.may_decide_zones(actor):
        raise Refused("not_allowed")
