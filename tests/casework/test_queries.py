"""Lists, search and counts: each through its own scope, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from gangmu.casework import actions, queries
from gangmu.casework.models import Task
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.laboratory.models import LabResult
from tests.casework.test_loop import refused
from tests.casework.world import FOUND, NOON, THERE, World


def test_every_door_is_on_exactly_one_page_forwards_and_backwards(world: World) -> None:
    for n in range(7):
        with clock.at(NOON + timedelta(minutes=n // 2)):
            world.task(f"居民{n}")
    for read in (queries.due_page, queries.building_page):
        with entered(Scope.of(world.police)) as scope:
            pages, page = [], read(scope, limit=3)
            pages.append([t.pk for t in page.rows])
            while page.older:
                page = read(scope, after=page.older, limit=3)
                pages.append([t.pk for t in page.rows])
            assert [len(p) for p in pages] == [3, 3, 1]
            assert len({pk for p in pages for pk in p}) == 7
            back = read(scope, before=page.newer, limit=3)
            assert [t.pk for t in back.rows] == pages[1]


def test_a_cursor_that_is_not_ours_shows_the_first_page(world: World) -> None:
    world.task()
    with entered(Scope.of(world.police)) as scope:
        assert len(queries.due_page(scope, after="nonsense").rows) == 1
        assert len(queries.due_page(scope, after="W10").rows) == 1


def test_a_name_is_found_by_its_beginning_or_end_and_only_on_own_ground(world: World) -> None:
    world.task("欧阳建国")
    world.task("李建国", area=THERE)
    with entered(Scope.of(world.police)) as scope:
        assert [f.name for f in queries.search(scope, "建国")] == ["欧阳建国"]
    with entered(Scope.system("test")) as scope:
        found = queries.search(scope, "建国")
        assert {f.name for f in found} == {"欧阳建国", "李建国"} and all(f.task_id for f in found)
        assert [f.name for f in queries.search(scope, "欧阳")] == ["欧阳建国"]
        assert queries.search(scope, "建_国") == [] and queries.search(scope, "%%") == []


def test_who_is_called_just_so_is_found_first(world: World) -> None:
    for name in ("王建国民", "王建国", "小王建国"):
        world.task(name)
    with entered(Scope.of(world.police)) as scope:
        assert {f.name for f in queries.search(scope, "王建国")} == {"王建国民", "王建国", "小王建国"}
        assert [f.name for f in queries.search(scope, "王建国", limit=1)] == ["王建国"]


def test_a_phone_or_a_document_number_is_found_as_a_whole_and_logged_masked(world: World) -> None:
    document = "440301199003071230"
    world.person("欧阳建国", document=document, phone="+8613812345678")
    world.person("李建国", area=THERE, phone="+8613912345678")
    with entered(Scope.of(world.police)) as scope:
        for number in ("138 1234 5678", "+8613812345678", document):
            assert [f.name for f in queries.search(scope, number)] == ["欧阳建国"], number
        for number in ("13812345", "13912345678", "440301199003071235"):
            assert queries.search(scope, number) == [], number
        logged = list(AccessLog.objects.order_by("id").values_list("detail", flat=True))
    assert logged[0] == "number: **********5678" and not any("1234567" in line for line in logged)


def test_a_search_is_logged_and_one_character_is_too_little_for_a_city(world: World) -> None:
    with entered(Scope.of(world.police)) as scope:
        queries.search(scope, "李")
        log = AccessLog.objects.get()
        assert (log.act, log.user_id, log.detail) == ("search", world.police.user_id, "name: 李")
    with refused("search_too_short"), entered(Scope.system("test")) as scope:
        queries.search(scope, "李")


def test_the_comparer_sees_the_report_and_the_results_since_the_task_began(world: World) -> None:
    task = world.reported(specimen="T1")
    with entered(Scope.system("test")), bulk_role():
        person = Task.objects.get(pk=task).person_id
        for name, days in (("T0", -3), ("T1", 0)):
            LabResult.objects.create(
                laboratory="lab", specimen=name, person_id=person, document_hash=b"x", value="negative",
                sampled_at=clock.now() + timedelta(days=days), received_at=clock.now(),
            )  # fmt: skip
    with entered(Scope.of(world.comparer)) as scope:
        _, (look,) = queries.at_gate(scope, "compare")
        assert look.report is not None and look.report.answers["specimen"] == "T1"
        assert [r.specimen for r in look.results] == ["T1"]


def test_a_gate_shows_nobody_his_own_work(world: World) -> None:
    task = world.reported()
    for role, gate in (("comparer", "compare"), ("gatekeeper", "release")):
        own = replace(world.police, roles=frozenset({role}))
        with entered(Scope.of(own)) as scope:
            assert queries.at_gate(scope, gate)[1] == []
        reviewer = world.comparer if gate == "compare" else world.gatekeeper
        with entered(Scope.of(reviewer)) as scope:
            assert [look.task.pk for look in queries.at_gate(scope, gate)[1]] == [task]
        if gate == "compare":
            world.do(world.comparer, actions.compare, task)
    both = replace(world.comparer, roles=frozenset({"comparer", "gatekeeper"}))
    with entered(Scope.of(both)) as scope:
        assert queries.at_gate(scope, "release")[1] == []


def test_who_returned_a_report_finds_the_corrected_one_in_his_queue(world: World) -> None:
    task = world.reported()
    world.do(world.comparer, actions.return_, task, "请补采")
    world.do(world.police, actions.open_return, task)
    world.do(world.police, actions.report, task, "found", FOUND)
    with entered(Scope.of(world.comparer)) as scope:
        assert [look.task.pk for look in queries.at_gate(scope, "compare")[1]] == [task]
    world.do(world.comparer, actions.compare, task)


def test_counts_are_of_the_own_ground_and_say_what_is_late(world: World) -> None:
    with clock.at(NOON):
        world.task("居民甲")
        world.task("居民乙", area=THERE)
        world.reported("居民丙")
    with clock.at(NOON + timedelta(hours=30)), entered(Scope.of(world.police)) as scope:
        counts = queries.count_mine(scope)
        assert counts.by_status == {"open": 1, "reported": 1} and counts.overdue == 2
        assert queries.count_open(scope).open == 2
    with entered(Scope.of(world.far_cadre)) as scope:
        assert queries.count_open(scope).by_status == {"open": 1}


def test_a_timeline_names_the_colleague_and_his_post(world: World) -> None:
    task = world.reported()
    world.do(world.comparer, actions.return_, task, "请补采")
    with entered(Scope.of(world.cadre)) as scope:
        events = queries.timeline(scope, task)
    assert [(e.kind, e.code) for e in events] == [
        ("move", "open"),
        ("report", "found"),
        ("review", "compare"),
    ]
    assert "police" in events[1].who and events[-1].text == "请补采"
    assert events[-1].data == {"passed": False} and events[1].data["sampled"] is True
    with entered(Scope.of(world.far_cadre)) as scope:
        assert queries.timeline(scope, task) == []
