"""Every channel beside the fake of its other side, for the contract that all of them keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gangmu.partners.channel import Channel, client
from gangmu.partners.dingtalk.adapter import DingTalk
from gangmu.partners.dingtalk.fake import FakeDingTalk
from gangmu.partners.feishu.adapter import Feishu
from gangmu.partners.feishu.fake import FakeFeishu
from gangmu.partners.mail.adapter import Mail
from gangmu.partners.mail.fake import FakeMailServer
from gangmu.partners.sms import fake as gateway
from gangmu.partners.sms.adapter import Sms
from gangmu.partners.sms.fake import FakeGateway
from gangmu.partners.webpush.adapter import WebPush
from gangmu.partners.webpush.fake import FakePushService
from gangmu.partners.wecom.adapter import WeCom
from gangmu.partners.wecom.fake import FakeWeCom

HERE = ("127.0.0.1",)


@dataclass(frozen=True)
class Pair:
    """A channel and its other side."""

    channel: Channel
    fake: Any


def _mail(server: FakeMailServer) -> Channel:
    return Mail("127.0.0.1", server.port, "", "", "grid@city.invalid", "none")


MAKERS: dict[str, tuple[type[Any], Callable[[Any], Channel]]] = {
    "wecom": (FakeWeCom, lambda fake: WeCom(client(), HERE)),
    "dingtalk": (FakeDingTalk, lambda fake: DingTalk(client(), HERE)),
    "feishu": (FakeFeishu, lambda fake: Feishu(client(), HERE)),
    "sms": (FakeGateway, lambda fake: Sms(client(), fake.url, gateway.KEY, gateway.SECRET)),
    "mail": (FakeMailServer, _mail),
    "webpush": (FakePushService, lambda fake: WebPush(client(), "seed", "it@city.invalid", HERE)),
}


@contextmanager
def pair(name: str) -> Iterator[Pair]:
    """A channel with its fake running on the loopback address."""
    fake_of, channel_of = MAKERS[name]
    with fake_of() as fake:
        yield Pair(channel_of(fake), fake)
