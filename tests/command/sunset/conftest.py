"""Somebody of whom an incident has left a row in every table that an incident can write, and two who stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.casework.models import (
    Escalation,
    Handover,
    ProofPart,
    Reassignment,
    Report,
    Review,
    Settlement,
    Task,
    Timer,
)
from gangmu.command.notices.models import Delivery, Notice
from gangmu.command.watch.models import Point
from gangmu.control.intake.models import Batch, Progress, Row, Slot
from gangmu.control.isolation.models import (
    Change,
    HomeCheck,
    NoticeRead,
    Order,
    Outing,
    PlanDay,
    Reading,
)
from gangmu.control.links.models import Link
from gangmu.control.sampling.models import (
    Consignment,
    Parked,
    Plan,
    PlanMember,
    Recall,
    Required,
    Result,
    ResultList,
    Round,
    Site,
    Specimen,
    Tube,
)
from gangmu.control.seals.models import Alarm, Binding, Device, Event, Judgement, Opening
from gangmu.control.seals.models import Escalation as SealEscalation
from gangmu.control.zones.models import DayWork, Extent, Headcount, Part, Zone
from gangmu.control.zones.models import Event as ZoneEvent
from gangmu.governance.needs.models import Answer, Need
from gangmu.ground.accounts.models import AccessLog
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.models import Body, Circle
from gangmu.ground.register.models import CareNeed, Household, IdentityQuestion, Person, Presence
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered, tell
from gangmu.kernel.vault import vault
from gangmu.partners.laboratory.models import LabResult
from gangmu.responsibility.rates.models import Roll, Week
from tests.casework.world import ALWAYS, HERE, World, actor, body, build

NAME, ADDRESS = "欧阳守望", "甲街道落日巷十七号九零三室"
DOCUMENT, PHONE = "441302199001011239", "13900007531"
NEEDLES = [
    NAME, ADDRESS, DOCUMENT, PHONE,
    vault().fingerprint("document", f"resident_id:{DOCUMENT}").hex(), vault().fingerprint("phone", PHONE).hex(),
]  # fmt: skip


@dataclass
class Ending:
    """An incident with everything, two leaders, and who stays."""

    world: World
    leader: Actor
    second: Actor
    person: int
    registered: int
    elsewhere: int

    @property
    def incident(self) -> int:
        """Its id."""
        return int(self.world.incident.pk)

    def do(self, who: Actor, action: Any, *args: Any) -> Any:
        """One action as a page does it."""
        with entered(Scope.of(who)):
            return action(who, uuid4(), *args)


@pytest.fixture
def ending(db: Any) -> Ending:
    """Made once by plain rows: what is tested is that nothing of it is left."""
    world = build()
    with entered(Scope.system("test")), bulk_role():
        city = Division.objects.create(code="441300000000", level="city", name="市", short_name="市", lo=0, hi=10**18,
                                       valid=ALWAYS)  # fmt: skip
        leader = actor(body("leading_trio", "LEAD-1", "市领导小组", city), "leader")
        second = actor(body("leading_trio", "LEAD-2", "市第二领导小组", city), "leader")
    forget()
    person = world.person(NAME, document=DOCUMENT, phone=PHONE)
    registered = world.person("留册之人")
    elsewhere = world.person("他案之人")
    with entered(Scope.system("test")), bulk_role():
        tell(reason=f"为{NAME}")
        other = Incident.objects.create(
            code="other", name="other", pack="typhoon", pack_version="2025.6", lo=0, hi=10**18, legal_basis="x",
            deciding_organ="x", opened_at=clock.now(),
        )  # fmt: skip
        Presence.objects.create(person_id=registered, area=HERE, source="register", since=clock.now())
        Presence.objects.create(person_id=elsewhere, area=HERE, incident_id=other.pk, source="pushed",
                                since=clock.now())  # fmt: skip
        everything(world, person, [registered, elsewhere])
    return Ending(world, leader, second, person, registered, elsewhere)


def everything(world: World, person: int, others: list[int]) -> None:
    """A row in every table that an incident can write."""
    now, user, incident = clock.now(), world.cadre.user_id, world.incident
    trio = Body.objects.get(pk=world.cadre.body_id)
    merged = Person.objects.create(name=NAME, merged_into_id=person, created_at=now)
    door = Household.objects.create(area=HERE, label=ADDRESS, created_at=now)
    Presence.objects.filter(person_id=person).update(household=door, address=ADDRESS)
    Circle.objects.create(area=HERE, household=door, role="cadre", post_id=world.cadre.post_id, valid=ALWAYS)
    IdentityQuestion.objects.create(
        person_id=merged.pk, other_id=person, area=HERE, because="x", asked_at=now
    )
    CareNeed.objects.create(person_id=person, incident_id=incident.pk, area=HERE, kind="dialysis", source="door",
                            noted_by=NAME, noted_at=now)  # fmt: skip
    for one in (person, *others):
        LabResult.objects.create(laboratory="L", specimen=f"S{one}", person_id=one, document_hash=b"x",
                                 value="negative", sampled_at=now, received_at=now)  # fmt: skip
    task = Task.objects.create(
        kind="ground_verification", incident=incident, category="arrival", person_id=person, owner=trio, area=HERE,
        name=NAME, address=ADDRESS, known={"phone": PHONE}, status="open", created_at=now, due_at=now,
    )  # fmt: skip
    Task.objects.filter(pk=task.pk).update(status="cancelled")
    report = Report.objects.create(task=task, by_id=user, post_id=1, at=now, outcome="found",
                                   answers={"phone": PHONE, "name": NAME}, command_id=UUID(int=7))  # fmt: skip
    ProofPart.objects.create(report=report, proof=UUID(int=8), number=0, of=1, sealed=b"x", at=now)
    Review.objects.create(
        report=report, area=HERE, gate="compare", passed=False, reason=NAME, by_id=user, at=now
    )
    Settlement.objects.create(report=report, area=HERE, counts=True, by_id=user, at=now)
    timer = Timer.objects.create(
        task=task, stage="report", started_at=now, due_at=now, tell_at=now, stopped_at=now
    )
    Escalation.objects.create(task=task, timer=timer, area=HERE, level="trio", at=now)
    Reassignment.objects.create(task=task, source_body=trio, target_body=trio, at=now, reason=NAME)
    Handover.objects.create(task=task, name=NAME, source_area=HERE, target_area=HERE, source_body=trio,
                            status="offered", reason=NAME, offered_by_id=user, offered_at=now)  # fmt: skip
    slot = Slot.objects.create(incident=incident, day=date(2026, 3, 2), name="18:00")
    batch = Batch.objects.create(slot=slot, area=HERE, lo=HERE, hi=HERE + 10**6, filename=f"{NAME}.csv",
                                 digest=b"x" * 32, size=1, preview={"rows": [[NAME, PHONE]]},
                                 pushed_at=now)  # fmt: skip
    Row.objects.create(batch=batch, number=1, outcome="waiting", area=HERE, name=NAME, address=ADDRESS,
                       person_id=person, task=task)  # fmt: skip
    Batch.objects.filter(pk=batch.pk).update(status="rejected")
    Progress.objects.create(batch=batch, settled=1)
    held(world, person, merged.pk, door, task)
    zone = Zone.objects.create(area=HERE, hi=HERE + 10**6, incident=incident, name=f"{ADDRESS}周边", level="alert",
                               rank=1, pack=incident.pack, pack_version=incident.pack_version, organ="x", hotline="1",
                               control_since=now, changed_at=now)  # fmt: skip
    ZoneEvent.objects.create(zone=zone, kind="case", day=clock.today(), note=NAME, at=now)
    Extent.objects.create(zone=zone, kind="doors", items=[ADDRESS], at=now)
    Headcount.objects.create(
        zone=zone, lo=HERE, hi=HERE + 1, holes="{}", counted_at=now, seconds=0.1, numbers={"persons": 1}
    )
    Part.objects.create(zone=zone, kind="door", lo=HERE, hi=HERE + 1, household=door)
    for status in ("declared", "proposed", "lifted"):
        Zone.objects.filter(pk=zone.pk).update(
            status=status, declared_at=now, lifted_at=now if status == "lifted" else None
        )
    DayWork.objects.create(
        zone=zone, area=HERE, code="x", on=clock.today(), run=1, doors=1, task=task, due_at=now
    )
    sampled(world, person, task)
    week = Week.objects.create(incident=incident, begins=date(2026, 11, 16), rules="x", denominator="x",
                               frozen_at=now, objections_until=now)  # fmt: skip
    Roll.objects.create(week=week, area=HERE, required=[person], sampled=[person])
    typed(world, person)


def sampled(world: World, person: int, task: Task) -> None:
    """He was required, stood in a tube that was positive, was called back, and once could not be read."""
    now, incident, ground = clock.now(), world.incident, {"area": HERE, "hi": HERE + 10**6}
    plan = Plan.objects.create(**ground, incident=incident, name="x", of="persons", every=7, since=now)
    PlanMember.objects.create(plan=plan, area=HERE, person_id=person, since=now)
    round_ = Round.objects.create(**ground, incident=incident, name="x", kind="regional", pool=10, pool_minutes=1,
                                  single_minutes=1, begins_at=now, ends_at=now + timedelta(hours=9),
                                  planned_at=now)  # fmt: skip
    Round.objects.filter(pk=round_.pk).update(status="open")
    Required.objects.create(
        round=round_, area=HERE, person_id=person, missed="exempt", because=NAME, missed_at=now
    )
    site = Site.objects.create(area=HERE, name="x", address="x", opens=time(8), closes=time(20))
    sent = Consignment.objects.create(
        round=round_, area=HERE, courier=NAME, laboratory="L", tubes_sent=1, sent_at=now
    )
    tube = Tube.objects.create(area=HERE, code="T-1", round=round_, site=site, capacity=10, opened_at=now,
                               consignment=sent)  # fmt: skip
    recall = Recall.objects.create(tube=tube, area=HERE, person_id=person, task=task, asked_at=now)
    Specimen.objects.create(tube=tube, round=round_, area=HERE, person_id=person, required=True, recall=recall,
                            taken_at=now, registered_at=now)  # fmt: skip
    came = ResultList.objects.create(
        area=HERE, laboratory="L", received=1, stored=1, unchanged=0, refused=0, at=now
    )
    Result.objects.create(tube=tube, list=came, value="negative", tested_at=now)
    Parked.objects.create(round=round_, site=site, area=HERE, why="x", code="T-1", person_id=person, name=NAME,
                          sealed=vault().seal("document", DOCUMENT), capacity=10, taken_at=now, parked_at=now,
                          command_id=UUID(int=9))  # fmt: skip
    Recall.objects.filter(pk=recall.pk).update(status="settled", resolved_at=now)
    Round.objects.filter(pk=round_.pk).update(status="closed")


def held(world: World, person: int, merged: int, door: Household, task: Task) -> None:
    """An order, its seal, its link, and what he asked for."""
    now, user, incident = clock.now(), world.cadre.user_id, world.incident
    trio = Body.objects.get(pk=world.cadre.body_id)
    order = Order.objects.create(
        incident=incident, person_id=person, household=door, task=task, area=HERE, name=NAME, address=ADDRESS,
        pack=incident.pack, pack_version=incident.pack_version, category="case", level="net_isolation",
        proposed_at=now,
    )  # fmt: skip
    sharing = Order.objects.create(incident=incident, person_id=merged, with_order=order, area=HERE, name=NAME,
                                   pack=incident.pack, pack_version=incident.pack_version, category="case",
                                   level="net_isolation", proposed_at=now)  # fmt: skip
    Reading.objects.create(order=order, area=HERE, at=now, on=clock.today(), temperature="37.1", channel="door",
                           by_id=user)  # fmt: skip
    Outing.objects.create(order=order, area=HERE, because="medical", to=NAME, left_at=now, by_id=user)
    PlanDay.objects.create(order=order, area=HERE, on=clock.today(), number=1, level="net_isolation", stage_day=1,
                           test=False, temperatures=2, visits=1, rules="x")  # fmt: skip
    Change.objects.create(order=order, area=HERE, at=now, by=NAME, why="x", reason=NAME, end_before=clock.today(),
                          end_after=clock.today(), level_before="x", level_after="x")  # fmt: skip
    NoticeRead.objects.create(
        order=order, area=HERE, paper="notice", to="himself", signed="paper", by_id=user, at=now
    )
    HomeCheck.objects.create(order=order, area=HERE, level="net_isolation", by_id=user, at=now)
    Link.objects.create(order=order, area=HERE, digest=b"x" * 32, made_by_id=user, made_at=now)
    device = Device.objects.create(
        area=HERE, vendor="onenet", serial="S-1", model="x", provider=trio, lent_at=now
    )
    hours = DateTimeTZRange(now, None)
    binding = Binding.objects.create(order=order, provider=trio, door=ADDRESS, area=HERE, asked_by_id=user,
                                     asked_at=now)  # fmt: skip
    Binding.objects.filter(pk=binding.pk).update(status="bound", device=device, during=hours, consent="paper",
                                                 installed_by_id=user)  # fmt: skip
    event = Event.objects.create(
        area=HERE, device=device, binding=binding, kind="open", at=now, arrived_at=now, key="k"
    )
    alarm = Alarm.objects.create(area=HERE, binding=binding, order=order, kind="open", happened_at=now, last_at=now,
                                 raised_at=now)  # fmt: skip
    opening = Opening.objects.create(order=order, area=HERE, kind="medical", since=now, until=now + timedelta(hours=1),
                                     note=NAME, by=NAME, at=now)  # fmt: skip
    Judgement.objects.create(
        area=HERE, event=event, verdict="announced", due_at=now, judged_at=now, opening=opening
    )
    SealEscalation.objects.create(alarm=alarm, area=HERE, level="trio", at=now)
    over = DateTimeTZRange(now, now + timedelta(days=1))
    Binding.objects.filter(pk=binding.pk).update(status="removed", during=over, removed_by_id=user)
    Order.objects.filter(pk__in=[order.pk, sharing.pk]).update(status="declined")
    need = Need.objects.create(person_id=person, incident=incident, area=HERE, kind="complaint", to="office",
                               text=NAME, name=NAME, address=ADDRESS, body=trio, raised_at=now, due_at=now)  # fmt: skip
    Answer.objects.create(need=need, area=HERE, outcome="done", text=NAME, office="x", by_id=user, at=now)
    Need.objects.filter(pk=need.pk).update(status="answered")


def typed(world: World, person: int) -> None:
    """Where staff typed a name that belongs there nowhere."""
    now, user = clock.now(), world.cadre.user_id
    AccessLog.objects.create(
        at=now, actor="1/1", act="search", person_id=person, detail=NAME, reason=f"找{NAME}"
    )
    notice = Notice.objects.create(area=HERE, user_id=user, kind="new_doors", occasion="x", fields={"body": NAME},
                                   opens="/", at=now)  # fmt: skip
    Delivery.objects.create(area=HERE, notice=notice, channel="inbox", kind="x", key=uuid4(), due_at=now,
                            text=f"{NAME} {PHONE}", made_at=now)  # fmt: skip
    office = Body.objects.get(kind="joint_office")
    Point.objects.create(area=HERE, body=office, text=f"{NAME}住{ADDRESS}", raised_by_id=user, raised_at=now)
