"""A group robot of WeCom (企业微信群机器人). Its key is in its address; it takes 20 messages a minute.

Source: developer.work.weixin.qq.com, 消息推送 (群机器人) 配置说明.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from gangmu.partners.channel import Message, NotSent, Sent, checked, posted, said

if TYPE_CHECKING:
    import httpx

HOSTS = ("qyapi.weixin.qq.com",)
TOO_MANY = 45009
NO_ROBOT = 93000
LONGEST = 2048  # bytes of a text


class WeCom:
    """`address`: {'url'}."""

    name, idempotent = "wecom", False

    def __init__(self, http: httpx.Client, hosts: Collection[str] = HOSTS) -> None:
        self.http, self.hosts = http, hosts

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Say it in the group."""
        answer = posted(self.http, checked(address["url"], self.hosts), json=content(message))
        found = said(answer)
        code = found.get("errcode")
        if code == TOO_MANY:
            raise NotSent("throttled", str(code), wait=60)
        if code == NO_ROBOT:
            raise NotSent("address_gone", str(code), final=True)
        if code != 0:
            raise NotSent("rejected", f"{code} {found.get('errmsg', '')}", final=True)
        return Sent(delivered=True)


def content(message: Message) -> dict[str, object]:
    """The body of the request."""
    text = message.plain.encode()[:LONGEST].decode(errors="ignore")
    return {"msgtype": "text", "text": {"content": text}}
