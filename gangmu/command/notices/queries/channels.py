"""The channels of this installation, from its settings; in a demonstration they keep what they get and send nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from gangmu.command.notices.bulk import Taken
from gangmu.command.notices.rules import PERSONAL, ROBOTS, Rule
from gangmu.kernel.vault import vault
from gangmu.partners.channel import Channel, Keeping, NotSent, client
from gangmu.partners.dingtalk import adapter as dingtalk
from gangmu.partners.feishu import adapter as feishu
from gangmu.partners.mail.adapter import Mail
from gangmu.partners.sms.adapter import Sms
from gangmu.partners.webpush import adapter as webpush
from gangmu.partners.wecom import adapter as wecom

HOSTS = {"wecom": wecom.HOSTS, "dingtalk": dingtalk.HOSTS, "feishu": feishu.HOSTS}


def configured() -> frozenset[str]:
    """The channels that are set up; robots need nothing but their group."""
    if settings.DEMO:
        return frozenset(PERSONAL + ROBOTS)
    known = _settings()
    named = {"sms": known["sms_url"], "mail": known["mail_host"], "webpush": known["push_contact"]}
    return frozenset(ROBOTS) | {name for name, value in named.items() if value}


def ways(rule: Rule) -> Sequence[str]:
    """The channels of a row that are set up here."""
    return sorted(set(rule.channels) & configured())


def robot_hosts(channel: str) -> tuple[str, ...]:
    """Where a robot may be: at its maker, or where this installation says (a private one)."""
    return (*HOSTS[channel], *_settings()["robot_hosts"])


def push_hosts() -> tuple[str, ...]:
    """The push services of browsers, and those that this installation adds."""
    return (*webpush.HOSTS, *_settings()["push_hosts"])


def push_key() -> str:
    """The public key with which a browser subscribes here."""
    return _web_push(None).public_key


def channels_in_use() -> Mapping[str, Channel]:
    """Everything that can carry a notice out."""
    if settings.DEMO:
        return {
            **{name: Keeping(name, arrives=False) for name in PERSONAL},
            **{name: Keeping(name, arrives=True) for name in ROBOTS},
        }
    known = _settings()
    http = client(known["proxy"])
    every: dict[str, Channel] = {
        "wecom": wecom.WeCom(http, robot_hosts("wecom")),
        "dingtalk": dingtalk.DingTalk(http, robot_hosts("dingtalk")),
        "feishu": feishu.Feishu(http, robot_hosts("feishu")),
        "sms": Sms(http, known["sms_url"], known["sms_key"], known["sms_secret"]),
        "mail": Mail(
            known["mail_host"],
            known["mail_port"],
            known["mail_user"],
            known["mail_password"],
            known["mail_sender"],
            known["mail_security"],
        ),
        "webpush": _web_push(http),
    }
    return {name: channel for name, channel in every.items() if name in configured()}


def opened_address(one: Taken) -> Mapping[str, str]:
    """Where a delivery goes, out of the vault; NotSent if that is no more."""
    if not one.sealed:
        raise NotSent("address_gone", "ended", final=True)
    purpose = "notice address" if one.to_person else "group robot"
    found: Mapping[str, str] = json.loads(vault().open(purpose, one.sealed))
    return found


def _web_push(http: Any) -> webpush.WebPush:
    return webpush.WebPush(http, settings.SECRET_KEY, _settings()["push_contact"], push_hosts())


def _settings() -> dict[str, Any]:
    known: dict[str, Any] = settings.NOTICES
    return known
