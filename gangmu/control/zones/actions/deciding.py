"""What humans decide about a zone: declared, let fall, lifted, held longer. Each is dated and says by whom."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from gangmu.control.zones import policy
from gangmu.control.zones.actions.changing import enter, locked, moved, settle, touched
from gangmu.control.zones.actions.working import drop_works
from gangmu.control.zones.facts import ZoneChanged, ZoneDeclared, ZoneLifted
from gangmu.control.zones.models import Event, Zone
from gangmu.control.zones.queries import lower_level
from gangmu.control.zones.states import LIVING
from gangmu.ground.incidents.queries import pack_named
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

LONGEST_HOLD = 30  # days
ROUNDS = {"clear", "find"}
# Why a work of a zone is not done any more: data of the case, in the language of the office.
OVER, FELL = "区域已解除", "区域已降级"


def declare(actor: Actor, command: UUID, zone_id: int) -> None:
    """Declare a zone under temporary control.

    Refused: not_allowed, not_found, zone_wider_than_ground, move_not_possible.
    """
    _decide(actor)
    once(actor, command, "zones.declare", lambda: declared(actor, locked(actor, zone_id)))


def declared(actor: Actor, zone: Zone) -> None:
    """A part of `declare` and of setting a part apart."""
    moved(zone, "declare", declared_at=clock.now())
    record(actor, ZoneDeclared(zone.pk, zone.area, zone.pk))
    settle(actor, zone)


def lower(actor: Actor, command: UUID, zone_id: int) -> None:
    """Let a proposed zone fall to the level that its pack names, or lift it where the pack names none.

    Refused: not_allowed, not_found, zone_wider_than_ground, move_not_possible (it was not proposed).
    """
    _decide(actor)

    def do() -> None:
        zone = locked(actor, zone_id)
        then = lower_level(zone)
        if then is None:
            _lift(actor, zone, "lift")
            return
        rank = [one.code for one in pack_named(zone.pack, zone.pack_version).zones].index(then.code)
        moved(zone, "lower", level=then.code, rank=rank)
        enter(actor, zone, "fell", clock.today())
        drop_works(actor, zone, FELL)
        record(actor, ZoneChanged(zone.pk, zone.area, zone.pk, "level"))
        settle(actor, zone)

    once(actor, command, "zones.lower", do)


def decline(actor: Actor, command: UUID, zone_id: int, reason: str, until: date) -> None:
    """Keep a proposed zone as it is, for a reason, until a day on which it is looked at again.

    Longer than the pack asks is said on every page (九不准). Refused: as `hold`, move_not_possible.
    """
    _decide(actor)
    _reason(reason, until)

    def do() -> None:
        zone = locked(actor, zone_id)
        moved(zone, "decline", reason)
        enter(actor, zone, "held", until, reason)
        record(actor, ZoneChanged(zone.pk, zone.area, zone.pk, "days"))

    once(actor, command, "zones.decline", do)


def hold(actor: Actor, command: UUID, zone_id: int, reason: str, until: date) -> None:
    """Hold a declared zone longer than its days. Refused: not_allowed, reason_missing, zone_hold_days, zone_over."""
    _decide(actor)
    _reason(reason, until)

    def do() -> None:
        zone = locked(actor, zone_id)
        if zone.status not in LIVING:
            raise Refused("zone_over")
        enter(actor, zone, "held", until, reason)
        settle(actor, zone)
        touched(zone)
        record(actor, ZoneChanged(zone.pk, zone.area, zone.pk, "days"))

    once(actor, command, "zones.hold", do)


def revoke(actor: Actor, command: UUID, zone_id: int, reason: str) -> None:
    """End a zone before its days are over. Refused: not_allowed, reason_missing, not_found, move_not_possible."""
    _decide(actor)
    if not reason.strip():
        raise Refused("reason_missing")
    once(actor, command, "zones.revoke", lambda: _lift(actor, locked(actor, zone_id), "revoke", reason))


def happened(actor: Actor, command: UUID, zone_id: int, kind: str, day: date, note: str = "") -> int:
    """Enter a new case, or a round with or without a find; a case begins the count anew. Returns the line.

    Refused: not_allowed, not_found, zone_wider_than_ground, zone_over, zone_event_unknown, zone_day.
    """
    if not policy.may_watch_zones(actor):
        raise Refused("not_allowed")
    if kind not in {"case", *ROUNDS}:
        raise Refused("zone_event_unknown", kind=kind)

    def do() -> int:
        zone = locked(actor, zone_id)
        if zone.status not in LIVING:
            raise Refused("zone_over")
        first = zone.control_since.astimezone(clock.CIVIL).date()
        if not first <= day <= clock.today():
            raise Refused("zone_day", first=first.isoformat())
        made = enter(actor, zone, kind, day, note)
        settle(actor, zone)
        touched(zone)
        if kind != "clear":
            record(actor, ZoneChanged(zone.pk, zone.area, zone.pk, "days"))
        return int(made.pk)

    return int(once(actor, command, "zones.happened", do))


def take_back(actor: Actor, command: UUID, zone_id: int, event_id: int, note: str) -> None:
    """Take back a line that was entered wrongly, for a reason; it stays to be read. A fall is not taken back.

    Refused: not_allowed, reason_missing, not_found, zone_over.
    """
    if not policy.may_watch_zones(actor):
        raise Refused("not_allowed")
    if not note.strip():
        raise Refused("reason_missing")

    def do() -> None:
        zone = locked(actor, zone_id)
        if zone.status not in LIVING:
            raise Refused("zone_over")
        line = Event.objects.filter(pk=event_id, zone=zone, takes_back=None, taken_back_by=None).first()
        if line is None or line.kind == "fell":
            raise Refused("not_found")
        if line.kind == "held" and not policy.may_decide_zones(actor):
            raise Refused("not_allowed")
        enter(actor, zone, line.kind, line.day, note, takes_back=line)
        settle(actor, zone)
        touched(zone)

    once(actor, command, "zones.take_back", do)


def propose_due(actor: Actor) -> int:
    """Look at every declared zone, and propose those against whose fall nothing stands; returns how many.

    Refused: not_allowed.
    """
    if not policy.may_propose(actor):
        raise Refused("not_allowed")
    waiting = Zone.objects.select_for_update(no_key=True).filter(status__in=("declared", "proposed"))
    return sum(settle(actor, zone) for zone in waiting.order_by("pk"))


def _decide(actor: Actor) -> None:
    if not policy.may_decide_zones(actor):
        raise Refused("not_allowed")


def _reason(reason: str, until: date) -> None:
    if not reason.strip():
        raise Refused("reason_missing")
    if not clock.today() < until <= clock.today() + timedelta(days=LONGEST_HOLD):
        raise Refused("zone_hold_days", most=LONGEST_HOLD)


def _lift(actor: Actor, zone: Zone, move: str, reason: str = "") -> None:
    moved(zone, move, reason, lifted_at=clock.now())
    drop_works(actor, zone, OVER)
    record(actor, ZoneLifted(zone.pk, zone.area, zone.pk))
