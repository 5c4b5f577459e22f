"""Rest that is taken, and visits that are owed, paid, or waived as the member wishes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from gangmu.ground.accounts.models import User
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, tell
from gangmu.support.welfare import policy
from gangmu.support.welfare.facts import VisitOwed
from gangmu.support.welfare.models import Rest, Visit
from gangmu.support.welfare.queries import Member, rest_balance
from gangmu.support.welfare.states import VISIT

DAY = 24 * 60


@cache
def days_to_visit() -> int:
    """Within how many days a visit is due (data/visits.toml)."""
    path = Path(__file__).parents[1] / "data" / "visits.toml"
    return int(tomllib.loads(path.read_text(encoding="utf-8"))["days"])


def take_rest(actor: Actor, command: UUID, member: Member, day: date, minutes: int, note: str = "") -> int:
    """Record compensatory rest that a member takes; a correction is negative and says why. Returns the row.

    Refused: not_allowed, reason_missing, rest_minutes, rest_exceeds(left).
    """
    if not policy.may_care(actor):
        raise Refused("not_allowed")
    if not 0 < abs(minutes) <= DAY:
        raise Refused("rest_minutes")
    if minutes < 0 and not note.strip():
        raise Refused("reason_missing")

    def do() -> int:
        User.objects.select_for_update(no_key=True).get(pk=member.user_id)
        balance = rest_balance(Scope.of(actor), member.user_id)
        if not 0 <= balance.taken + minutes <= balance.owed:
            raise Refused("rest_exceeds", hours=f"{balance.left / 60:g}")
        rest = Rest.objects.create(
            area=member.area,
            user_id=member.user_id,
            day=day,
            minutes=minutes,
            note=note.strip()[:200],
            by_id=int(actor.user_id or 0),
            at=clock.now(),
        )
        return int(rest.pk)

    return int(once(actor, command, "welfare.take_rest", do))


def owe_visit(actor: Actor, command: UUID, user_id: int, area: int, because: str, source: str = "") -> int:
    """Note that a member is to be visited, within the days that the rule allows; one from a source is noted once.

    Refused: not_allowed, reason_missing.
    """
    if not policy.may_owe(actor):
        raise Refused("not_allowed")
    if because not in Visit.Because.values:
        raise Refused("reason_missing")

    def do() -> int:
        if source and (known := Visit.objects.filter(source=source).first()) is not None:
            return int(known.pk)
        now = clock.now()
        visit = Visit.objects.create(
            area=area,
            user_id=user_id,
            because=because,
            source=source,
            owed_at=now,
            due_at=now + timedelta(days=days_to_visit()),
        )
        record(actor, VisitOwed(visit.pk, area, user_id, visit.due_at.isoformat()))
        return int(visit.pk)

    return int(once(actor, command, "welfare.owe_visit", do))


def pay_visit(actor: Actor, command: UUID, visit: Visit, on: date, note: str = "") -> None:
    """Record who visited and when. Refused: not_allowed (nobody visits himself), day_ahead, move_not_possible."""
    if not policy.may_care(actor) or actor.user_id == visit.user_id:
        raise Refused("not_allowed")
    if on > clock.today():
        raise Refused("day_ahead")
    changes = {"paid_by_id": actor.user_id, "paid_on": on, "note": note.strip()[:200]}
    once(actor, command, "welfare.pay_visit", lambda: _move(visit, "pay", changes))


def waive_visit(actor: Actor, command: UUID, visit: Visit, note: str) -> None:
    """No visit, because the member does not wish it or it has no object any more. Refused: reason_missing."""
    if not policy.may_care(actor):
        raise Refused("not_allowed")
    if not note.strip():
        raise Refused("reason_missing")
    once(actor, command, "welfare.waive_visit", lambda: _move(visit, "waive", {"note": note.strip()[:200]}))


def _move(visit: Visit, move: str, changes: Mapping[str, object]) -> None:
    target = VISIT.check(move, visit.status)
    tell(move=move, reason="")
    if not Visit.objects.filter(pk=visit.pk, status=visit.status).update(status=target, **changes):
        raise Refused("move_not_possible", move=move, status=visit.status)
