"""The contract of adapters for door seals: everything that a message holds is heard or refused, and nothing raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.partners import seals
from gangmu.partners.seals import mqtt, onenet
from gangmu.partners.seals.fake import Said, broker_message, cloud_envelope, cloud_message
from gangmu.partners.seals.heard import LONGEST, Decode, Kind

SAMPLES = Path(seals.__path__[0]) / "samples"
AT = datetime(2025, 11, 26, 6, 53, 21, tzinfo=UTC)
NOW = AT + timedelta(minutes=1)


def by_cloud(*said: Said) -> tuple[str, bytes]:
    """Topic and payload of a pushed message."""
    return "", json.dumps(cloud_message(*said)).encode()


ADAPTERS: dict[str, tuple[Decode, Callable[..., tuple[str, bytes]]]] = {
    "onenet": (onenet.decode, by_cloud),
    "mqtt": (mqtt.decode, broker_message),
}
each = pytest.mark.parametrize(("decode", "message"), ADAPTERS.values(), ids=ADAPTERS)
Make = Callable[..., tuple[str, bytes]]


def heard(decode: Decode, topic: str, payload: bytes) -> list[tuple[Any, ...]]:
    found = decode(payload, topic, NOW)
    assert not found.unread
    return [(one.kind, one.at, one.key, one.value) for one in found.heard]


@each
@pytest.mark.parametrize(
    ("name", "value", "kind", "number"),
    [
        ("doorcontact_state", True, Kind.OPEN, None),
        ("doorcontact_state", False, Kind.CLOSE, None),
        ("temper_alarm", True, Kind.TAMPER, None),
        ("temper_alarm", False, Kind.ALIVE, None),
        ("battery_percentage", 18, Kind.BATTERY, 18),
        ("battery_state", "low", Kind.BATTERY, 10),
        ("signal_strength", -112, Kind.SIGNAL, -112),
        ("heartbeat", 1, Kind.ALIVE, None),
    ],
)
def test_a_point_means_the_same_from_every_vendor(
    decode: Decode, message: Make, name: str, value: object, kind: Kind, number: int | None
) -> None:
    topic, payload = message(Said("SEAL-0001", name, value, AT, "7"))
    assert heard(decode, topic, payload) == [(kind, AT, "7", number)]


@each
def test_what_cannot_be_read_stands_beside_what_can(decode: Decode, message: Make) -> None:
    wrong = Said("SEAL-0001", "doorcontact_state", "yes", AT)
    found = decode(*reversed(message(Said("SEAL-0001", "temper_alarm", True, AT), wrong)), NOW)
    assert [one.kind for one in found.heard] == [Kind.TAMPER]
    assert [(one.reason, one.serial) for one in found.unread] == [("value_wrong", "SEAL-0001")]


@each
def test_a_clock_that_runs_ahead_decides_nothing(decode: Decode, message: Make) -> None:
    topic, payload = message(Said("SEAL-0001", "doorcontact_state", True, NOW + timedelta(minutes=11)))
    assert [one.reason for one in decode(payload, topic, NOW).unread] == ["time_ahead"]
    topic, payload = message(Said("SEAL-0001", "doorcontact_state", True, datetime(2019, 1, 1, tzinfo=UTC)))
    assert [one.reason for one in decode(payload, topic, NOW).unread] == ["time_wrong"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ("doorcontact_state", "temper_alarm", "battery_state", "battery_percentage", "nonsense")
)
ENVELOPES = st.builds(
    lambda points, serial, key: {
        "notifyType": "property", "deviceName": serial, "data": {"id": key, "params": points}, "id": key, "dp": points,
    },
    st.dictionaries(
        NAMES, JUNK | st.fixed_dictionaries({"value": JUNK, "v": JUNK, "time": JUNK, "t": JUNK}), max_size=4
    ),
    JUNK | st.just("SEAL-0001"),
    JUNK,
)  # fmt: skip


@each
@given(said=JUNK | ENVELOPES | st.lists(ENVELOPES, max_size=3), cut=st.integers(0, 400))
def test_nothing_that_is_sent_raises_or_vanishes(decode: Decode, message: Make, said: Any, cut: int) -> None:
    payload = json.dumps(said).encode()[: cut or None]
    found = decode(payload, "seals/door-1/SEAL-0001/dp/post/json", NOW)
    assert found.heard or found.unread


@each
@pytest.mark.parametrize(
    "payload", [b"", b"\xff\xfe", b"[" * 100_000, b"9" * 5000, b"{" + b" " * LONGEST + b"}"]
)
def test_hostile_bytes_are_refused(decode: Decode, message: Make, payload: bytes) -> None:
    found = decode(payload, "seals/door-1/SEAL-0001/dp/post/json", NOW)
    assert not found.heard and len(found.unread) == 1


def test_the_cloud_s_samples_are_read() -> None:
    lone = (SAMPLES / "onenet_open.json").read_bytes()
    assert [one.kind for one in onenet.decode(lone, "", NOW).heard] == [Kind.OPEN]
    found = onenet.decode((SAMPLES / "onenet_backlog.json").read_bytes(), "", NOW)
    assert [one.kind for one in found.heard] == ["close", "battery", "signal", "alive", "tamper"]
    assert [one.reason for one in found.unread] == ["value_wrong"]


def test_the_broker_s_sample_is_read() -> None:
    found = mqtt.decode((SAMPLES / "mqtt_day.json").read_bytes(), "seals/door-1/SEAL-0001/dp/post/json", NOW)
    assert [one.kind for one in found.heard] == ["open", "close", "battery", "alive"] and not found.unread


def test_a_push_counts_only_with_the_token_s_signature() -> None:
    envelope = cloud_envelope("secret", [cloud_message(Said("SEAL-0001", "heartbeat", 1, AT))])
    body = json.dumps(envelope).encode()
    assert onenet.opened("secret", body) == envelope["msg"].encode()
    assert onenet.opened("other", body) is None and onenet.opened("", body) is None
    forged = {**envelope, "msg": envelope["msg"].replace("0001", "0002")}
    for wrong in (
        forged,
        {},
        [],
        {"msg": 1, "nonce": 2, "signature": 3},
        {**envelope, "signature": "\ud800"},
    ):
        assert onenet.opened("secret", json.dumps(wrong).encode()) is None
