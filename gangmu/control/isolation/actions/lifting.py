"""An order ends: lifting is proposed when days are over and settled; the organ that decided lifts; then forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from gangmu.casework.actions import cancel
from gangmu.casework.models import Task
from gangmu.casework.states import WITH_TRIO
from gangmu.control.isolation import policy
from gangmu.control.isolation.actions.moving import allow, move, needs_reason, organ_only
from gangmu.control.isolation.facts import LiftDue, OrderLifted
from gangmu.control.isolation.forms import DAY_CALL, LOOK_IN
from gangmu.control.isolation.models import Order, PlanDay
from gangmu.control.isolation.queries.settled import unsettled
from gangmu.control.isolation.rules import rhythm
from gangmu.control.isolation.states import ENDED, IN_FORCE, OrderStatus
from gangmu.ground.register.models import CareNeed
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.scope import Actor, Scope, tell

LIFTED = "管理措施已解除"  # the reason is data of the case, in the language of the office


def propose_lifts(actor: Actor) -> int:
    """Propose to lift what has reached its last day and is settled; say every day what is still not lifted.

    Returns how many facts were recorded. For the system alone: the organ lifts.
    """
    allow(actor.is_system)
    today, told = clock.today(), 0
    over = Order.objects.filter(status__in=IN_FORCE, planned_end__lte=today).exclude(due_told_on=today)
    for order in over.order_by("pk").select_for_update():
        ready = order.status == OrderStatus.DUE or not unsettled(Scope.of(actor), order)
        if not ready and order.planned_end == today:
            continue
        if ready and order.status != OrderStatus.DUE:
            move(order, "propose_lift")
        Order.objects.filter(pk=order.pk).update(due_told_on=today)
        since = (today - (order.planned_end or today)).days
        record(actor, LiftDue(order.pk, order.area, since, order.organ_body_id or 0))
        told += 1
    return told


def lift(actor: Actor, command_id: UUID, order: Order, reason: str = "") -> None:
    """Lift an order, for the organ that decided it; before it is due with a reason. Calls still owed are cancelled.

    Refused: not_allowed, not_the_organ, reason_missing, move_not_possible.
    """
    allow(policy.may_decide(actor))
    organ_only(actor, order)
    if order.status != OrderStatus.DUE:
        reason = needs_reason(reason)

    def do() -> None:
        now, until = clock.now(), clock.today() + timedelta(days=rhythm().keep_days)
        move(
            order, "lift", reason.strip(), lifted_by_id=actor.user_id, lifted_body_id=actor.body_id, lifted_at=now,
            lift_because=reason.strip()[:300], kept_until=until, ask="", ask_pack="",
        )  # fmt: skip
        Order.objects.filter(joined_to=order).update(kept_until=until)
        PlanDay.objects.filter(order=order, on__gt=clock.today()).delete()
        owed = Task.objects.filter(
            person_id=order.person_id or 0, incident=order.incident, kind__in=(DAY_CALL, LOOK_IN),
            status__in=WITH_TRIO,
        )  # fmt: skip
        for task in owed:
            cancel(actor, uuid4(), task, LIFTED)
        record(actor, OrderLifted(order.pk, order.area))

    once(actor, command_id, "isolation.lift", do)


def forget(actor: Actor) -> int:
    """Let orders whose time is over name nobody any more; what was measured and needed goes. Returns how many.

    What was decided, when, by which organ and how it ended stays. For the system alone.
    """
    allow(actor.is_system)
    # Rows of a frozen incident cannot be written: its end destroys them.
    over = Order.objects.filter(
        status__in=ENDED, kept_until__lt=clock.today(), incident__closed_at=None
    ).order_by("pk")
    tell(move="forget", reason="")
    gone = 0
    for order in over.select_for_update(of=("self",)):
        for kept in (order.readings, order.outings, order.checks, order.notices):
            kept.all().delete()
        CareNeed.objects.filter(person_id=order.person_id or 0, incident_id=order.incident_id).delete()
        Order.objects.filter(pk=order.pk).update(
            status=OrderStatus.FORGOTTEN, person=None, name="", address="", household=None, task=None, because="",
            warned=[], lift_because="",
        )  # fmt: skip
        gone += 1
    return gone
