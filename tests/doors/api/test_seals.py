"""The vendor's cloud at the door: let in by its signature alone, answered when its push is stored, however often."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.control.seals.actions import ingest, take_in
from gangmu.control.seals.models import Message
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.seals.fake import FakeCloud, Said, cloud_envelope, cloud_message
from gangmu.partners.seals.onenet import signature
from tests.casework.world import NOON
from tests.control.seals.conftest import Seals, seals  # noqa: F401  (a fixture)

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


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
POINT = st.fixed_dictionaries(
    {"value": JUNK | st.booleans(), "time": JUNK | st.just(NOON.timestamp() * 1000)}
)
SAID = st.builds(
    lambda serial, key, kind, points: {
        "notifyType": kind, "deviceName": serial, "data": {"id": key, "params": points, "status": key, "time": serial}
    },
    st.just("SEAL-0001") | JUNK,
    JUNK,
    st.sampled_from(("property", "lifecycle", "")),
    st.dictionaries(
        st.sampled_from(("doorcontact_state", "temper_alarm", "battery_percentage", "signal_strength", "\0")),
        POINT | JUNK,
        max_size=3,
    ),
)  # fmt: skip
FUZZ = settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)


@FUZZ
@given(said=JUNK | SAID | st.lists(SAID, max_size=3), cut=st.integers(0, 200), sign=st.booleans())
def test_whatever_is_pushed_or_published_is_refused_clearly_or_settled_and_never_breaks(
    seals: Seals,  # noqa: F811
    said: Any,
    cut: int,
    sign: bool,
) -> None:
    """Signed or not, whole or cut off, through either door: an answer below 500, and nothing is left waiting."""
    msg = json.dumps(said)[: cut or None]
    good = {"msg": msg, "nonce": "n", "signature": signature("secret", "n", msg)}
    assert push(good if sign else said).status_code in (200, 400, 401, 422)
    system = Scope.system("test").actor
    topics = ("seals/door-1/SEAL-0001/dp/post/json", msg[:300])
    with clock.at(NOON):
        with entered(Scope.system("test")):
            take_in(system, [("mqtt", topic, msg.encode(errors="surrogatepass")) for topic in topics])
        ingest(system)
    assert not Message.objects.exists()


def test_a_push_that_is_too_long_is_refused(db: Any) -> None:
    assert push(cloud_envelope("secret", [OPEN] * 2_000)).status_code == 422  # longer than a message may be
    assert push(cloud_envelope("secret", [OPEN] * 6_000)).status_code == 413  # not even read
    assert not Message.objects.exists()


def test_a_cloud_that_is_not_answered_comes_again(db: Any) -> None:
    cloud = FakeCloud("http://127.0.0.1:1/nobody", "secret")
    assert not cloud.push([OPEN]) and not cloud.again() and cloud.left == [[OPEN]]
