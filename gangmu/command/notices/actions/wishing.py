"""What a person does with his own notices: reads them, says where and when he can be reached."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from gangmu.command.notices.bulk.wishing import end_elsewhere, opened
from gangmu.command.notices.models import Address, Notice, Preference
from gangmu.command.notices.policy import person
from gangmu.command.notices.queries import push_hosts
from gangmu.command.notices.rules import PERSONAL
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import mask_phone, vault
from gangmu.partners.channel import NotSent, checked

PHONE_DIGITS = range(5, 16)


def read(actor: Actor, notice: Notice) -> None:
    """A notice was opened: it has arrived, and goes out over no further channel. Refused: not_found."""
    if notice.user_id is None or notice.user_id != actor.user_id:
        raise Refused("not_found")
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())
        opened([notice.pk])


def read_all(actor: Actor) -> int:
    """All of one's notices are read; how many were not."""
    new = list(Notice.objects.filter(user_id=person(actor), read_at=None).values_list("pk", flat=True))
    Notice.objects.filter(pk__in=new).update(read_at=clock.now())
    opened(new)
    return len(new)


def prefer(actor: Actor, quiet_from: time, quiet_to: time, muted: Sequence[str]) -> None:
    """Quiet hours in civil time (equal: none), and channels over which he is not told. Refused: channel_unknown."""
    if unknown := [name for name in muted if name not in PERSONAL]:
        raise Refused("channel_unknown", channel=unknown[0])
    Preference.objects.update_or_create(
        user_id=person(actor),
        defaults={"quiet_from": quiet_from, "quiet_to": quiet_to, "muted": list(muted)},
    )


def reach(actor: Actor, channel: str, where: Mapping[str, str]) -> Address:
    """An address of one's own: sms {'phone'}, mail {'email'}, webpush {'endpoint', 'p256dh', 'auth'}.

    A person has one phone and one mailbox here, and as many browsers as he subscribes; a browser belongs to whoever
    subscribed it last. Refused: channel_unknown, address_wrong.
    """
    known, mask, kept = _known(channel, where)
    fingerprint = vault().fingerprint("notice address", f"{channel}:{known}")
    mine = Address.objects.filter(user_id=person(actor), channel=channel, ended_at=None)
    if channel == "webpush":
        end_elsewhere(channel, fingerprint, person(actor))
    else:
        mine.exclude(fingerprint=fingerprint).update(ended_at=clock.now())
    found, _made = mine.filter(fingerprint=fingerprint).get_or_create(
        user_id=person(actor), channel=channel, fingerprint=fingerprint, ended_at=None,
        defaults={"sealed": vault().seal("notice address", kept), "mask": mask, "since": clock.now()},
    )  # fmt: skip
    return found


def end_address(actor: Actor, channel: str) -> None:
    """None of one's addresses on a channel is used any more."""
    Address.objects.filter(user_id=person(actor), channel=channel, ended_at=None).update(ended_at=clock.now())


def _known(channel: str, where: Mapping[str, str]) -> tuple[str, str, str]:
    """What an address is known by, its mask, and what is sealed."""
    try:
        if channel == "sms":
            phone = "".join(where["phone"].split()).replace("-", "")
            if (
                not phone.removeprefix("+").isdecimal()
                or len(phone) not in PHONE_DIGITS
                or not phone.isascii()
            ):
                raise Refused("address_wrong")
            return phone, mask_phone(phone), json.dumps({"phone": phone})
        if channel == "mail":
            email = where["email"].strip()
            validate_email(email)
            return (
                email.lower(),
                f"{email[:1]}***@{email.rpartition('@')[2]}"[:60],
                json.dumps({"email": email}),
            )
        if channel == "webpush":
            endpoint = checked(where["endpoint"], push_hosts())
            kept = {"endpoint": endpoint, "p256dh": where["p256dh"][:200], "auth": where["auth"][:100]}
            return endpoint, endpoint.split("/")[2][:60], json.dumps(kept)
    except (KeyError, ValidationError, NotSent):
        raise Refused("address_wrong") from None
    raise Refused("channel_unknown", channel=channel)
