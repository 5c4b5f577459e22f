"""Text messages through a gateway that speaks Gangmu's own small protocol: provinces and carriers differ.

`POST <url>` with `{"id", "phone", "text"}`, headers `X-Gangmu-Key`, `X-Gangmu-Time` (seconds) and `X-Gangmu-Signature`:
HMAC-SHA256 in hex, under the secret, of 'time\\nbody'. The gateway answers `{"code", "reference"}` with one of
the codes accepted, duplicate (of an id that it has taken before), bad_number, bad_signature, throttled.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gangmu.kernel import clock
from gangmu.partners.channel import Message, NotSent, Sent, checked, posted, said

if TYPE_CHECKING:
    import httpx

LONGEST = 300  # characters; a phone shows five parts


class Sms:
    """`address`: {'phone'}."""

    name, idempotent = "sms", True

    def __init__(self, http: httpx.Client, url: str, key: str, secret: str) -> None:
        self.http, self.url, self.key, self.secret = http, url, key, secret

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Hand it to the gateway, which sends an id once."""
        url = checked(self.url, [urlsplit(self.url).hostname or ""])
        body = content(address["phone"], message)
        moment = str(int(clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Gangmu-Key": self.key,
            "X-Gangmu-Time": moment,
            "X-Gangmu-Signature": signature(moment, body, self.secret),
        }
        found = said(posted(self.http, url, content=body, headers=headers))
        code = str(found.get("code"))
        if code in ("accepted", "duplicate"):
            return Sent(str(found.get("reference", ""))[:100])
        if code == "throttled":
            raise NotSent("throttled", code, wait=60)
        if code == "bad_number":
            raise NotSent("address_gone", code, final=True)
        if code == "bad_signature":
            raise NotSent("misconfigured", code, final=True)
        raise NotSent("rejected", code, final=True)


def signature(moment: str, body: bytes, secret: str) -> str:
    """The signature of a request, in hex."""
    return hmac.digest(secret.encode(), moment.encode() + b"\n" + body, "sha256").hex()


def content(phone: str, message: Message) -> bytes:
    """The body of the request."""
    said = {"id": message.key, "phone": phone, "text": message.plain[:LONGEST]}
    return json.dumps(said, ensure_ascii=False).encode()
