"""A human decides, or declines: organ, basis, start, planned end by the pack from its anchor."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.moving import allow, move, needs_reason, rules_of
from gangmu.control.isolation.actions.proposing import Proposal, proposed
from gangmu.control.isolation.facts import OrderDecided
from gangmu.control.isolation.models import Order, PlanDay
from gangmu.control.isolation.rules import Decision, Planned, plan, rhythm
from gangmu.ground.incidents.rules import Pack
from gangmu.ground.register.models import Presence
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def decide(actor: Actor, command_id: UUID, order: Order, decision: Decision) -> None:
    """Decide an order that is proposed. Day 1 is the day after the anchor; the plan runs from today.

    Refused: not_allowed, organ_missing, basis_missing, anchor_ahead (the anchor lies in the future), measure_over (no
    day is left: decline it), reason_missing (another end than the pack's), stricter_than_pack (with the warning not
    heeded), move_not_possible.
    """
    allow(policy.may_decide(actor))
    if not decision.organ.strip():
        raise Refused("organ_missing")
    if not decision.basis.strip():
        raise Refused("basis_missing")
    if decision.anchor > clock.today():
        raise Refused("anchor_ahead")
    pack, measure = rules_of(order)
    planned = plan(pack, measure, decision.anchor, clock.today(), decision.planned_end)
    if planned is None:
        raise Refused("measure_over")
    usual = plan(pack, measure, decision.anchor, clock.today())
    if (usual is None or planned.end != usual.end) and not decision.because.strip():
        raise Refused("reason_missing")
    if planned.stricter and not decision.heeded:
        raise Refused("stricter_than_pack", pack=pack.key)
    once(actor, command_id, "isolation.decide", lambda: _decided(actor, order, decision, pack, planned))


def _decided(actor: Actor, order: Order, decision: Decision, pack: Pack, planned: Planned) -> None:
    move(
        order,
        "decide",
        decision.because.strip(),
        anchor=decision.anchor,
        starts_on=planned.days[0].on,
        planned_end=planned.end,
        level=planned.days[0].level,
        organ=decision.organ.strip()[:120],
        organ_body_id=actor.body_id,
        basis=decision.basis.strip(),
        because=decision.because.strip()[:300],
        warned=list(planned.stricter),
        decided_by_id=actor.user_id,
        decided_at=clock.now(),
    )
    keep_days(order, pack, planned)
    _share(actor, order, pack, planned.days[0].level)
    record(actor, OrderDecided(order.pk, order.area, planned.days[0].level))


def keep_days(order: Order, pack: Pack, planned: Planned) -> None:
    """Write the plan from its first day on in the place of what was planned for those days."""
    PlanDay.objects.filter(order=order, on__gte=planned.days[0].on).delete()
    PlanDay.objects.bulk_create(
        PlanDay(
            order=order, area=order.area, on=day.on, number=day.number, level=day.level, stage_day=day.stage_day,
            test=day.test, temperatures=day.temperatures, visits=day.visits, rules=pack.key,
        )
        for day in planned.days
    )  # fmt: skip


def _share(actor: Actor, order: Order, pack: Pack, code: str) -> None:
    """Where all who live together share the level, the same is proposed for each of them; a human decides it."""
    level = next(one for one in pack.levels if one.code == code)
    if not level.co_residents or order.with_order_id or order.household_id is None:
        return
    behind = Presence.objects.filter(household_id=order.household_id, area=order.area, until=None)
    names = dict(behind.exclude(person_id=order.person_id or 0).values_list("person_id", "person__name"))
    for person_id, name in sorted(names.items()):
        proposed(
            actor,
            Proposal(
                order.incident, person_id, order.category, order.area, name, order.address,
                order.household_id, order.pk,
            )
        )  # fmt: skip


def decline(actor: Actor, command_id: UUID, order: Order, reason: str) -> None:
    """Decide that there is no order. Refused: not_allowed, reason_missing, move_not_possible."""
    allow(policy.may_decide(actor))
    reason = needs_reason(reason)
    until = clock.today() + timedelta(days=rhythm().keep_days)
    once(actor, command_id, "isolation.decline", lambda: move(order, "decline", reason, kept_until=until))
