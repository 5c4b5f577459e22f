"""What a pack asks to be done in a zone each day: tasks of the trios of its grids, once each, and their count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gangmu.casework.actions import report
from gangmu.casework.models import Task
from gangmu.control.zones import actions
from gangmu.control.zones.models import DayWork
from gangmu.control.zones.queries import Asked, surveys_of, turned, zone_in
from gangmu.control.zones.rules import first_day, is_met, turns
from gangmu.ground.incidents.rules import shipped_packs
from gangmu.ground.incidents.rules.zones import Past
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import seen
from tests.control.zones.conftest import EAST_VILLAGE, Town, house, square
from tests.control.zones.test_told import signed_in

MOSQUITO = shipped_packs()["mosquito", "2025.8"]
(PLAN,) = MOSQUITO.places
INDEX = next(one for one in MOSQUITO.indices if one.code == "bi")
SURVEY = next(work for work in PLAN.works if work.until_index)
FIRST = date(2026, 11, 2)
# A square in the first grid of the east village, in its first group.
CORE = Asked("polygon", json.dumps(square(0.2, 0.4, 0.002)))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 2 + day, hour, minute, tzinfo=clock.CIVIL)


def due(day: int, hour: int, met: tuple[str, ...] = ()) -> list[tuple[str, int]]:
    return [(turn.work.code, turn.run) for turn in turns(PLAN, FIRST, at(day, hour), met)]


def test_the_pack_s_days_become_turns_of_the_day() -> None:
    assert due(0, 5) == [] and due(0, 22) == []
    assert due(0, 6) == [("spray_twice", 1), ("clear_water", 1)]
    assert due(0, 14) == [("spray_twice", 2), ("clear_water", 1)]
    assert due(1, 9) == [("spray_twice", 1), ("clear_water", 1), ("survey", 1)]
    assert due(3, 9) == [("spray", 1), ("survey", 1)]
    assert due(3, 9, ("survey",)) == [("spray", 1)]
    assert due(7, 9) == [("survey", 1)]


def test_an_evacuated_area_is_cleared_on_the_first_day_and_patrolled_four_times_a_day() -> None:
    (plan,) = shipped_packs()["typhoon", "2025.6"].places
    for moment, owed in ((at(0, 19), [("clear", 2), ("patrol", 4)]), (at(1, 7), [("patrol", 1)])):
        assert [(turn.work.code, turn.run) for turn in turns(plan, FIRST, moment)] == owed


@given(day=st.integers(0, 20), minute=st.integers(0, 24 * 60 - 1))
def test_a_turn_is_over_after_it_begins_and_on_the_same_day(day: int, minute: int) -> None:
    moment = at(0, 0) + timedelta(days=day, minutes=minute)
    for turn in turns(PLAN, FIRST, moment):
        assert moment < turn.due and turn.due.date() == moment.date() and 1 <= turn.run <= turn.work.times


def test_a_case_begins_the_days_of_the_works_anew() -> None:
    assert first_day(Past(FIRST, last_case=FIRST + timedelta(days=4))) == FIRST + timedelta(days=4)
    assert first_day(Past(FIRST, last_case=FIRST - timedelta(days=4))) == FIRST


@pytest.mark.parametrize(
    ("surveys", "met"),
    [
        ([], False), ([(4, 100)], False), ([(4, 100), (4, 100)], True), ([(5, 100), (4, 100)], False),
        ([(9, 100), (4, 100), (0, 60)], True), ([(4, 100), (0, 0)], False), ([(4, 100), (0, 0), (1, 30)], True),
    ],
)  # fmt: skip
def test_a_survey_ends_when_the_target_is_met_twice_in_a_row(
    surveys: list[tuple[int, int]], met: bool
) -> None:
    assert is_met(SURVEY, INDEX, surveys) is met


@dataclass
class Worked:
    """A core zone with two houses in it, and what was opened there."""

    town: Town
    zone: int

    def open(self, day: int, hour: int) -> int:
        with clock.at(at(day, hour)), entered(Scope.system("zones")) as scope:
            return actions.open_works(scope.actor)

    def rows(self, **wanted: Any) -> list[DayWork]:
        with entered(Scope.system("test")):
            found = DayWork.objects.filter(zone_id=self.zone, **wanted).select_related("task")
            return list(found.order_by("on", "code", "run", "area"))

    def report(self, row: DayWork, outcome: str, **answers: int | str) -> None:
        with clock.at(row.due_at - timedelta(minutes=1)), seen(self.town.world.police, row.task_id) as task:
            report(self.town.world.police, uuid4(), task, outcome, answers)

    def as_seen(self, who: Actor, read: Any) -> Any:
        with entered(Scope.of(who)) as scope:
            return read(scope, zone_in(scope, self.zone))


@pytest.fixture
def worked(town: Town) -> Worked:
    near, far = (area_of(f"{EAST_VILLAGE}001{group}") for group in ("001", "002"))
    for number, (area, x) in enumerate(((near, 0.25), (near, 0.3), (far, 0.8))):
        town.resident(house(f"屋{number}", area, x, 0.5))
    with clock.at(at(0, 9)):
        return Worked(town, town.declared(CORE, "core"))


def test_the_works_of_a_day_are_opened_for_the_trios_inside_and_again_changes_nothing(worked: Worked) -> None:
    assert worked.open(0, 9) == 2 and worked.open(0, 10) == 0
    rows = worked.rows()
    assert [(row.code, row.run, row.doors) for row in rows] == [("clear_water", 1, 2), ("spray_twice", 1, 2)]
    assert {row.task.owner_id for row in rows} == {worked.town.world.cadre.body_id}
    assert {row.task.person_id for row in rows} == {None}
    assert worked.open(0, 14) == 1 and worked.open(1, 9) == 3
    with entered(Scope.of(worked.town.world.far_cadre)):
        assert not DayWork.objects.exists() and not Task.objects.exists()
    with entered(Scope.of(worked.town.leader)), pytest.raises(Refused, match="not_allowed"):
        actions.open_works(worked.town.leader)


def test_what_trios_report_is_the_coverage_of_the_zone(worked: Worked) -> None:
    worked.open(0, 9)
    water, spray = worked.rows()
    worked.report(water, "worked", reached=1, locked=1)
    worked.report(spray, "not_done", why="大雨")
    found = {one.code: one for one in worked.as_seen(worked.town.leader, turned)}
    assert (found["clear_water"].percent, found["clear_water"].done) == (50, 1)
    assert (found["spray_twice"].not_done, found["spray_twice"].reached) == (1, 0)
    with clock.at(at(0, 10)):
        path = f"/zones/{worked.zone}/"
        page = signed_in(worked.town.leader).get(f"{path}works/").content.decode()
        assert "地毯式清除积水容器" in page and "50%" in page
        assert "由外向内灭成蚊" in signed_in(worked.town.world.desk).get(path).content.decode()
        file = signed_in(worked.town.leader).get(f"{path}works.csv")
        assert "大雨" not in page and "清除积水" in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
        for client, one in (
            (signed_in(worked.town.world.cadre), f"/field/tasks/{spray.task_id}/"),
            (signed_in(worked.town.world.desk), f"/tasks/{water.task_id}/"),
        ):
            shown = client.get(one)
            assert shown.status_code == 200 and "病例住家周边" in shown.content.decode()
            assert "每户清积水" in shown.content.decode()  # what holds in the zone
    assert signed_in(worked.town.stranger).get(f"{path}works/").status_code == 404


def test_a_survey_goes_on_until_the_index_is_met_and_a_case_begins_it_anew(worked: Worked) -> None:
    for day, found in ((1, 3), (3, 0), (5, 1)):
        worked.open(day, 9)
        (row,) = worked.rows(code="survey", on=FIRST + timedelta(days=day))
        worked.report(row, "surveyed", inspected=30, found=found)
    assert [one.grade.code for one in worked.as_seen(worked.town.leader, surveys_of)] == [
        "green", "green", "medium"
    ]  # fmt: skip
    assert worked.open(7, 9) == 0
    with clock.at(at(8, 9)):
        worked.town.do(worked.town.leader, actions.happened, worked.zone, "case", clock.today())
    assert worked.open(8, 10) == 2 and worked.open(9, 10) == 3


def test_a_zone_that_ends_or_moves_takes_its_open_works_with_it(worked: Worked) -> None:
    worked.open(0, 9)
    with clock.at(at(0, 11)), entered(Scope.of(worked.town.leader)) as scope:
        from gangmu.control.zones.queries import drawn

        there = drawn(scope, Asked("polygon", json.dumps(square(1.2, 0.4, 0.002))))
        actions.redraw(worked.town.leader, uuid4(), worked.zone, there)
    assert {row.task.status for row in worked.rows()} == {"cancelled"}
    assert worked.open(0, 12) == 2
    with clock.at(at(0, 13)):
        worked.town.do(worked.town.leader, actions.revoke, worked.zone, "排除")
    assert {row.task.status for row in worked.rows()} == {"cancelled"}
    assert worked.open(0, 14) == 0


def test_no_work_stands_twice_whoever_writes_it(worked: Worked) -> None:
    worked.open(0, 9)
    row = worked.rows()[0]
    with entered(Scope.system("test")), pytest.raises(IntegrityError), transaction.atomic():
        row.pk, row.task_id = None, row.task_id + 1000
        row.save(force_insert=True)
