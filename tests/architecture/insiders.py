"""Somebody on the ground that an outsider guesses at: his duty, his office, what is kept about him."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from gangmu.command.notices.models import Change, Group, Notice
from gangmu.command.sunset.models import Closing
from gangmu.command.watch.models import Changeover, Point, Watch
from gangmu.control.isolation.models import Order
from gangmu.control.sampling.models import (
    KeyPlace,
    Parked,
    Plan,
    PlanMember,
    Recall,
    Required,
    Round,
    Site,
    Specimen,
    Tube,
)
from gangmu.control.seals.models import Alarm, Binding, Device, Opening
from gangmu.control.zones.models import Extent, Part, Zone
from gangmu.governance.needs.models import Need
from gangmu.ground.accounts.models import User
from gangmu.ground.duty.models import Leave, Roster, Swap, Wish
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.models import Body, Holding, Post, Role, Shift
from gangmu.ground.register.models import CareNeed, Person
from gangmu.ground.territory.models import Division
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of, span
from gangmu.responsibility.rates.models import Objection, Rate, Step, Week
from gangmu.support.welfare.models import Commendation, Statement, Visit

HERE = "441302001001"
NAME = "只在惠城"
MOMENT = datetime(2026, 3, 2, 8, tzinfo=UTC)
ALWAYS = DateRange(date(2020, 1, 1), None)


def a_body(kind: str, code: str) -> Body:
    """A body of a village, which is made with it."""
    where = Jurisdiction(*span(area_of(code)))
    division, _ = Division.objects.get_or_create(
        code=code,
        defaults={
            "level": "village", "name": code, "short_name": code, "lo": where.lo, "hi": where.hi, "valid": ALWAYS
        },
    )  # fmt: skip
    return Body.objects.create(
        kind=kind, code=code, name=code, division=division, lo=where.lo, hi=where.hi, valid=ALWAYS
    )


def of_duty(body: Body, area: int) -> dict[str, int]:
    """A week of the village, leave, a wish, a shift of somebody there, and its swap."""
    user, other = (User.objects.create_user(f"{NAME}{n}", name=NAME) for n in (1, 2))
    post = Post.objects.create(body=body, role=Role.MEDIC, title=NAME)
    hours = DateTimeTZRange(clock.now() + timedelta(days=1), clock.now() + timedelta(days=2))
    roster = Roster.objects.create(
        area=area, lo=area, hi=area + 10**6, place=NAME, begins=date(2026, 3, 2), made_at=MOMENT
    )
    leave = Leave.objects.create(area=area, user=user, kind="sick", during=hours, asked_at=MOMENT)
    wish = Wish.objects.create(
        area=area, user=user, day=clock.today() + timedelta(days=3), kind="off", said_at=MOMENT
    )
    shift = Shift.objects.create(post=post, user=user, body=body, during=hours)
    swap = Swap.objects.create(area=area, giver=user, taker=other, post=post, during=hours, offered_at=MOMENT)
    return {
        "roster_id": roster.pk, "leave_id": leave.pk, "wish_id": wish.pk, "shift_id": shift.pk, "swap_id": swap.pk
    }  # fmt: skip


def of_an_order(incident: Incident, person: Person, area: int) -> dict[str, int]:
    """An order that is proposed for somebody there, and what he needs."""
    order = Order.objects.create(
        incident=incident, person=person, area=area, name=NAME, address=NAME, pack=incident.pack,
        pack_version=incident.pack_version, category="case", level="net_isolation", proposed_at=MOMENT,
    )  # fmt: skip
    need = CareNeed.objects.create(
        person=person, incident_id=incident.pk, area=area, kind="dialysis", source="door", noted_by="x",
        noted_at=MOMENT,
    )  # fmt: skip
    return {"order_id": order.pk, "need_id": need.pk}


def of_the_office(body: Body) -> dict[str, Any]:
    """A joint office on the same ground, its watch, an open changeover, a marked point."""
    user = User.objects.create_user("keeper", name=NAME)
    office = Body.objects.create(
        kind="joint_office",
        code="office",
        name=NAME,
        division=body.division,
        lo=body.lo,
        hi=body.hi,
        valid=ALWAYS,
    )
    post = Post.objects.create(body=office, role="desk", title=NAME, in_charge=True)
    watch = Watch.objects.create(body=office, area=body.lo, user=user, post=post, starts_at=MOMENT)
    changeover = Changeover.objects.create(watch=watch, area=body.lo, opened_at=MOMENT, notes=NAME)
    point = Point.objects.create(body=office, area=body.lo, text=NAME, raised_by=user, raised_at=MOMENT)
    return {"office_id": office.pk, "changeover_id": changeover.pk, "point_id": point.pk}


def of_a_resident(person: Person, incident: Incident, body: Body, area: int) -> dict[str, int]:
    """A complaint of somebody there."""
    need = Need.objects.create(
        person=person, incident=incident, area=area, kind="complaint", to="office", text=NAME, name=NAME, body=body,
        raised_at=MOMENT, due_at=MOMENT,
    )  # fmt: skip
    return {"asked_id": need.pk}


def of_a_member(body: Body) -> dict[str, Any]:
    """A member there, a visit that is owed to him, thanks that are proposed, a closed month of his."""
    user, other = (User.objects.create_user(name, name=NAME) for name in ("member", "colleague"))
    Holding.objects.create(
        user=user, post=Post.objects.create(body=body, role="medic", title=NAME), valid=ALWAYS
    )
    visit = Visit.objects.create(
        area=body.lo, user=user, because="ill", note=NAME, owed_at=MOMENT, due_at=MOMENT
    )
    thanks = Commendation.objects.create(
        area=body.lo, user=user, text=NAME, proposed_by=other, proposed_at=MOMENT
    )
    statement = Statement.objects.create(
        area=body.lo, hi=body.hi, code=HERE, name=NAME, month=MOMENT.date().replace(day=1), rules="2026-01",
        closed_by=other, closed_at=MOMENT,
    )  # fmt: skip
    ids = {"visit_id": visit.pk, "commendation_id": thanks.pk, "statement_id": statement.pk}
    return {**ids, "user_id": user.pk, "code": HERE, "move": "pay"}


def of_seals(body: Body, order_id: int) -> dict[str, Any]:
    """A seal on the door of an order there, and its alarm."""
    order, user = Order.objects.get(pk=order_id), User.objects.create_user("seals", name=NAME)
    provider = Body.objects.create(
        kind="provider", code="seals", name="x", division=body.division, lo=body.lo, hi=body.lo, valid=ALWAYS
    )
    lent = {"area": order.area, "provider": provider}
    device = Device.objects.create(vendor="onenet", serial="SEAL-1", model=NAME, lent_at=MOMENT, **lent)
    binding = Binding.objects.create(order=order, door=NAME, asked_by=user, asked_at=MOMENT, **lent)
    alarm = Alarm.objects.create(
        area=order.area, binding=binding, order=order, kind="open", happened_at=MOMENT, last_at=MOMENT,
        raised_at=MOMENT,
    )  # fmt: skip
    opening = Opening.objects.create(
        area=order.area, order=order, kind="rubbish", since=MOMENT, until=MOMENT + timedelta(hours=1), note=NAME,
        by="x", at=MOMENT,
    )  # fmt: skip
    return {"binding_id": binding.pk, "device_id": device.pk, "alarm_id": alarm.pk, "opening_id": opening.pk}


def of_a_week(body: Body) -> dict[str, Any]:
    """An incident of that ground alone: a frozen week with a step and an objection; and its end."""
    incident = Incident.objects.create(
        code="y", name=NAME, pack="mosquito", pack_version="2025.8", lo=body.lo, hi=body.hi, legal_basis="x",
        deciding_organ="x", opened_at=MOMENT,
    )  # fmt: skip
    user, code = User.objects.create_user("rates", name=NAME), HERE.ljust(12, "0")
    week = Week.objects.create(
        incident=incident, begins=date(2026, 3, 2), rules="2026-1", denominator="residents-1", frozen_at=MOMENT,
        objections_until=MOMENT,
    )  # fmt: skip
    on = {"area": body.lo, "week": week, "code": code}
    Rate.objects.create(level="county", name=NAME, required=9, sampled=3, at=MOMENT, **on)
    objection = Objection.objects.create(about="other", text=NAME, raised_by=user, raised_at=MOMENT, **on)
    step = Step.objects.create(name=NAME, rung="circular", proposed_at=MOMENT, **on)
    closing = Closing.objects.create(incident=incident, made_at=MOMENT)
    ids = {"week_id": week.pk, "objection_id": objection.pk, "step_id": step.pk, "kind": "pdf"}
    return {**ids, "closing_id": closing.pk, "incident_id": incident.pk}


def of_a_zone(body: Body, incident: Incident) -> dict[str, Any]:
    """A zone over the village."""
    zone = Zone.objects.create(
        area=body.lo, hi=body.hi, incident=incident, name=NAME, level="alert", rank=1, pack=incident.pack,
        pack_version=incident.pack_version, organ=NAME, hotline="1", control_since=MOMENT, changed_at=MOMENT,
    )  # fmt: skip
    Extent.objects.create(zone=zone, kind="grids", items=[NAME], at=MOMENT)
    Part.objects.create(zone=zone, kind="whole", lo=body.lo, hi=body.hi)
    return {"zone_id": zone.pk}


def of_sampling(person: Person, incident: Incident, area: int) -> dict[str, Any]:
    """A round there, with a site, a tube that he is in, what was parked, a key place and a plan."""
    where = {"area": area, "hi": area + 10**6, "incident": incident, "name": NAME}
    place = KeyPlace.objects.create(
        area=area,
        name=NAME,
        address=NAME,
        territory=NAME,
        department=NAME,
        unit=NAME,
        individual=NAME,
        since=MOMENT,
    )
    plan = Plan.objects.create(**where, of="persons", every=3, since=MOMENT)
    member = PlanMember.objects.create(plan=plan, person=person, area=area, since=MOMENT)
    site = Site.objects.create(area=area, name=NAME, address=NAME, opens=time(8), closes=time(20))
    made = Round.objects.create(
        **where, kind="regional", pool=5, pool_minutes=1, single_minutes=1, begins_at=MOMENT,
        ends_at=MOMENT + timedelta(hours=1), status="planned", planned_at=MOMENT,
    )  # fmt: skip
    required = Required.objects.create(round=made, person=person, area=area)
    in_it = {"area": area, "round": made, "site": site, "capacity": 5}
    tube = Tube.objects.create(**in_it, code=f"{NAME}-1", opened_at=MOMENT)
    Specimen.objects.create(
        area=area, tube=tube, round=made, person=person, required=True, taken_at=MOMENT, registered_at=MOMENT
    )
    recall = Recall.objects.create(area=area, tube=tube, person=person, asked_at=MOMENT)
    parked = Parked.objects.create(
        **in_it,
        why="tube_full",
        code=NAME,
        name=NAME,
        taken_at=MOMENT,
        parked_at=MOMENT,
        command_id=UUID(int=9),
    )
    return {
        "round_id": made.pk, "site_id": site.pk, "tube_id": tube.pk, "required_id": required.pk,
        "recall_id": recall.pk, "parked_id": parked.pk, "place_id": place.pk, "check_plan_id": plan.pk,
        "member_id": member.pk,
    }  # fmt: skip


def of_notices(body: Body, area: int) -> dict[str, Any]:
    """A work group, a notice of somebody, and a change of the matrix that waits for a second leader."""
    group = Group.objects.create(area=area, body=body, channel="wecom", name=NAME, sealed=b"x", since=MOMENT)
    other = User.objects.create_user("insider-of-notices", name="x")
    notice = Notice.objects.create(
        area=area,
        user=other,
        kind="new_doors",
        occasion="x",
        fields={"body": NAME},
        opens="/field/",
        at=MOMENT,
    )
    value = {"when": "at_once", "minutes": 0, "channels": [], "urgent": False, "off": False}
    change = Change.objects.create(
        rule="new_doors", value=value, reason=NAME, proposed_by=other, proposed_at=MOMENT
    )
    return {"group_id": group.pk, "notice_id": notice.pk, "change_id": change.pk, "rule_code": "new_doors"}
