"""Pushes in over the API: once, with its ledger, or a problem that says what to do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from gangmu.control.intake.models import Batch
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel.scope import Scope, entered
from tests.doors.api.calling import CSV, caller
from tests.doors.api.conftest import Ground

LIST = CSV.encode()


def batches() -> int:
    with entered(Scope.system("test")):
        return Batch.objects.count()


def test_a_file_is_accepted_and_its_ledger_balances(ground: Ground, settle: Callable[[int], None]) -> None:
    answer = ground.pusher.push(LIST, slot="18:00")
    assert answer.status_code == 202, answer.content
    push = answer.json()
    assert push["status"] == "queued" and push["slot"] == "18:00"
    settle(push["id"])
    done = ground.pusher.get(f"/pushes/{push['id']}").json()
    ledger = done["ledger"]
    assert done["status"] == "done"
    assert ledger.pop("received") == sum(ledger.values()) > 0


def test_the_same_key_is_the_same_push(ground: Ground) -> None:
    key = uuid4()
    first, second = ground.pusher.push(LIST, key), ground.pusher.push(LIST, key)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert batches() == 1


def test_the_same_file_in_the_same_slot_is_the_same_push(ground: Ground) -> None:
    first, second = ground.pusher.push(LIST, slot="18:00"), ground.pusher.push(LIST, slot="18:00")
    assert first.json()["id"] == second.json()["id"]
    assert ground.pusher.push(LIST, slot="15:00").json()["id"] != first.json()["id"]


@pytest.mark.parametrize(("language", "says"), [("zh-hans", "空"), ("en", "empty")])
def test_an_unreadable_file_is_a_problem_in_the_callers_language(
    ground: Ground, language: str, says: str
) -> None:
    ground.pusher.language = language
    answer = ground.pusher.push(b" ")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"].startswith("file_") and problem["type"] == f"urn:gangmu:problem:{problem['code']}"
    assert problem["code"] == "file_empty" and says in problem["title"]


def test_unknown_columns_are_named_and_the_file_is_kept(ground: Ground) -> None:
    answer = ground.pusher.push("甲,乙\n赵,钱\n孙,李\n".encode())
    problem = answer.json()
    assert answer.status_code == 422, problem
    assert problem["code"] == "columns_unknown"
    assert [column["header"] for column in problem["columns"]] == ["甲", "乙"]
    assert "甲" in problem["title"]
    assert batches() == 1


def test_a_body_above_the_limit_is_refused_before_it_is_read(ground: Ground) -> None:
    too_long = {"CONTENT_LENGTH": str(settings.PUSH_FILE_LIMIT * 2)}
    answer = Client().post(
        "/api/v1/pushes", b"x", "text/csv", headers=ground.pusher.headers(uuid4()), **too_long
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def test_a_slot_and_an_incident_that_do_not_exist_are_named(ground: Ground) -> None:
    assert ground.pusher.push(LIST, slot="19:00").json()["code"] == "slot_unknown"
    assert ground.pusher.push(LIST, incident="none").json()["code"] == "incident_unknown"


def test_without_a_key_nothing_is_pushed(ground: Ground) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    answer = Client().post(
        "/api/v1/pushes", {"file": SimpleUploadedFile("a.csv", LIST)}, headers=ground.pusher.headers()
    )
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["errors"][0]["at"]


def test_what_became_of_every_row_is_a_file(ground: Ground, settle: Callable[[int], None]) -> None:
    push = ground.pusher.push(LIST).json()["id"]
    settle(push)
    answer = ground.pusher.get(f"/pushes/{push}/rows.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row["row"] for row in rows] == ["2", "4"]
    assert all("周" not in value for row in rows for value in row.values())
    assert AccessLog.objects.filter(act="export", detail__contains=f"push {push}").count() == 1


def test_refused_rows_come_back_as_a_file_to_correct(ground: Ground, settle: Callable[[int], None]) -> None:
    data = "姓名,证件号码,联系电话,现住址\n周甲,110101199003075517,13800000001,甲街道\n李丙,,,\n".encode()
    push = ground.pusher.push(data).json()["id"]
    settle(push)
    answer = ground.pusher.get(f"/pushes/{push}/refused", format="csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].startswith("李丙")
    assert ground.pusher.get(f"/pushes/{push}/refused").content[:2] == b"PK"


def test_a_partner_of_another_county_finds_nothing(ground: Ground) -> None:
    push = ground.pusher.push(LIST).json()["id"]
    outsider = caller(ground.outsider, "push")
    for path in (f"/pushes/{push}", f"/pushes/{push}/rows.csv", f"/pushes/{push}/refused", "/pushes/999999"):
        answer = outsider.get(path)
        assert answer.status_code == 404 and answer.json()["code"] == "not_found"
