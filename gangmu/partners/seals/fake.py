"""Doors that open and close for tests, demonstrations and drills, behind either kind of vendor."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import httpx

from gangmu.partners.seals.onenet import signature


class Said(NamedTuple):
    """A point that a device reports, at its own time."""

    serial: str
    name: str
    value: object
    at: datetime
    key: str = ""


def cloud_message(*said: Said) -> dict[str, Any]:
    """The points of one device as the cloud passes them on."""
    data: dict[str, Any] = {
        "params": {one.name: {"value": one.value, "time": round(one.at.timestamp() * 1000)} for one in said}
    }
    if said[0].key:
        data["id"] = said[0].key
    return {"notifyType": "property", "productId": "door-1", "deviceName": said[0].serial, "data": data}


def cloud_envelope(token: str, messages: Sequence[dict[str, Any]]) -> dict[str, str]:
    """What the cloud posts, signed."""
    msg, nonce = json.dumps(messages if len(messages) > 1 else messages[0]), uuid4().hex[:8]
    return {"msg": msg, "nonce": nonce, "signature": signature(token, nonce, msg)}


def broker_message(*said: Said) -> tuple[str, bytes]:
    """Topic and payload of the points of one device on a broker."""
    body: dict[str, Any] = {
        "dp": {one.name: [{"v": one.value, "t": round(one.at.timestamp())}] for one in said}
    }
    if said[0].key:
        body["id"] = said[0].key
    return f"seals/door-1/{said[0].serial}/dp/post/json", json.dumps(body).encode()


class FakeCloud:
    """The cloud's side of the push: shakes hands, posts, and comes again with what was not taken."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self.left: list[list[dict[str, Any]]] = []

    def shake_hands(self, msg: str = "are-you-there") -> bool:
        """Whether the other side gives the word back."""
        asked = {"msg": msg, "nonce": "n", "signature": signature(self.token, "n", msg)}
        answer = httpx.get(self.url, params=asked, timeout=5)
        return answer.status_code == 200 and answer.text == msg

    def push(self, messages: list[dict[str, Any]]) -> bool:
        """Post them; what is not answered by 200 within five seconds is kept for `again`."""
        try:
            taken = (
                httpx.post(self.url, json=cloud_envelope(self.token, messages), timeout=5).status_code == 200
            )
        except httpx.HTTPError:
            taken = False
        if not taken:
            self.left.append(messages)
        return taken

    def again(self) -> bool:
        """Post what was left; whether nothing is left now."""
        waiting, self.left = self.left, []
        for messages in waiting:
            self.push(messages)
        return not self.left


def a_day(serials: Sequence[str], until: datetime, seed: int, hours: float = 1.0) -> Iterator[list[Said]]:
    """What some doors report in the hours up to a moment, each door its own few reports, in the order of time."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    reports: list[list[Said]] = []
    for serial in serials:
        number = 0
        for _ in range(chance.choice((0, 1, 1, 2))):
            at = until - timedelta(hours=hours * chance.random())
            shut = at + timedelta(seconds=chance.choice((1, 20, 45, 90)))
            for moment, state in ((at, True), (shut, False)):
                number += 1
                reports.append([Said(serial, "doorcontact_state", state, moment, f"{seed}-{number}")])
        charge = Said(serial, "battery_percentage", chance.randint(15, 100), until, f"{seed}-{number + 1}")
        strength = Said(serial, "signal_strength", chance.randint(-115, -60), until, f"{seed}-{number + 1}")
        reports.append([charge, strength])
    yield from sorted(reports, key=lambda report: report[0].at)
