"""Laboratory results: received once, corrected, joined to persons whom the register knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.laboratory.actions import receive
from gangmu.partners.laboratory.models import LabResult
from gangmu.partners.laboratory.queries import results_of
from gangmu.partners.laboratory.rules import Received, ResultIn
from tests.doors.api.conftest import Ground, ground

__all__ = ["ground"]
KNOWN = "110101199003075517"


def result(specimen: str = "A1", **more: Any) -> ResultIn:
    own = {"specimen": specimen, "document_number": KNOWN, "value": "negative", "sampled_at": clock.now()}
    return ResultIn.model_validate({**own, **more})


def send(ground: Ground, *results: ResultIn, key: Any = None) -> Received:
    with entered(Scope.of(ground.partner)):
        return receive(ground.partner, key or uuid4(), "甲检验所", results)


@pytest.fixture
def person(ground: Ground) -> int:
    from gangmu.ground.register.rules import recognise

    return ground.world.person("周甲", document=recognise(KNOWN).key.removeprefix("resident_id:"))


def test_a_result_is_joined_to_the_person_it_names(ground: Ground, person: int) -> None:
    assert send(ground, result()).stored == 1
    with entered(Scope.of(ground.world.comparer)) as scope:
        (found,) = results_of(scope, person)
    assert (found.specimen, found.value) == ("A1", "negative")


def test_the_same_result_again_changes_nothing(ground: Ground, person: int) -> None:
    one = result()
    send(ground, one)
    again = send(ground, one)
    assert (again.stored, again.unchanged) == (0, 1)


def test_a_corrected_result_replaces_the_earlier_one(ground: Ground, person: int) -> None:
    send(ground, result())
    assert send(ground, result(value="positive")).stored == 1
    with entered(Scope.system("test")):
        assert list(LabResult.objects.values_list("value", flat=True)) == ["positive"]


def test_the_same_command_is_answered_as_the_first_time(ground: Ground, person: int) -> None:
    key = uuid4()
    assert send(ground, result(), key=key) == send(ground, result("B2"), key=key)


def test_every_result_of_a_list_is_accounted_for(ground: Ground, person: int) -> None:
    later = clock.now() + timedelta(days=1)
    results = [
        result("A1"),
        result("A1", value="positive"),
        result("B2", document_number="E12345678"),
        result("C3", document_number="????"),
        result("D4", sampled_at=later),
    ]
    got = send(ground, *results)
    assert (got.stored, got.repeated, got.unknown) == (1, 1, ["B2"])
    assert [(one.position, one.code) for one in got.not_taken] == [
        (3, "document_unreadable"),
        (4, "sampled_in_future"),
    ]
    assert got.stored + got.unchanged + got.repeated + len(got.unknown) + len(got.not_taken) == len(results)


def test_what_names_nobody_we_know_is_not_kept(ground: Ground, person: int) -> None:
    send(ground, result("B2", document_number="E12345678"))
    with entered(Scope.system("test")):
        assert LabResult.objects.count() == 0


def test_ten_thousand_results_are_one_call(ground: Ground, person: int) -> None:
    got = ground.pusher.post(
        "/lab-results",
        {
            "laboratory": "甲检验所",
            "results": [result(f"S{n}").model_dump(mode="json") for n in range(10_000)],
        },
    )
    assert got.status_code == 200 and got.json()["stored"] == 10_000
    too_many = {"laboratory": "x", "results": [result().model_dump(mode="json")] * 10_001}
    assert ground.pusher.post("/lab-results", too_many).status_code == 422


def test_nobody_but_a_partner_reports_results(ground: Ground) -> None:
    with pytest.raises(Refused, match="not_allowed"), entered(Scope.of(ground.world.desk)):
        receive(ground.world.desk, uuid4(), "x", [result()])
