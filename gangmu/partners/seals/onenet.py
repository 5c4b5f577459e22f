"""Seals behind a cloud that pushes over HTTP (such as OneNET): signed, at least once, in batches, sometimes hours late.

The cloud first asks by GET whether we are there and wants its `msg` back; then it posts
`{"msg": "…", "nonce": "…", "signature": "…"}`. The signature is base64(md5(token + nonce + msg)); MD5 is the cloud's
choice, so the address must be reached over TLS only. Without an answer 200 within five seconds it comes again, up to
sixteen times, and gives no key by which a repetition could be told: the device's own time is the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import datetime
from typing import Any

from gangmu.partners.seals.heard import KEY, SERIAL, Decoded, Heard, Kind, moment, parsed, point

VENDOR = "onenet"


def signature(token: str, nonce: str, msg: str) -> str:
    """What the cloud writes beside a message."""
    digest = hashlib.md5(f"{token}{nonce}{msg}".encode(), usedforsecurity=False).digest()
    return b64encode(digest).decode()


def signed(token: str, nonce: str, msg: str, said: str) -> bool:
    """Whether the cloud that knows `token` has signed; False for everything while no token is set."""
    try:
        return bool(token) and hmac.compare_digest(signature(token, nonce, msg).encode(), said.encode())
    except UnicodeEncodeError:  # half a character
        return False


def opened(token: str, body: bytes) -> bytes | None:
    """The message in a posted envelope; None if it is none, or was not signed with the token."""
    try:
        envelope = json.loads(body)
        parts = [envelope[name] for name in ("nonce", "msg", "signature")]
        if not all(isinstance(part, str) for part in parts) or not signed(token, *parts):
            return None
        return str(parts[1]).encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def decode(message: bytes, topic: str, received: datetime) -> Decoded:
    """One message of the cloud, or a list of them."""
    found = Decoded()
    said = parsed(message, found)
    if said is not None:
        for one in said if isinstance(said, list) else [said]:
            _one(found, one, received)
    return found


def _one(found: Decoded, one: Any, received: datetime) -> None:
    if not isinstance(one, dict):
        return found.refuse("shape_wrong", part=one)
    serial = one.get("deviceName")
    if not isinstance(serial, str) or not SERIAL.fullmatch(serial):
        return found.refuse("serial_wrong", part=serial)
    data = one.get("data")
    if not isinstance(data, dict):
        return found.refuse("shape_wrong", serial, data)
    said = data.get("id")
    key = str(said) if isinstance(said, (str, int)) and KEY.fullmatch(str(said)) else ""
    if one.get("notifyType") == "lifecycle":
        return _alive(found, serial, one, key, received)
    points = data.get("params")
    if not isinstance(points, dict) or not points:
        return found.refuse("shape_wrong", serial, points)
    for name, held in points.items():
        if isinstance(held, dict) and "value" in held:
            point(found, serial, name, held["value"], moment(held.get("time"), 1000), key, received)
        else:
            found.refuse("shape_wrong", serial, name)
    return None


def _alive(found: Decoded, serial: str, one: dict[str, Any], key: str, received: datetime) -> None:
    """The cloud has seen the device come or go. That it went is nothing: whoever is silent too long is offline."""
    data, at = one["data"], moment(one["data"].get("time"), 1000)
    if data.get("status") not in ("online", "offline"):
        return found.refuse("value_wrong", serial, data.get("status"))
    if data["status"] == "online" and at is not None and at <= received:
        found.heard.append(Heard(serial, Kind.ALIVE, at, key))
    return None
