"""No address asks the database more often because there is more to show: pages, downloads and the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gangmu.casework.models import Handover, Report, Review, Task
from gangmu.control.intake.models import Batch, Row
from gangmu.control.isolation.models import Order
from gangmu.control.roster import actions as roster
from gangmu.control.roster.queries import import_in
from gangmu.ground.duty.models import Leave, Roster, Swap, Wish
from gangmu.ground.duty.rules.weeks import monday_of
from gangmu.ground.organization.models import Body, Holding, Shift
from gangmu.ground.organization.queries import ownership
from gangmu.ground.register.models import Household, IdentityQuestion, Person, Presence
from gangmu.ground.territory.queries import ladder
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.architecture.addresses import addresses
from tests.casework.world import ALWAYS, FOUND, HERE, KIND, THERE, World, actor
from tests.control.roster.conftest import register, resident
from tests.doors.api.calling import caller
from tests.doors.desk.test_push_pages import Visit, pushed

FEW, MANY = 3, 45
CLOCK_WRONG = datetime(2030, 1, 1, tzinfo=UTC)
STATES = ("open", "claimed", "reported", "compared", "released", "returned", "offered")
WAYS = {  # how a task comes to where it stands
    "claimed": ("claimed",),
    "reported": ("reported",),
    "compared": ("reported", "compared"),
    "released": ("reported", "compared", "released"),
    "returned": ("reported", "returned"),
    "offered": ("offered",),
}
# These show what there is to do, so they must have grown, or the test compares nothing.
LISTS = {
    "push/", "push/<int:batch_id>/", "push/<int:batch_id>/rows.csv", "office/", "review/", "beside/",
    "handovers/", "tasks/",
    "tasks.csv", "organization/", "organization/week.csv",
    "field/", "field/done/", "api/v1/field/tasks", "api/v1/reports",
    "api/v1/pushes/<push_id>/rows.csv", "identities/", "board/", "board.csv", "duty/<int:roster_id>/loads/",
    "orders/", "duty/<int:roster_id>/", "duty/leave/", "duty/<int:roster_id>/roster.csv", "field/duty/",
}  # fmt: skip
Get = Callable[[str], Any]


def fill(world: World, clerk: Actor, number: int, start: int) -> int:
    """`number` of everything that a list may show; returns a task that stands open."""
    now = clock.now()
    with entered(Scope.system("test")), bulk_role():
        body = Body.objects.get(pk=world.cadre.body_id)
        names = [f"居民{start + n}" for n in range(number * len(STATES))]
        people = Person.objects.bulk_create([Person(name=name, created_at=now) for name in names])
        Presence.objects.bulk_create(
            [
                Presence(person=one, area=HERE, incident_id=world.incident.pk, source="pushed", since=now)
                for one in people
            ]
        )
        IdentityQuestion.objects.bulk_create(
            [
                IdentityQuestion(person=two, other=one, area=HERE, because="identity_candidate", asked_at=now)
                for one, two in pairwise(people[: number + 1])
            ]
        )
        tasks = Task.objects.bulk_create(
            [
                Task(kind=KIND, incident=world.incident, category="contact", person=one, owner=body, area=HERE,
                     name=one.name, created_at=now, due_at=now)
                for one in people
            ]
        )  # fmt: skip
        by_state = {state: tasks[i :: len(STATES)] for i, state in enumerate(STATES)}
        for state, way in WAYS.items():
            ids = [task.pk for task in by_state[state]]
            for step in way:
                Task.objects.filter(pk__in=ids).update(
                    status=step, claimed_by_id=world.police.user_id, claimed_at=now
                )
        reported = [task for state, way in WAYS.items() if "reported" in way for task in by_state[state]]
        reports = Report.objects.bulk_create(
            [
                Report(task=task, by_id=world.police.user_id, post_id=world.police.post_id, at=now, outcome="found",
                       phone_at=CLOCK_WRONG, answers=FOUND, command_id=f"{task.pk:032x}")
                for task in reported
            ]
        )  # fmt: skip
        Report.objects.bulk_create(
            [
                Report(task=task, by_id=world.cadre.user_id, post_id=world.cadre.post_id, at=now, outcome="not_here",
                       answers={}, late=True, command_id=f"{10**9 + task.pk:032x}")
                for task in reported
            ]
        )  # fmt: skip
        Review.objects.bulk_create(
            [
                Review(
                    report=r,
                    area=r.task.area,
                    gate="compare",
                    passed=True,
                    by_id=world.comparer.user_id,
                    at=now,
                )
                for r in reports
            ]
        )
        Handover.objects.bulk_create(
            [
                Handover(task=task, name=task.name, source_area=THERE, target_area=HERE, source_body=body,
                         reason="x", status="offered", offered_by_id=world.police.user_id, offered_at=now)
                for task in by_state["offered"]
            ]
        )  # fmt: skip
        first = Batch.objects.order_by("id").first()
        assert first is not None
        Batch.objects.bulk_create(
            [
                Batch(slot=first.slot, area=first.area, lo=first.lo, hi=first.hi, filename="x.csv",
                      digest=(start + n).to_bytes(32), size=1, pushed_at=now, pushed_by_id=clerk.user_id)
                for n in range(number)
            ]
        )  # fmt: skip
        Body.objects.bulk_create(
            [
                Body(kind="trio", code=f"t{start + n}", name=f"第{start + n}组", division=body.division, lo=body.lo,
                     hi=body.hi, valid=ALWAYS)
                for n in range(number)
            ]
        )  # fmt: skip
    return int(by_state["open"][0].pk)


def duties(world: World, leader: Actor, number: int, start: int) -> dict[str, int]:
    """A week of the town with so many more trios, leaves, wishes of the cadre, and shifts of his with their swaps."""
    monday, now = monday_of(clock.today()) + timedelta(days=7), clock.now()
    with entered(Scope.system("test")), bulk_role():
        for n in range(number):
            body = Body.objects.get(code=f"t{start + n}")
            one = actor(body, "cadre")
            day = monday + timedelta(days=start + n)
            hours = DateTimeTZRange(now + timedelta(days=1), now + timedelta(days=2))
            Leave.objects.create(area=HERE, user_id=one.user_id, kind="sick", during=hours, asked_at=now)
            Wish.objects.create(area=HERE, user_id=world.cadre.user_id, day=day, kind="off", said_at=now)
            hours = DateTimeTZRange(
                now + timedelta(days=3 + start + n), now + timedelta(days=3.5 + start + n)
            )
            shift = Shift.objects.create(
                post_id=world.cadre.post_id,
                user_id=world.cadre.user_id,
                body_id=world.cadre.body_id,
                during=hours,
            )
            swap = Swap.objects.create(
                area=HERE, giver_id=world.cadre.user_id, taker_id=one.user_id, post_id=world.cadre.post_id,
                during=hours, offered_at=now, status="offered",
            )  # fmt: skip
        where = leader.jurisdiction
        roster, _ = Roster.objects.get_or_create(
            area=where.lo, lo=where.lo, hi=where.hi, begins=monday, defaults={"place": "x", "made_at": now}
        )
        leave, wish = Leave.objects.latest("pk"), Wish.objects.latest("pk")
    return {
        "roster_id": roster.pk, "leave_id": leave.pk, "wish_id": wish.pk, "shift_id": shift.pk, "swap_id": swap.pk
    }  # fmt: skip


def ordered(world: World, number: int, start: int) -> int:
    """So many orders that wait for a decision; the newest."""
    pack = world.incident
    with entered(Scope.system("test")), bulk_role():
        people = Person.objects.filter(name__in=[f"居民{start + n}" for n in range(number)])
        Order.objects.bulk_create(
            [
                Order(incident=pack, person=one, area=HERE, name=one.name, address="x", pack=pack.pack,
                      pack_version=pack.pack_version, category="case", level="net_isolation",
                      proposed_at=clock.now())
                for one in people
            ]
        )  # fmt: skip
        return int(Order.objects.latest("pk").pk)


def brought(clerk: Actor, number: int) -> int:
    """A register of so many lines, ready to be taken in."""
    data = register([resident(n) for n in range(number)])
    with entered(Scope.of(clerk)) as scope:
        import_id = roster.upload(clerk, uuid4(), "residents.csv", [data])
        roster.prepare(clerk, import_in(scope, import_id), unattended=True)
    return import_id


def read(get: Get, path: str) -> tuple[int, int] | None:
    """(queries, length of the answer); None if the address is not for this reader."""
    with CaptureQueriesContext(connection) as queries:
        answer = get(path)
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return (len(queries), len(said)) if answer.status_code == 200 else None


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_few(
    world: World, clerk: Actor, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for remembering in (ladder, ownership):  # what a process looks at again every few seconds is not counted
        monkeypatch.setattr(remembering, "LOOK_AGAIN", inf)
    with entered(Scope.system("test")), bulk_role():
        partner = actor(Body.objects.get(code="push"), "partner")
        leader = actor(Body.objects.get(code="441302001-office"), "leader")
    readers: dict[tuple[str, bool], Get] = {
        (one.label, False): visit(one).get
        for one in (world.cadre, world.desk, world.comparer, world.gatekeeper, clerk, leader)
    }
    for scope, one in (("field", world.cadre), ("push", partner), ("reports", partner)):
        headers = caller(one, scope).headers()
        readers[scope, True] = lambda path, sent=headers: Client().get(path, headers=sent)
    asked = [a for a in addresses() if not a.public]
    few: dict[tuple[str, str], tuple[int, int]] = {}
    dearer, grown = {}, set()
    by: Counter[str] = Counter()  # two readers of an address are enough: it shows the same list to all
    for start, number in ((0, FEW), (FEW, MANY)):
        batch = pushed(visit(clerk), number)
        task = fill(world, clerk, number, start * len(STATES))
        with entered(Scope.system("test")), bulk_role():
            Batch.objects.filter(pk=batch).update(pushed_by_id=partner.user_id)
            row = Row.objects.filter(batch_id=batch, outcome="waiting")[0]
            person = Task.objects.get(pk=task).person_id
            door, _ = Household.objects.get_or_create(
                area=HERE, label="x", defaults={"created_at": clock.now()}
            )
            held = Holding.objects.filter(post_id=world.cadre.post_id).first()
        ids = {"batch_id": batch, "push_id": batch, "row_id": row.pk, "task_id": task, "person_id": person,
               "what": "document", "question_id": 1, "import_id": brought(clerk, number),
               **duties(world, leader, number, start * len(STATES)),
               "post_id": world.cadre.post_id, "body_id": world.cadre.body_id, "household_id": door.pk,
               "holding_id": held.pk if held else 0,
               "list_id": 1, "office_id": world.desk.body_id, "changeover_id": 1, "point_id": 1,
               "user_id": world.cadre.user_id, "code": "441302001000", "visit_id": 1, "commendation_id": 1,
               "statement_id": 1, "move": "pay", "report_id": 1, "notice_id": 1, "group_id": 1, "change_id": 1,
               "plan_id": 1, "zone_id": 1, "incident_id": world.incident.pk, "closing_id": 1, "week_id": 1,
               "step_id": 1, "objection_id": 1, "round_id": 1, "site_id": 1, "tube_id": 1, "recall_id": 1,
               "required_id": 1, "parked_id": 1, "place_id": 1, "check_plan_id": 1, "member_id": 1,
               "opening_id": 1, "token": "x", "kind": "x", "rule_code": "new_doors", "need_id": 1,
               "asked_id": 1, "proof_id": UUID(int=1), "alarm_id": 1, "binding_id": 1, "device_id": 1,
               "order_id": ordered(world, number, start * len(STATES))}  # fmt: skip
        for (who, of_api), get in readers.items():
            for address in asked:
                key, path = (who, address.route), address.at(ids)
                if of_api != address.of_api or (by[address.route] == 2 if number == FEW else key not in few):
                    continue
                if (found := read(get, path)) is None:
                    continue
                if number == FEW:  # what a process remembers is filled now
                    few[key] = read(get, path) or found
                    by[address.route] += 1
                    continue
                if found[0] > few[key][0]:
                    found = read(get, path) or found
                if found[0] > few[key][0]:
                    dearer[key] = (few[key][0], found[0])
                if found[1] > few[key][1]:
                    grown.add(address.route)
    assert dearer == {}
    assert set() == LISTS - grown
