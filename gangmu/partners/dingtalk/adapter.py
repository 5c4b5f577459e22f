"""A group robot of DingTalk (钉钉自定义机器人), signed. It takes 20 messages a minute.

Source: open.dingtalk.com, 自定义机器人安全设置: the signature is HMAC-SHA256, under the secret, of
'milliseconds\\nsecret'.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from gangmu.kernel import clock
from gangmu.kernel.later import Later
from gangmu.partners.channel import Message, NotSent, Sent, checked, posted, said

if TYPE_CHECKING:
    import httpx
else:
    httpx = Later("httpx")

HOSTS = ("oapi.dingtalk.com",)
TOO_MANY, BUSY = 130101, -1
NO_ROBOT = 300001
INSECURE = 310000  # signature, keyword or sender's address are not what the robot's settings want


class DingTalk:
    """`address`: {'url', 'secret'}; the address carries the robot's token."""

    name, idempotent = "dingtalk", False

    def __init__(self, http: httpx.Client, hosts: Collection[str] = HOSTS) -> None:
        self.http, self.hosts = http, hosts

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Say it in the group."""
        url = httpx.URL(checked(address["url"], self.hosts))
        if secret := address.get("secret"):
            moment = round(clock.now().timestamp() * 1000)
            url = url.copy_merge_params({"timestamp": str(moment), "sign": signature(moment, secret)})
        found = said(posted(self.http, str(url), json=content(message)))
        code = found.get("errcode")
        if code in (TOO_MANY, BUSY):
            raise NotSent("throttled", str(code), wait=60)
        if code == NO_ROBOT:
            raise NotSent("address_gone", str(code), final=True)
        if code == INSECURE:
            raise NotSent("misconfigured", f"{code} {found.get('errmsg', '')}", final=True)
        if code != 0:
            raise NotSent("rejected", f"{code} {found.get('errmsg', '')}", final=True)
        return Sent(delivered=True)


def signature(moment: int, secret: str) -> str:
    """The signature of a moment in milliseconds, in base64."""
    return b64encode(hmac.digest(secret.encode(), f"{moment}\n{secret}".encode(), "sha256")).decode()


def content(message: Message) -> dict[str, object]:
    """The body of the request."""
    return {"msgtype": "text", "text": {"content": message.plain}, "at": {"isAtAll": False}}
