"""What a door seal says, in our words: adapters of vendors turn their messages into these and never raise.

Everything that a message holds ends as `Heard` or as `Unread`, whatever else is wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{2,39}")
KEY = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=10)
"""How far a device's clock may run ahead of ours: later is a wrong clock, and no time to decide by."""
LONGEST = 256 * 1024
"""Bytes of one message: a whole day of a device's backlog is a tenth of it."""


class Kind(StrEnum):
    """What a device can say. A value comes with battery (per cent) and signal (dBm)."""

    OPEN = "open"
    CLOSE = "close"
    TAMPER = "tamper"
    BATTERY = "battery"
    SIGNAL = "signal"
    ALIVE = "alive"


class Heard(NamedTuple):
    """One thing that a device said. `at` is its own clock, `key` its number of the message, '' where it has none."""

    serial: str
    kind: Kind
    at: datetime
    key: str = ""
    value: int | None = None


class Unread(NamedTuple):
    """A message, or a part of one, that could not be understood, and why (a code)."""

    reason: str
    serial: str = ""
    part: str = ""


@dataclass
class Decoded:
    """Everything that a message held."""

    heard: list[Heard] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def refuse(self, reason: str, serial: str = "", part: object = "") -> None:
        """Keep a part that could not be understood."""
        self.unread.append(Unread(reason, serial, str(part)[:200]))


Decode = Callable[[bytes, str, datetime], Decoded]
"""`decode(message, topic, received)`: the topic is '' for what was pushed over HTTP."""


def parsed(message: bytes, into: Decoded) -> Any:
    """The JSON of a message; None for one that is too long, is none or says nothing, which is noted."""
    if len(message) > LONGEST:
        into.refuse("too_large", part=len(message))
        return None
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        into.refuse("not_json", part=message[:200].decode(errors="replace"))
        return None
    if said is None or said == []:
        into.refuse("shape_wrong", part=said)
        return None
    return said


def moment(value: object, unit: float) -> datetime | None:
    """A time in seconds (`unit` 1) or milliseconds (1000) since 1970; None for what is no time of this century."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(value / unit, UTC)
    except (ValueError, OverflowError, OSError):
        return None


# The points of a door contact, as many devices name them: which values mean what.
STATES = {"low": 10, "middle": 50, "high": 100}
LIMITS = {"battery_percentage": (Kind.BATTERY, 0, 100), "signal_strength": (Kind.SIGNAL, -255, 255)}
POINTS = frozenset({"doorcontact_state", "temper_alarm", "battery_state", "heartbeat", *LIMITS})


def point(
    into: Decoded,
    serial: str,
    name: str,
    value: object,
    at: datetime | None,
    key: str,
    received: datetime,
) -> None:
    """Note one data point of a device: what it means, or why it cannot be taken."""
    if at is None or at < EARLIEST:
        return into.refuse("time_wrong", serial, name)
    if at > received + AHEAD:
        return into.refuse("time_ahead", serial, at.isoformat())
    meaning = _meaning(name, value)
    if meaning is None:
        return into.refuse("value_wrong" if name in POINTS else "point_unknown", serial, f"{name}={value!r}")
    into.heard.append(Heard(serial, meaning[0], at, key, meaning[1]))
    return None


def _meaning(name: str, value: object) -> tuple[Kind, int | None] | None:
    """Kind and value of a point; None for one that cannot be. What is in order again only says that it lives."""
    if name == "heartbeat":
        return Kind.ALIVE, None
    if name == "doorcontact_state" and isinstance(value, bool):
        return (Kind.OPEN if value else Kind.CLOSE), None
    if name == "temper_alarm" and isinstance(value, bool):
        return (Kind.TAMPER if value else Kind.ALIVE), None
    if name == "battery_state" and isinstance(value, str) and value in STATES:
        return Kind.BATTERY, STATES[value]
    if name in LIMITS and isinstance(value, int) and not isinstance(value, bool):
        kind, least, most = LIMITS[name]
        return (kind, value) if least <= value <= most else None
    return None
