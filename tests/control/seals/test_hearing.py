"""What devices say is not lost and not doubled: good beside bad, twice, killed in the middle, over a real broker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import paho.mqtt.client as paho
import pytest
from django.db import connection
from paho.mqtt.enums import CallbackAPIVersion

from gangmu.control.seals import actions, bulk
from gangmu.control.seals.models import Event, Message, Unread
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from gangmu.partners.seals import mqtt, onenet
from gangmu.partners.seals.fake import Said, broker_message, cloud_message
from gangmu.partners.seals.heard import Decoded
from tests.broker import broker
from tests.casework.world import NOON
from tests.control.seals.conftest import ACTOR, Seals

SECOND = timedelta(seconds=1)
WORK = """
import django
django.setup()
from gangmu.control.seals import actions
from gangmu.kernel.scope import Scope
print("begun", flush=True)
actions.ingest(Scope.system("seals").actor, {most})
print("done", flush=True)
"""


def unread() -> list[tuple[str, str]]:
    with entered(Scope.system("test")):
        return sorted(Unread.objects.values_list("reason", "serial"))


def test_bad_messages_are_kept_with_the_reason_and_lose_nothing_beside_them(seals: Seals) -> None:
    seals.sealed()
    good = seals.contact(True, NOON)
    stranger = seals.contact(True, NOON, "NOBODYS")
    seals.say(b'{"cut', good, b"\xff\x00", stranger, b"[[[]]]", json.dumps([good, 7]).encode(), at=NOON)
    assert [kind for _, kind, _ in seals.events()] == ["open"]
    assert unread() == [
        ("device_unknown", "NOBODYS"), ("not_json", ""), ("not_json", ""), ("shape_wrong", ""), ("shape_wrong", ""),
    ]  # fmt: skip
    assert not Message.objects.exists()


def test_an_adapter_with_a_fault_holds_nothing_up(seals: Seals) -> None:
    def faulty(message: bytes, topic: str, received: datetime) -> Decoded:
        if b"bad" in message:
            raise ZeroDivisionError
        return onenet.decode(message, topic, received)

    seals.sealed()
    good = json.dumps(seals.contact(True, NOON)).encode()
    with clock.at(NOON), entered(Scope.system("test")):
        actions.take_in(ACTOR, [("onenet", "", b"bad"), ("onenet", "", good)])
        assert bulk.settle({"onenet": faulty}, 10) == (2, 1, 1, 1)
    assert unread() == [("adapter_fault", "")]


def test_what_could_not_be_read_is_forgotten_after_weeks(seals: Seals) -> None:
    seals.say(b"?", at=NOON)
    for days, left in ((29, 1), (31, 0)):
        with clock.at(NOON + timedelta(days=days)), entered(Scope.system("test")):
            actions.forget(ACTOR)
            assert Unread.objects.count() == left


def test_only_the_system_takes_in_what_devices_say(seals: Seals) -> None:
    for action in (
        lambda who: actions.take_in(who, []),
        actions.ingest,
        actions.look_after,
        actions.forget,
    ):
        with pytest.raises(Refused, match="not_allowed"):
            action(seals.leader)


def test_a_door_that_no_device_is_on_leaves_no_trace_of_its_openings(seals: Seals) -> None:
    seals.lend("SEAL-0001")
    seals.say(
        seals.contact(True, NOON), cloud_message(Said("SEAL-0001", "battery_percentage", 50, NOON)), at=NOON
    )
    assert seals.events() == [] and seals.device().battery == 50


def fleet(seals: Seals, count: int) -> list[str]:
    """So many doors with seals, made as sets."""
    order = seals.sealed()
    serials = [f"BULK-{n:05d}" for n in range(count)]
    seals.lend(*serials)
    with entered(Scope.system("test")), bulk_role(), connection.cursor() as cursor:
        # The planner knows nothing yet of what has just been made, and would join it row by row.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            "INSERT INTO seals_binding (order_id, provider_id, device_id, door, status, consent, during, asked_by_id,"
            " asked_at, installed_by_id, area)"
            " SELECT %s, d.provider_id, NULL, d.serial, 'asked', '', NULL, %s, %s, NULL, %s FROM seals_device d"
            " WHERE d.serial LIKE 'BULK-%%'",
            [order.pk, seals.leader.user_id, NOON, order.area],
        )
        for status in ("bound", "in_use"):
            cursor.execute(
                "UPDATE seals_binding b SET status = %s, consent = 'himself', installed_by_id = %s, device_id = d.id,"
                " during = tstzrange(%s, NULL) FROM seals_device d WHERE d.serial = b.door",
                [status, seals.installer.user_id, NOON - timedelta(days=1)],
            )
    return serials


def killed_in_the_middle(seals: Seals, count: int, most: int) -> None:
    """Every door opens and shuts; the ingesting process dies in the middle; another goes on."""
    serials = fleet(seals, count)
    now = clock.now()
    said = [
        json.dumps(seals.contact(state, now - wait * SECOND, serial)).encode()
        for serial in serials
        for state, wait in ((True, 60), (False, 30))
    ]
    with entered(Scope.system("test")):
        actions.take_in(ACTOR, (("onenet", "", body) for body in (*said, *said[: count // 2])))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gangmu.config.settings"}

    def worker(size: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WORK.format(most=size)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    dying = worker(most)
    assert dying.stdout is not None and dying.stdout.readline() == "begun\n"
    while Message.objects.count() == len(said) + count // 2:
        assert dying.poll() is None
        time.sleep(0.005)
    dying.send_signal(signal.SIGKILL)
    dying.communicate()
    left = Message.objects.count()
    assert 0 < left < len(said) + count // 2
    actions.ingest(ACTOR)
    with clock.at(clock.now() + 5 * SECOND):
        actions.ingest(ACTOR)
    assert not Message.objects.exists() and unread() == []
    with entered(Scope.system("test")):
        kept = list(Event.objects.values_list("device__serial", "kind"))
    assert len(kept) == len(set(kept)) == 2 * count
    assert sorted(alarm.events for alarm in seals.alarms()) == [1] * count


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_in_the_middle_loses_and_doubles_nothing(seals: Seals) -> None:
    killed_in_the_middle(seals, 300, most=50)


@pytest.mark.scale
@pytest.mark.django_db(transaction=True)
def test_fifty_thousand_seals_report_at_once_and_a_death_loses_nothing(seals: Seals) -> None:
    killed_in_the_middle(seals, 50_000, most=10_000)


def publish(url: str, messages: list[tuple[str, bytes]]) -> None:
    """A gateway says it all and waits until the broker has it."""
    where = urlsplit(url)
    gateway = paho.Client(CallbackAPIVersion.VERSION2)
    gateway.connect(where.hostname or "", where.port or 0)
    gateway.loop_start()
    for sent in [gateway.publish(topic, payload, qos=1) for topic, payload in messages]:
        sent.wait_for_publish(10)
    gateway.disconnect()
    gateway.loop_stop()


def listen(url: str, until: int, refuse: bool = False, seconds: float = 10) -> list[mqtt.Arrived]:
    """What a listener is given until it has so many, each stored before it is acknowledged."""
    kept: list[mqtt.Arrived] = []
    stop = threading.Event()

    def store(batch: list[mqtt.Arrived]) -> None:
        if refuse:
            raise RuntimeError("the database is gone")
        kept.extend(batch)
        if len(kept) >= until:
            stop.set()

    timer = threading.Timer(seconds, stop.set)
    timer.start()
    try:
        mqtt.Listener(url, "seals-test").run(store, stop)
    finally:
        timer.cancel()
    return kept


def test_the_broker_keeps_what_was_not_stored(tmp_path: Path) -> None:
    """Nobody listens, or who listens cannot store it: it comes again, whole."""
    said = [broker_message(Said(f"SEAL-{n:04d}", "doorcontact_state", True, NOON, str(n))) for n in range(50)]
    with broker(tmp_path) as url:
        listen(url, 1, seconds=0.8)  # makes itself known
        publish(url, said)
        with pytest.raises(RuntimeError, match="the database is gone"):
            listen(url, 50, refuse=True)
        kept = listen(url, 50)
        assert sorted((one.topic, one.payload) for one in kept) == sorted(said)
        publish(url, said[:1])
        assert [(one.topic, one.payload) for one in listen(url, 1)] == said[:1]


@pytest.mark.django_db(transaction=True)
def test_the_listener_process_brings_what_a_gateway_says_into_the_house(seals: Seals, tmp_path: Path) -> None:
    serials = [f"GATE-{n}" for n in range(5)]
    for n, serial in enumerate(serials):
        seals.sealed(f"居民{n}", serial, vendor="mqtt")
    now = clock.now()
    with broker(tmp_path) as url:
        command = [sys.executable, "-m", "gangmu", "seals", "listen"]
        listener = subprocess.Popen(command, env={**os.environ, "GANGMU_SEALS_BROKER": url})
        try:
            deadline = time.monotonic() + 60
            messages: list[Any] = [broker_message(Said(s, "doorcontact_state", True, now)) for s in serials]
            while Message.objects.count() < len(messages):
                assert listener.poll() is None and time.monotonic() < deadline
                publish(url, messages)
                time.sleep(0.2)
        finally:
            listener.send_signal(signal.SIGTERM)
            assert listener.wait(10) == 0
    actions.ingest(ACTOR)
    with clock.at(clock.now() + 5 * SECOND):
        actions.ingest(ACTOR)
    assert len(seals.alarms(kind="open")) == len(serials)
