"""What a partner's system does wrong, or a second time, and what it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangmu.casework import actions
from gangmu.casework.models import Task
from gangmu.control.intake.models import Batch, Slot
from gangmu.doors.api.urls import api
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.laboratory.models import LabResult
from tests.casework.world import FOUND
from tests.control.intake.conftest import document
from tests.doors.api.calling import CSV, caller
from tests.doors.api.conftest import Ground

LIST = CSV.encode()
ONE, TWO = document(1), document(2)


def specimen(number: str, document: str, value: str = "negative") -> dict[str, str]:
    """A result as a laboratory sends it."""
    return {
        "specimen": number, "document_number": document, "value": value,
        "sampled_at": "2026-11-24T08:00:00+08:00",
    }  # fmt: skip


@pytest.fixture
def known(ground: Ground, settle: Callable[[int], None]) -> Ground:
    """Two persons whom the register knows."""
    rows = [f"周甲,{ONE},13800000001,甲街道东社区1号", f"吴乙,{TWO},13800000002,甲街道西社区2号"]
    settle(ground.pusher.push("\n".join(["姓名,证件号码,联系电话,现住址", *rows]).encode()).json()["id"])
    return ground


def test_a_key_that_comes_with_something_else_is_refused_and_what_it_brought_is_not_hidden(
    known: Ground,
) -> None:
    key, lab = uuid4(), known.pusher
    first = {"laboratory": "甲实验室", "results": [specimen("S1", ONE)]}
    other = {"laboratory": "甲实验室", "results": [specimen("S2", TWO, "positive")]}
    stored = lab.post("/lab-results", first, key)
    assert stored.json()["stored"] == 1 and lab.post("/lab-results", first, key).json() == stored.json()
    refused = lab.post("/lab-results", other, key)
    assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")
    assert lab.post("/lab-results", other).json()["stored"] == 1

    key = uuid4()
    assert lab.push(LIST, key).status_code == 202
    refused = lab.push(LIST.replace("周甲".encode(), "郑丙".encode()), key)
    assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")
    assert lab.push(LIST, key, slot="10:00").json()["code"] == "key_reused"
    assert lab.push(LIST, key).status_code == 202


def test_the_key_of_a_request_that_was_refused_is_free(ground: Ground) -> None:
    key = uuid4()
    assert ground.pusher.push(LIST, key, slot="19:00").json()["code"] == "slot_unknown"
    assert ground.pusher.push(LIST, key).status_code == 202


def test_a_specimen_stays_its_persons_own(known: Ground) -> None:
    def sent(*results: dict[str, str]) -> Any:
        return known.pusher.post("/lab-results", {"laboratory": "甲实验室", "results": [*results]}).json()

    assert sent(specimen("S1", ONE, "positive"))["stored"] == 1
    answer = sent(specimen("S2", TWO), specimen("S1", TWO))
    assert (answer["stored"], answer["unchanged"]) == (1, 0)
    assert answer["not_taken"] == [{"position": 1, "code": "specimen_of_other"}]
    assert sent(specimen("S1", ONE, "positive"))["unchanged"] == 1
    with entered(Scope.system("test")):
        assert LabResult.objects.get(specimen="S1").person.name == "周甲"
    assert sent(specimen("S1", ONE, "negative"))["stored"] == 1  # corrected


def test_a_partner_of_another_county_learns_nothing_of_a_person_and_changes_no_result_of_his(
    known: Ground,
) -> None:
    outsider = caller(known.outsider, "laboratory")
    own = {"laboratory": "甲实验室", "results": [specimen("S1", ONE, "positive")]}
    assert known.pusher.post("/lab-results", own).json()["stored"] == 1
    theirs = {"laboratory": "甲实验室", "results": [specimen("S1", ONE, "negative"), specimen("S2", TWO)]}
    assert outsider.post("/lab-results", theirs).json()["unknown"] == ["S1", "S2"]
    with entered(Scope.system("test")):
        assert LabResult.objects.get().value == "positive"


def test_a_file_that_brings_nobody_leaves_its_slot_waiting(ground: Ground) -> None:
    header = CSV.splitlines()[0].encode()
    assert ground.pusher.push(b"", slot="12:00").json()["code"] == "file_empty"
    refused = ground.pusher.push(header, slot="12:00")
    assert (refused.status_code, refused.json()["code"]) == (422, "no_rows")
    assert Slot.objects.get(name="12:00").arrived_at is None
    assert ground.pusher.push(LIST, slot="12:00").status_code == 202
    with entered(Scope.system("test")):
        assert Slot.objects.get(name="12:00").arrived_at == Batch.objects.get(status="queued").pushed_at


def test_two_files_in_one_request_are_not_one_of_them(ground: Ground) -> None:
    files = [SimpleUploadedFile(name, LIST) for name in ("a.csv", "b.csv")]
    answer = Client().post("/api/v1/pushes", {"file": files}, headers=ground.pusher.headers(uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (422, "several_files")
    assert not Batch.objects.exists()


def test_how_far_the_tasks_of_a_push_are_is_told(ground: Ground, settle: Callable[[int], None]) -> None:
    push = ground.pusher.push(LIST).json()
    assert push["progress"] == {"verified": 0, "open": 0, "cancelled": 0}
    settle(push["id"])
    world = ground.world
    assert ground.pusher.get(f"/pushes/{push['id']}").json()["progress"]["open"] == 2
    with entered(Scope.system("test")):
        task = Task.objects.filter(name="周甲").values_list("pk", flat=True).get()
    world.do(world.police, actions.report, task, "found", FOUND)
    world.do(world.comparer, actions.compare, task)
    world.do(world.gatekeeper, actions.release, task)
    assert ground.pusher.get(f"/pushes/{push['id']}").json()["progress"] == {
        "verified": 1,
        "open": 1,
        "cancelled": 0,
    }


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("text/plain", {}),
        ("application/x-www-form-urlencoded", {}),
        ("application/json", {"Content-Encoding": "gzip"}),
    ],
)
def test_a_body_that_is_not_sent_as_json_is_not_guessed_at(
    ground: Ground, kind: str, headers: dict[str, str]
) -> None:
    body = json.dumps({"laboratory": "甲实验室", "results": []})
    sent = ground.pusher.headers(uuid4()) | headers
    answer = Client().post("/api/v1/lab-results", body, content_type=kind, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (415, "media_type")


def test_another_method_is_a_problem_that_names_those_there_are_and_head_is_one(ground: Ground) -> None:
    client, headers = Client(), ground.pusher.headers()
    answer = client.put("/api/v1/reports", headers=headers)
    assert answer.status_code == 405 and answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET" and answer.json()["code"] == "method"
    assert client.head("/api/v1/reports", headers=headers).status_code == 200


def test_a_task_that_has_left_the_ground_of_whoever_asks_is_not_called_cancelled(
    ground: Ground, settle: Callable[[int], None]
) -> None:
    push = ground.pusher.push(LIST).json()["id"]
    settle(push)
    with entered(Scope.system("test")), bulk_role():
        Task.objects.filter(name="周甲").update(area=area_of("441322001001"))
    told = ground.pusher.get(f"/pushes/{push}").json()["progress"]
    assert told == {"verified": 0, "open": 1, "cancelled": 0}


def test_a_session_is_the_phones_alone(ground: Ground) -> None:
    schema = api.get_openapi_schema()
    ways = {
        path.split("/")[3]: {name for way in operation.get("security", []) for name in way}
        for path, operations in schema["paths"].items()
        for operation in operations.values()
    }
    assert ways["pushes"] == ways["lab-results"] == ways["reports"] == {"Token"}
    assert ways["field"] == {"Session", "Token"}


def test_each_name_of_a_schema_means_one_thing() -> None:
    """Of two classes of one name the description keeps one, and describes the other's operations wrongly."""
    shapes: dict[str, set[str]] = {}
    for _prefix, router in api._routers:
        for operation in [one for view in router.path_operations.values() for one in view.operations]:
            for model in operation.models:
                for name, shape in model.model_json_schema().get("$defs", {}).items():
                    shapes.setdefault(name, set()).add(json.dumps(shape, sort_keys=True))
    assert "TubeResultIn" in shapes and [name for name, kept in shapes.items() if len(kept) > 1] == []
