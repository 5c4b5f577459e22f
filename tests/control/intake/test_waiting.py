"""Rows that wait at a desk, and what pushes that come meanwhile do to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from gangmu.casework.models import Task
from gangmu.control.intake import actions
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.register.models import Person
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered, tell
from tests.casework.world import HERE, incident
from tests.control.intake.conftest import EAST, Intake, person
from tests.control.intake.test_desk import UNKNOWN, decided

SOMEWHERE = "惠州市惠城区甲街道另一处小院"


def known_without_check(intake: Intake) -> None:
    """Person 1 is known to the incident, and his check is over."""
    intake.push([person(1)], slot="10:00")
    with entered(Scope.system("test")), bulk_role():
        tell(move="cancel")
        Task.objects.update(status="cancelled")


def test_a_row_waits_for_its_own_incident_whatever_another_pushes(intake: Intake) -> None:
    known_without_check(intake)
    batch = intake.push([person(1, UNKNOWN)], slot="12:00")
    with entered(Scope.system("test")), bulk_role():
        other = incident(newest_pack("typhoon"))
    elsewhere = replace(intake, world=replace(intake.world, incident=other))
    assert elsewhere.counts(elsewhere.push([person(1)], slot="15:00")) == {"tasks": 1}
    assert intake.counts(batch) == {"waiting": 1}
    assert intake.counts(intake.push([person(1)], slot="15:00", note="\n")) == {"tasks": 1}
    assert intake.counts(batch) == {"merged": 1}


@pytest.mark.parametrize(
    ("action", "args", "outcome"),
    [(actions.refuse_row, ("地址不详",), "refused"), (actions.decide_outside, (), "out_of_city")],
)
def test_what_was_folded_into_a_row_that_comes_to_nothing_waits_in_its_place(
    intake: Intake, action: Any, args: tuple[str, ...], outcome: str
) -> None:
    known_without_check(intake)
    first = intake.push([person(1, UNKNOWN)], slot="12:00")
    second = intake.push([person(1, SOMEWHERE)], slot="15:00")
    third = intake.push([person(1, SOMEWHERE + "2号")], slot="18:00")
    assert decided(intake, action, first, *args) == outcome
    assert [intake.counts(one) for one in (second, third)] == [{"waiting": 1}, {"merged": 1}]
    assert decided(intake, actions.decide_place, second, HERE) == "task"
    rows = [row for one in (second, third) for row in intake.rows(one)]
    with entered(Scope.system("test")):
        (check,) = Task.objects.filter(status="open")
    assert [(row.task_id, bytes(row.sealed)) for row in rows] == [(check.pk, b"")] * 2
    assert (check.address, check.sources) == (SOMEWHERE, 2)


def test_of_two_rows_of_one_push_the_second_waits_when_the_first_is_refused(intake: Intake) -> None:
    batch = intake.push([person(1, UNKNOWN), person(1, SOMEWHERE)])
    assert intake.counts(batch) == {"waiting": 1, "merged": 1}
    assert decided(intake, actions.refuse_row, batch, "地址不详") == "refused"
    assert decided(intake, actions.decide_place, batch, HERE) == "task"
    assert intake.counts(batch) == {"tasks": 1, "refused": 1}


def test_two_rows_of_a_document_about_whose_person_a_human_is_asked_are_both_found_again(
    intake: Intake,
) -> None:
    intake.push([("李甲", "", "15400000001", EAST, "")], slot="10:00")
    said = [person(1, where, "李甲", "15400000001") for where in (EAST, SOMEWHERE)]
    batch = intake.push(said, slot="12:00")
    assert intake.counts(batch) == {"waiting": 2}
    rows = intake.rows(batch)
    known = rows[0].candidates[0]["person"]
    assert [row.candidates for row in rows] == [[{"person": known}]] * 2
    with entered(Scope.of(intake.world.desk)):
        assert actions.decide_identity(intake.world.desk, uuid4(), rows[0].pk, known) == "merged"
    assert intake.counts(batch) == {"merged": 1, "waiting": 1}
    assert decided(intake, actions.decide_identity, batch, known) == "merged"
    with entered(Scope.system("test")):
        check = Task.objects.get()
    assert [row.task_id for row in intake.rows(batch)] == [check.pk] * 2


def test_a_row_from_outside_the_city_completes_no_phone_that_nobody_could_open(intake: Intake) -> None:
    intake.push([(*person(1)[:2], "", EAST, "")], slot="10:00")
    away = intake.push([person(1, "湖南省长沙市岳麓区某路1号")], slot="12:00")
    assert intake.counts(away) in ({"out_of_city": 1}, {"merged": 1})
    with entered(Scope.system("test")), bulk_role():
        known = Person.objects.get()
    assert bool(known.phone_hash) == bool(bytes(known.phone_sealed))
