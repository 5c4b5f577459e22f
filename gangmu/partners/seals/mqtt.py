"""Seals that speak over an MQTT broker: one topic a device, QoS 1, acknowledged when what it said is stored.

The session is kept by the broker under a stable client id (clean session off): what comes while nobody listens waits
there. A message that was stored but not acknowledged comes again, and is told by its device's time and number.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from queue import Empty, Full, Queue
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from gangmu.kernel.later import Later
from gangmu.partners.seals.heard import KEY, LONGEST, SERIAL, Decoded, moment, parsed, point

if TYPE_CHECKING:
    import paho.mqtt.client as paho
else:
    paho = Later("paho.mqtt.client")

VENDOR = "mqtt"
TOPIC = "seals/+/+/dp/post/json"
"""`seals/PRODUCT/DEVICE/dp/post/json`: the third part is the device's serial number."""
DEVICE = re.compile(r"[^/]+/[^/]+/([^/]+)/")
BATCH = 1_000  # messages stored together at most: whatever has come while the last ones were stored
log = logging.getLogger(__name__)


class Arrived(NamedTuple):
    """A message as the broker delivered it; `number` is what it is acknowledged by."""

    topic: str
    payload: bytes
    number: int
    qos: int


def decode(message: bytes, topic: str, received: datetime) -> Decoded:
    """`{"id": 7, "dp": {"doorcontact_state": [{"v": true, "t": 1764140000}]}}`: points with values and seconds."""
    found = Decoded()
    place = DEVICE.match(topic)
    if place is None or not SERIAL.fullmatch(place[1]):
        found.refuse("serial_wrong", part=topic)
        return found
    serial, said = place[1], parsed(message, found)
    if said is None:
        return found
    points = said.get("dp") if isinstance(said, dict) else None
    if not isinstance(points, dict) or not points:
        found.refuse("shape_wrong", serial, said)
        return found
    number = said.get("id")
    key = str(number) if isinstance(number, (str, int)) and KEY.fullmatch(str(number)) else ""
    for name, held in points.items():
        for one in held if isinstance(held, list) and held else [held]:
            if isinstance(one, dict) and "v" in one:
                point(found, serial, name, one["v"], moment(one.get("t"), 1), key, received)
            else:
                found.refuse("shape_wrong", serial, name)
    return found


class Listener:
    """A client of one broker. `url`: mqtt://user:password@host:port, or mqtts:// for TLS."""

    def __init__(self, url: str, client_id: str, topic: str = TOPIC) -> None:
        where = urlsplit(url)
        self._host, tls = where.hostname or "localhost", where.scheme == "mqtts"
        self._port, self._topic = where.port or (8883 if tls else 1883), topic
        # Full, it holds the broker back: a flood waits there (or, with QoS 0, is lost there) and fills no memory here.
        self._arrived: Queue[Arrived] = Queue(BATCH)
        self._over = Event()
        self._client = paho.Client(
            paho.CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=False, manual_ack=True
        )
        if where.username:
            self._client.username_pw_set(unquote(where.username), unquote(where.password or ""))
        if tls:
            self._client.tls_set()
        self._client.reconnect_delay_set(1, 30)
        self._client.on_connect = self._connected
        self._client.on_message = self._came

    def run(self, store: Callable[[list[Arrived]], None], stop: Event) -> None:
        """Store what comes, batch by batch, until `stop`; a batch is acknowledged when `store` has returned.

        What `store` raises ends this: the broker keeps what was not acknowledged.
        """
        self._client.connect(self._host, self._port, keepalive=30)
        self._client.loop_start()
        try:
            while not stop.is_set():
                if batch := self._batch():
                    store(batch)
                    for one in batch:
                        self._client.ack(one.number, one.qos)
        finally:
            self._over.set()
            self._client.disconnect()
            self._client.loop_stop()

    def _batch(self) -> list[Arrived]:
        """What is there, or what comes within half a second."""
        found: list[Arrived] = []
        try:
            found.append(self._arrived.get(timeout=0.5))
            while len(found) < BATCH:
                found.append(self._arrived.get_nowait())
        except Empty:
            pass
        return found

    def _connected(self, client: paho.Client, _data: Any, _flags: Any, reason: Any, _more: Any) -> None:
        if reason.is_failure:
            log.warning("seals: the broker refuses us: %s", reason)
        else:
            client.subscribe(self._topic, qos=1)

    def _came(self, _client: paho.Client, _data: Any, message: paho.MQTTMessage) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = ""
        one = Arrived(topic, bytes(message.payload[: LONGEST + 1]), message.mid, message.qos)
        while not self._over.is_set():
            try:
                self._arrived.put(one, timeout=0.5)
            except Full:
                continue
            return
