"""A group robot of Feishu (飞书自定义机器人), signed. It takes 100 messages a minute, 5 a second.

Source: open.feishu.cn, 自定义机器人使用指南: the signature is HMAC-SHA256 of nothing, under the key 'seconds\\nsecret'.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from gangmu.kernel import clock
from gangmu.partners.channel import Message, NotSent, Sent, checked, posted, said

if TYPE_CHECKING:
    import httpx

HOSTS = ("open.feishu.cn",)
TOO_MANY = (9499, 11232)
NO_ROBOT = 19001
INSECURE = (19021, 19022, 19024)  # signature or time, sender's address, keyword


class Feishu:
    """`address`: {'url', 'secret'}."""

    name, idempotent = "feishu", False

    def __init__(self, http: httpx.Client, hosts: Collection[str] = HOSTS) -> None:
        self.http, self.hosts = http, hosts

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Say it in the group."""
        moment = int(clock.now().timestamp())
        body = content(message, moment, address.get("secret", ""))
        found = said(posted(self.http, checked(address["url"], self.hosts), json=body))
        code = found.get("code")
        if code in TOO_MANY:
            raise NotSent("throttled", str(code), wait=60)
        if code == NO_ROBOT:
            raise NotSent("address_gone", str(code), final=True)
        if code in INSECURE:
            raise NotSent("misconfigured", f"{code} {found.get('msg', '')}", final=True)
        if code != 0:
            raise NotSent("rejected", f"{code} {found.get('msg', '')}", final=True)
        return Sent(delivered=True)


def signature(moment: int, secret: str) -> str:
    """The signature of a moment in seconds, in base64."""
    return b64encode(hmac.digest(f"{moment}\n{secret}".encode(), b"", "sha256")).decode()


def content(message: Message, moment: int, secret: str) -> dict[str, object]:
    """The body of the request."""
    text: dict[str, object] = {"msg_type": "text", "content": {"text": message.plain}}
    if secret:
        text |= {"timestamp": str(moment), "sign": signature(moment, secret)}
    return text
