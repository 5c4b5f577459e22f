"""The vendor's cloud at the door: let in by its signature alone, answered when its push is stored, however often."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gangmu.control.seals.models import Message
from gangmu.partners.seals.fake import FakeCloud, Said, cloud_envelope, cloud_message
from gangmu.partners.seals.onenet import signature
from tests.casework.world import NOON

PATH = "/api/v1/seals/onenet"
OPEN = cloud_message(Said("SEAL-0001", "doorcontact_state", True, NOON))


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    settings.SEALS = {**settings.SEALS, "token": "secret"}


def push(body: Any) -> Any:
    return Client().post(PATH, json.dumps(body), content_type="application/json")


def test_the_cloud_shakes_hands_with_its_signature(db: Any) -> None:
    asked = {"msg": "are-you-there", "nonce": "n", "signature": signature("secret", "n", "are-you-there")}
    answer = Client().get(PATH, asked)
    assert (answer.status_code, answer.content) == (200, b"are-you-there")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert Client().get(PATH, {**asked, "msg": "other"}).status_code == 401


def test_a_signed_push_is_stored_before_it_is_answered_and_may_come_again(db: Any) -> None:
    envelope = cloud_envelope("secret", [OPEN, OPEN])
    assert [push(envelope).json(), push(envelope).json()] == [{"taken": 1}, {"taken": 1}]
    assert [bytes(one.body).decode() for one in Message.objects.all()] == [envelope["msg"]] * 2


def test_whoever_cannot_sign_is_not_heard(db: Any, settings: Any) -> None:
    envelope = cloud_envelope("secret", [OPEN])
    for body in ({**envelope, "nonce": "other"}, cloud_envelope("guess", [OPEN]), {}, [], 7):
        assert push(body).status_code == 401
    assert Client().post(PATH, b"\xff", content_type="application/json").status_code == 401
    settings.SEALS = {**settings.SEALS, "token": ""}
    assert push(cloud_envelope("", [OPEN])).status_code == 401
    assert not Message.objects.exists()


def test_what_is_signed_and_broken_inside_is_taken_to_be_told_why(db: Any) -> None:
    msg = '{"cut'
    body = {"msg": msg, "nonce": "n", "signature": signature("secret", "n", msg), "id": str(uuid4())}
    assert push(body).status_code == 200
    assert Message.objects.count() == 1


def test_a_cloud_that_is_not_answered_comes_again(db: Any) -> None:
    cloud = FakeCloud("http://127.0.0.1:1/nobody", "secret")
    assert not cloud.push([OPEN]) and not cloud.again() and cloud.left == [[OPEN]]
