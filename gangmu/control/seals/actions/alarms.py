"""An alarm is answered by people: who saw it, who called, what it turned out to be. Nothing follows by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from gangmu.control.isolation.models import Outing
from gangmu.control.seals import policy
from gangmu.control.seals.models import Alarm, Opening
from gangmu.control.seals.rules import limits
from gangmu.control.seals.states import ALARM
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell

OUTCOMES = {"explained": "explain", "visited": "visit", "fault": "fault", "breach": "record_breach"}
"""What an alarm may turn out to be, and the move that says so."""


def acknowledge(actor: Actor, command: UUID, alarm: Alarm) -> None:
    """Somebody has seen it and is at it: nobody above is told any more. Refused: not_allowed, move_not_possible."""
    _answered(actor)
    now = clock.now()
    changes = {"acknowledged_by_id": actor.user_id, "acknowledged_at": now, "tell_at": None}
    once(actor, command, "seals.acknowledge", lambda: _move(alarm, "acknowledge", changes))


def contact(actor: Actor, command: UUID, alarm: Alarm, note: str = "") -> None:
    """Somebody has spoken to the resident, or tried to. Refused: not_allowed, move_not_possible."""
    _answered(actor)
    once(
        actor,
        command,
        "seals.contact",
        lambda: _move(alarm, "contact", _spoken(actor, alarm), note.strip()[:300]),
    )


def settle(
    actor: Actor, command: UUID, alarm: Alarm, outcome: str, reason: str, *, medical: bool = False
) -> None:
    """Say what it turned out to be: explained, visited, fault or breach, and why. `medical`: it was for medical care.

    A breach needs that somebody was spoken to or visited; never where the door opened for medical care.
    It is a note for people and decides nothing.

    Refused: not_allowed, kind_unknown, reason_missing, medical_never_breach, contact_first, move_not_possible.
    """
    _answered(actor)
    move = OUTCOMES.get(outcome)
    if move is None:
        raise Refused("kind_unknown")
    if not reason.strip():
        raise Refused("reason_missing")

    def do() -> None:
        care = medical or _was_medical(alarm)
        if move == "record_breach" and care:
            raise Refused("medical_never_breach")
        if move == "record_breach" and alarm.status in ("raised", "acknowledged"):
            raise Refused("contact_first")
        changes = {
            "found_by_id": actor.user_id, "found_at": clock.now(), "reason": reason.strip()[:300],
            "medical": alarm.medical or care, "tell_at": None,
        }  # fmt: skip
        spoken = _spoken(actor, alarm) if move == "visit" and alarm.contacted_at is None else {}
        _move(alarm, move, {**spoken, **changes}, reason.strip()[:300])

    once(actor, command, f"seals.{outcome}", do)


def take_back(actor: Actor, command: UUID, alarm: Alarm, reason: str) -> None:
    """A breach that was recorded wrongly is none. Refused: not_allowed, reason_missing, move_not_possible."""
    if not policy.may_take_back(actor):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_missing")
    changes = {"found_by_id": actor.user_id, "found_at": clock.now(), "reason": reason.strip()[:300]}
    once(actor, command, "seals.take_back", lambda: _move(alarm, "take_back", changes, reason.strip()[:300]))


def close(actor: Actor, command: UUID, alarm: Alarm) -> None:
    """Put it away. Refused: not_allowed, move_not_possible (nobody has said what it was)."""
    _answered(actor)
    once(actor, command, "seals.close", lambda: _move(alarm, "close", {}))


def _answered(actor: Actor) -> None:
    if not policy.may_answer(actor):
        raise Refused("not_allowed")


def _spoken(actor: Actor, alarm: Alarm) -> dict[str, object]:
    now = clock.now()
    seen = {} if alarm.acknowledged_at else {"acknowledged_by_id": actor.user_id, "acknowledged_at": now}
    return {**seen, "contacted_by_id": actor.user_id, "contacted_at": now, "tell_at": None}


def _was_medical(alarm: Alarm) -> bool:
    """Whether the door opened for medical care, by an outing or an announcement, also one noted afterwards."""
    rule = limits()
    grace, most = timedelta(minutes=rule.grace_minutes), timedelta(hours=rule.medical_hours)
    at, last = alarm.happened_at, alarm.last_at
    outings = Outing.objects.filter(order_id=alarm.order_id, left_at__lte=last + grace).filter(
        Q(back_at__gte=at - grace) | Q(back_at=None, left_at__gte=at - most)
    )
    announced = Opening.objects.filter(
        order_id=alarm.order_id, kind=Opening.Kind.MEDIC, called_off_at=None, since__lte=last + grace,
        until__gte=at - grace,
    )  # fmt: skip
    return outings.exists() or announced.exists()


def _move(alarm: Alarm, move: str, changes: Mapping[str, object], reason: str = "") -> None:
    target = ALARM.check(move, alarm.status)
    tell(move=move, reason=reason)
    if not Alarm.objects.filter(pk=alarm.pk, status=alarm.status).update(status=target, **changes):
        raise Refused("move_not_possible", move=move, status=alarm.status)
