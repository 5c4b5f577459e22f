"""What every change of a zone shares: locks, its ground and parts, overlaps, what was entered."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from gangmu.control.zones.bulk import overlapping, put_parts
from gangmu.control.zones.facts import ZoneProposed
from gangmu.control.zones.models import Event, Extent, Zone
from gangmu.control.zones.queries import Drawn, standing
from gangmu.control.zones.rules import EXPECTED, Inside, merged, spread
from gangmu.control.zones.states import ZONE, ZoneStatus
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.rules import Pack
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell

NOTE = 300


def locked(actor: Actor, zone_id: int) -> Zone:
    """The zone, locked. Refused: not_found, zone_wider_than_ground (a part of it lies beyond the actor's own)."""
    found = Zone.objects.select_for_update(no_key=True).filter(pk=zone_id).first()
    if found is None:
        raise Refused("not_found")
    pieces = list(found.parts.exclude(kind="vague").values_list("lo", "hi"))
    if not any((Jurisdiction(lo, hi) & actor.jurisdiction).pieces for lo, hi in pieces):
        raise Refused("not_found")
    if not all(Jurisdiction(lo, hi) <= actor.jurisdiction for lo, hi in pieces):
        raise Refused("zone_wider_than_ground")
    return found


def lock_incident(incident_id: int) -> Incident:
    """The open incident, locked: its zones change one after the other. Refused: no_incident, incident_closed."""
    found = Incident.objects.select_for_update(no_key=True).filter(pk=incident_id).first()
    if found is None:
        raise Refused("no_incident")
    if found.closed_at is not None:
        raise Refused("incident_closed", code=found.code)
    return found


def width(pack: Pack, code: str, ground: Drawn, because: str) -> str:
    """Why a zone is wider than the unit of its level, '' if it is not; Refused('zone_too_wide') without a reason.

    A circle is not, up to the radius that the pack names for what is done around a place.
    """
    level = next(one for one in pack.zones if one.code == code)
    places = spread(level.unit, ground.inside.places)
    named = max((plan.radius_m or 0 for plan in pack.places), default=0)
    if places <= 1 or 0 < ground.radius <= named:
        return ""
    if not because.strip():
        raise Refused("zone_too_wide", places=places, unit=level.unit, expected=EXPECTED[level.unit])
    return because.strip()[:NOTE]


def put_ground(actor: Actor, zone: Zone, ground: Drawn, because: str) -> None:
    """Keep the ground of a zone as its newest extent, and make its parts anew. Refused: zone_overlaps."""
    Extent.objects.create(
        zone=zone,
        kind=ground.kind,
        geometry=ground.geometry,
        items=ground.items,
        area_m2=ground.area_m2,
        because=because,
        by_id=actor.user_id,
        at=clock.now(),
    )
    put_parts(zone, ground.inside)
    if shared := overlapping(zone):
        raise Refused("zone_overlaps", zones="、".join(f"{name}（{pk}）" for pk, name in shared[:5]))


def inside_now(zone: Zone) -> Inside:
    """What lies inside a zone now, out of its parts."""
    kinds: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for kind, lo, hi, building, door in zone.parts.values_list(
        "kind", "lo", "hi", "building_id", "household_id"
    ):
        kinds[kind].append((building or door or lo, lo if building or door else hi))
    return Inside(
        merged(kinds["whole"]), merged(kinds["loose"]), (), tuple(kinds["building"]), tuple(kinds["door"])
    )


def enter(
    actor: Actor, zone: Zone, kind: str, day: date, note: str = "", takes_back: Event | None = None
) -> Event:
    """Write what happened in a zone."""
    return Event.objects.create(
        zone=zone,
        kind=kind,
        day=day,
        level=zone.level,
        note=note.strip()[:NOTE],
        takes_back=takes_back,
        by_id=actor.user_id,
        at=clock.now(),
    )


def moved(zone: Zone, move: str, reason: str = "", **changes: object) -> Zone:
    """Make a move of the lifecycle; Refused('move_not_possible') if it does not start here."""
    target = ZONE.check(move, zone.status)
    tell(move=move, reason=reason.strip()[:NOTE])
    changes = {"status": target, "changed_at": clock.now(), **changes}
    Zone.objects.filter(pk=zone.pk).update(**changes)
    tell(move="", reason="")
    for name, value in changes.items():
        setattr(zone, name, value)
    return zone


def touched(zone: Zone) -> None:
    """Note that something about a zone is other than before: phones ask for that."""
    zone.changed_at = clock.now()
    Zone.objects.filter(pk=zone.pk).update(changed_at=zone.changed_at)


def settle(actor: Actor, zone: Zone) -> bool:
    """Propose that a zone falls if nothing stands against it any more, take the proposal back if something does.

    True if it was proposed. Software goes no further.
    """
    against = standing(zone).against
    if zone.status == ZoneStatus.DECLARED and not against:
        moved(zone, "propose")
        record(actor, ZoneProposed(zone.pk, zone.area, zone.pk))
        return True
    if zone.status == ZoneStatus.PROPOSED and against:
        moved(zone, "restart", ", ".join(against))
    return False
