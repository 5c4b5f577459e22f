"""The contract of every channel, kept against the fake of its other side: what arrives, and how it says no."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

import gangmu.partners
from gangmu.kernel import clock
from gangmu.partners.channel import Keeping, Message, NotSent, checked
from gangmu.partners.dingtalk import adapter as dingtalk
from gangmu.partners.feishu import adapter as feishu
from gangmu.partners.sms import adapter as sms
from gangmu.partners.webpush import adapter as webpush
from gangmu.partners.wecom import adapter as wecom
from tests.partners.channels import MAKERS, Pair, pair

PARTNERS = Path(gangmu.partners.__file__).parent
MESSAGE = Message("0198c0de-0000-7000-8000-000000000001", "新任务 37 户", "本次推送分派 37 户", "/notices/7/")
MOMENT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(params=MAKERS)
def two(request: Any) -> Iterator[Pair]:
    with pair(request.param) as found:
        yield found


def sent(two: Pair, message: Message = MESSAGE) -> Any:
    return two.channel.send(two.fake.address, message)


def test_title_text_and_link_arrive(two: Pair) -> None:
    sent(two)
    (text,) = two.fake.texts
    assert all(part in text for part in (MESSAGE.title, MESSAGE.text, MESSAGE.url))


def test_a_message_that_is_sent_again_is_shown_once_where_the_channel_knows_its_key(two: Pair) -> None:
    sent(two)
    sent(two)
    sent(two, replace(MESSAGE, key=str(uuid4())))
    assert len(two.fake.texts) == (2 if two.channel.idempotent else 3)


@pytest.mark.parametrize(("trouble", "final"), [("broken", False), ("throttled", False), ("rejects", True)])
def test_a_channel_says_why_not_and_whether_it_may_be_tried_again(
    two: Pair, trouble: str, final: bool
) -> None:
    two.fake.trouble = trouble
    with pytest.raises(NotSent) as refused:
        sent(two)
    assert refused.value.final is final
    assert (refused.value.wait > 0) is (trouble == "throttled")
    if trouble == "rejects":
        assert refused.value.code == "address_gone"
    two.fake.trouble = ""
    sent(two)
    assert len(two.fake.texts) == 1


@pytest.mark.parametrize("name", MAKERS)
def test_a_channel_whose_other_side_is_not_there_is_tried_again(name: str) -> None:
    with pair(name) as two:
        address = two.fake.address
    with pytest.raises(NotSent) as refused:
        two.channel.send(address, MESSAGE)
    assert (refused.value.code, refused.value.final) == ("unreachable", False)


@pytest.mark.parametrize("name", ["dingtalk", "feishu"])
def test_a_robot_with_the_wrong_secret_says_that_it_is_set_up_wrongly(name: str) -> None:
    with pair(name) as two, pytest.raises(NotSent) as refused:
        two.channel.send({**two.fake.address, "secret": "another"}, MESSAGE)
    assert (refused.value.code, refused.value.final) == ("misconfigured", True)


@pytest.mark.parametrize(
    "url",
    ["http://oapi.dingtalk.com/x", "https://127.0.0.1/x", "https://oapi.dingtalk.com.evil.test/x", "https://me@oapi.dingtalk.com/x",
     "ftp://oapi.dingtalk.com/", ""],
)  # fmt: skip
def test_no_address_leads_elsewhere_than_to_the_channel(url: str) -> None:
    with pytest.raises(NotSent):
        checked(url, dingtalk.HOSTS)


def test_a_demonstration_sends_nothing_and_keeps_everything() -> None:
    assert Keeping("sms", arrives=False).send({"phone": "0"}, MESSAGE).reference == "kept"


def _samples() -> list[Path]:
    return sorted(path for name in MAKERS for path in (PARTNERS / name).glob("samples/*.json"))


@pytest.mark.parametrize("path", _samples(), ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_what_is_sent_is_what_was_recorded(path: Path) -> None:
    """The samples are made by hand from the makers' documents: a change of the adapter shows here."""
    sample = json.loads(path.read_text(encoding="utf-8"))
    message = Message(**sample["message"])
    made = {
        "wecom": lambda: wecom.content(message),
        "dingtalk": lambda: dingtalk.content(message),
        "feishu": lambda: feishu.content(message, sample.get("moment", 0), sample.get("secret", "")),
        "sms": lambda: json.loads(sms.content(sample["phone"], message)),
        "webpush": lambda: json.loads(webpush.content(message)),
    }[path.parent.parent.name]()
    assert made == sample["body"]


def test_there_is_a_sample_of_every_channel_that_speaks_json() -> None:
    assert {path.parent.parent.name for path in _samples()} == MAKERS.keys() - {"mail"}


def test_the_signature_of_dingtalk_is_that_of_its_document() -> None:
    """Made once: printf '%s\\n%s' 1577262236757 SECsample | openssl dgst -sha256 -hmac SECsample -binary."""
    assert dingtalk.signature(1577262236757, "SECsample") == "hq+qOajqww9795IZTUuPcf9q1mtercfk+roBimEiuTw="


def test_the_signature_of_feishu_is_that_of_its_document() -> None:
    """Made once with openssl: printf '' | openssl dgst -sha256 -hmac $'1599360473\\nsample' -binary."""
    assert feishu.signature(1599360473, "sample") == "JJmKop+wb8K2kl9+pIWaELDvaVIUQjQO6c6WtO5BJs4="


def test_signatures_are_made_with_the_clock() -> None:
    with pair("dingtalk") as two, clock.at(MOMENT):
        two.fake.timely = False
        sent(two)
        assert f"timestamp={int(MOMENT.timestamp() * 1000)}" in two.fake.requests[0].path
