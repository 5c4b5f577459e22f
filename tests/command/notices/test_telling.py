"""Who is told what, and that it is told once: facts, digests, slots."""

from __future__ import annotations

from datetime import timedelta

from gangmu.casework.facts import DeadlinePassed, TaskHandedOver
from gangmu.command.notices.models import Group
from gangmu.command.notices.queries import unread
from gangmu.control.intake.actions import declare_empty, open_slots
from gangmu.ground.organization.models import Body
from gangmu.kernel import clock
from gangmu.kernel.facts import record
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE
from tests.command.notices.conftest import MORNING, Notices
from tests.control.intake.conftest import WEST, person

NOWHERE = "甲街道某处"


def city_office() -> Body:
    with entered(Scope.system("test")):
        return Body.objects.get(code="push-441300000000")


def test_a_settled_push_tells_each_member_his_own_number_once(notices: Notices) -> None:
    rows = [person(n) for n in range(3)] + [person(3, WEST)] + [person(4, NOWHERE)]
    notices.intake.push(rows)
    notices.react()
    notices.react()
    world = notices.intake.world
    counts = {
        who.label: [(n.kind, n.fields["count"]) for n in notices.notices(who)]
        for who in (world.cadre, world.police, world.far_cadre, world.desk, notices.intake.clerk)
    }
    assert counts == {
        world.cadre.label: [("new_doors", 3)],
        world.police.label: [("new_doors", 3)],
        world.far_cadre.label: [("new_doors", 1)],
        world.desk.label: [("doubtful_rows", 1)],
        notices.intake.clerk.label: [],
    }


def test_the_same_fact_arriving_again_as_another_row_tells_nobody_twice(notices: Notices) -> None:
    batch = notices.intake.push([person(0)])
    notices.react()
    with entered(Scope.system("test")) as scope:
        from gangmu.control.intake.facts import PushSettled

        record(scope.actor, PushSettled(batch, notices.intake.clerk.jurisdiction.lo, 1, 1, 0))
    before = len(notices.notices())
    notices.react()
    assert len(notices.notices()) == before > 0


def test_a_digest_tells_once_of_all_that_has_happened_in_its_time(notices: Notices) -> None:
    world = notices.intake.world
    with entered(Scope.system("test")) as scope:
        tasks = [world.task(f"居民{n}") for n in range(40)]
        notices.digests()
        for task in tasks:
            record(scope.actor, TaskHandedOver(task, HERE, HERE))
    assert notices.digests() == 0
    with clock.at(MORNING + timedelta(minutes=7)):
        assert notices.digests() == 2
        assert notices.digests() == 0
    assert [(n.kind, n.fields["count"]) for n in notices.notices(world.cadre)] == [("handed_over", 40)]


def test_a_worker_that_was_away_tells_the_whole_time_at_once(notices: Notices) -> None:
    world = notices.intake.world
    notices.digests()
    for hour in (1, 2, 3):
        with clock.at(MORNING + timedelta(hours=hour)), entered(Scope.system("test")) as scope:
            record(scope.actor, TaskHandedOver(world.task(f"居民{hour}"), HERE, HERE))
    with clock.at(MORNING + timedelta(hours=5)):
        notices.digests()
    assert [n.fields["count"] for n in notices.notices(world.cadre)] == [3]


def test_a_passed_deadline_is_told_to_the_level_that_it_names(notices: Notices) -> None:
    world = notices.intake.world
    task = world.task()
    notices.digests()
    with entered(Scope.system("test")) as scope:
        record(scope.actor, DeadlinePassed(task, HERE, "report", "trio"))
        record(scope.actor, DeadlinePassed(task, HERE, "report", "office"))
    with clock.at(MORNING + timedelta(minutes=31)):
        notices.digests()
    told = {
        who.label: len(notices.notices(who))
        for who in (world.cadre, world.police, world.desk, world.far_cadre)
    }
    assert list(told.values()) == [1, 0, 1, 0]  # the cadre of the trio, the seat of the office


def test_each_slot_is_posted_to_the_work_group_once_and_without_a_name(notices: Notices) -> None:
    notices.bind(city_office())
    with entered(Scope.of(notices.intake.clerk)):
        open_slots(notices.intake.clerk, notices.intake.world.incident, clock.today())
    rows = [person(n) for n in range(3)] + [person(4, NOWHERE)]
    notices.intake.push(rows, slot="10:00")
    assert notices.slots() == 0  # it has only just come
    with clock.at(MORNING + timedelta(minutes=2)):
        assert notices.slots() == 1
        assert notices.slots() == 0
        notices.send()
    (text,) = notices.robot.texts
    assert text.splitlines()[0] == "2026-11-24 10:00 推送"
    assert "收到 4，任务 3，待研判 1，拒收 0，市外 0" in text
    assert all(row[0] not in text and row[1] not in text and row[2] not in text for row in rows)


def test_a_second_file_of_a_slot_is_posted_with_the_new_sum(notices: Notices) -> None:
    notices.bind(city_office())
    notices.intake.push([person(0)], slot="10:00")
    with clock.at(MORNING + timedelta(minutes=2)):
        notices.slots()
        notices.intake.push([person(1), person(2)], slot="10:00")
    with clock.at(MORNING + timedelta(minutes=4)):
        notices.slots()
    assert [n.fields["received"] for n in notices.notices() if n.group_id] == [1, 3]


def test_a_slot_that_nothing_came_in_is_posted_as_late_and_a_declared_one_as_empty(notices: Notices) -> None:
    notices.bind(city_office())
    with entered(Scope.of(notices.intake.clerk)):
        slots = open_slots(notices.intake.clerk, notices.intake.world.incident, clock.today())
        declare_empty(notices.intake.clerk, slots[1])
    noon = MORNING + timedelta(hours=2, minutes=16)
    with clock.at(noon):
        assert notices.slots() == 2
        assert notices.slots() == 0
        notices.send()
    assert sorted(text.splitlines()[0] for text in notices.robot.texts) == [
        "2026-11-24 10:00 推送未到",
        "2026-11-24 12:00 零推送",
    ]


def test_a_group_hears_of_its_own_ground_alone(notices: Notices) -> None:
    with entered(Scope.system("test")):
        west = Body.objects.get(code="441302001002")
    group: Group = notices.bind(west)
    notices.intake.push([person(0), person(1), person(2, WEST)], slot="10:00")
    with clock.at(MORNING + timedelta(minutes=2)):
        notices.slots()
    assert [n.fields["received"] for n in notices.notices() if n.group_id == group.pk] == [1]


def test_the_bell_counts_what_one_has_not_read(notices: Notices) -> None:
    notices.intake.push([person(0)])
    notices.react()
    with entered(Scope.of(notices.intake.world.cadre)) as scope:
        assert unread.count(scope) == 1
    with entered(Scope.of(notices.intake.clerk)) as scope:
        assert unread.count(scope) == 0
