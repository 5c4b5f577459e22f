"""Rounds: planned, opened (which draws who must be sampled), closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gangmu.control.sampling import policy
from gangmu.control.sampling.actions.allowing import allow, reason_of
from gangmu.control.sampling.bulk import draw
from gangmu.control.sampling.facts import RoundClosed, RoundOpened
from gangmu.control.sampling.models import Plan, Round
from gangmu.control.sampling.rules.turns import part_of
from gangmu.control.sampling.states import ROUND
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as it is planned: on a unit's ground, or for who is due by a plan; `parts` > 1 is a rotating share."""

    incident: Incident
    name: str
    begins_at: datetime
    ends_at: datetime
    pool: int
    unit: str = ""
    parts: int = 1
    plan: Plan | None = None


def plan(actor: Actor, command: UUID, new: NewRound) -> int:
    """Plan a round; nobody is required yet. Returns it.

    Refused: not_allowed, not_found (not all of it is one's ground), sampling_not_in_pack, pool_not_allowed(pools),
    round_times, round_name.
    """
    allow(policy.may_plan(actor))
    rules = pack_of(new.incident).sampling
    if rules is None:
        raise Refused("sampling_not_in_pack")
    if new.pool not in rules.pools:
        raise Refused("pool_not_allowed", pools=", ".join(map(str, rules.pools)))
    if new.begins_at >= new.ends_at:
        raise Refused("round_times")
    if not new.name.strip():
        raise Refused("round_name")
    lo, hi = _ground(actor, new)
    rotating = new.plan is None and new.parts > 1
    day = new.begins_at.astimezone(CIVIL).date()

    def do() -> int:
        made = Round.objects.create(
            area=lo, hi=hi, incident=new.incident, name=new.name.strip()[:60],
            kind="plan" if new.plan else "share" if rotating else "regional", plan=new.plan,
            parts=new.parts if rotating else None, part=part_of(day, new.parts) if rotating else None,
            pool=new.pool, singly=list(rules.singly), pool_minutes=rules.pool_minutes,
            single_minutes=rules.single_minutes, begins_at=new.begins_at, ends_at=new.ends_at,
            planned_by_id=actor.user_id, planned_at=clock.now(),
        )  # fmt: skip
        return int(made.pk)

    return int(once(actor, command, "sampling.plan", do))


def _ground(actor: Actor, new: NewRound) -> tuple[int, int]:
    if new.plan is not None:
        where = (new.plan.area, new.plan.hi)
    else:
        unit = unit_by_code(new.unit)
        if unit is None or not unit.jurisdiction <= actor.jurisdiction:
            raise Refused("not_found")
        where = (unit.jurisdiction.lo, unit.jurisdiction.hi)
    return where


def open_round(actor: Actor, command: UUID, one: Round) -> int:
    """Begin a round: whoever must be sampled is drawn from the register as it stands. Returns how many.

    Refused: not_allowed, move_not_possible, nobody_required.
    """
    allow(policy.may_plan(actor) and _whole(actor, one))

    def do() -> int:
        _move(one, "open")
        required = draw(one)
        if not required:
            raise Refused("nobody_required")
        record(actor, RoundOpened(one.pk, one.area, required))
        return required

    return int(once(actor, command, "sampling.open", do))


def close(actor: Actor, command: UUID, one: Round) -> None:
    """End a round; what was taken before its end counts when it arrives. Refused: not_allowed, move_not_possible."""
    allow(policy.may_plan(actor) and _whole(actor, one))

    def do() -> None:
        _move(one, "close")
        record(actor, RoundClosed(one.pk, one.area))

    once(actor, command, "sampling.close", do)


def cancel(actor: Actor, command: UUID, one: Round, reason: str) -> None:
    """Give up a round that has not begun. Refused: not_allowed, reason_missing, move_not_possible."""
    allow(policy.may_plan(actor) and _whole(actor, one))
    why = reason_of(reason)
    once(actor, command, "sampling.cancel", lambda: _move(one, "cancel", why))


def _whole(actor: Actor, one: Round) -> bool:
    """Whether all of a round's ground is the actor's."""
    where = actor.jurisdiction
    return where.lo <= one.area and one.hi <= where.hi


def _move(one: Round, move: str, reason: str = "") -> None:
    target = ROUND.check(move, one.status)
    tell(move=move, reason=reason)
    if not Round.objects.filter(pk=one.pk, status=one.status).update(status=target):
        raise Refused("move_not_possible", move=move, status=one.status)
