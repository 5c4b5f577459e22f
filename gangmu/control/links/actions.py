"""Giving a link, ending it, and coming in with one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import F, Q

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.links import bulk, policy
from gangmu.control.links.models import Link
from gangmu.control.links.queries import is_open
from gangmu.control.links.rules import TOKEN_BYTES, USES_A_MINUTE, WRONG_A_MINUTE
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.accounts.queries import digest_of
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import vault

# Reasons in the access log are data of the case, in the language of the office; the resident reads them.
GIVEN, ENDED = "向本人发放链接", "停用本人链接"


class Came(StrEnum):
    """What somebody came with."""

    LIVE = "live"
    OVER = "over"  # it was good once
    UNKNOWN = "unknown"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who has come in: the person of an order, who acts for himself alone; or nobody, and why."""

    came: Came
    actor: Actor | None = None
    order_id: int = 0
    area: int = 0


def give_link(actor: Actor, command: UUID, order: Order) -> str:
    """A new link of an order in force; the one before ends. Returns its text, once: only a hash of it is kept.

    '' when the same command comes again: what was shown then is not known any more. The access log says who gave it.
    Refused: not_allowed, not_found, order_not_in_force.
    """
    if not policy.may_give(actor):
        raise Refused("not_allowed")
    if order.area not in actor.jurisdiction:
        raise Refused("not_found")
    if order.status not in IN_FORCE:
        raise Refused("order_not_in_force")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = digest_of(token)

    def do() -> int:
        Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=order.pk)
        _end(actor, order)
        link = Link.objects.create(
            order=order,
            area=order.area,
            digest=digest,
            made_by_id=int(actor.user_id or 0),
            made_at=clock.now(),
        )
        log_access(actor, "open", order.person_id, "link", GIVEN)
        return int(link.pk)

    made = int(once(actor, command, "links.give", do))
    return token if Link.objects.filter(pk=made, digest=digest).exists() else ""


def end_link(actor: Actor, command: UUID, order: Order) -> None:
    """End the link of an order now. Refused: not_allowed, not_found."""
    if not policy.may_give(actor):
        raise Refused("not_allowed")
    if order.area not in actor.jurisdiction:
        raise Refused("not_found")

    def do() -> None:
        if _end(actor, order):
            log_access(actor, "open", order.person_id, "link", ENDED)

    once(actor, command, "links.end", do)


def _end(actor: Actor, order: Order) -> int:
    live = Link.objects.filter(Q(order=order) | Q(order__joined_to=order), ended_at=None)
    return live.update(ended_at=clock.now(), ended_by_id=actor.user_id)


def come_in(actor: Actor, token: str, address: str) -> Visitor:
    """Who comes with a link, by the system; each coming is counted, each good one written to the access log.

    A wrong one, an ended one and one that never was cost the same: one look by a hash.
    """
    with entered(Scope.of(actor)):
        digest = digest_of(token)
        link = Link.objects.select_related("order__joined_to").filter(digest=digest).first()
        if link is None:
            wrong = bulk.knocked(vault().fingerprint("knock address", address))
            return Visitor(Came.TOO_OFTEN if wrong > WRONG_A_MINUTE else Came.UNKNOWN)
        if bulk.knocked(vault().fingerprint("knock link", digest.hex())) > USES_A_MINUTE:
            return Visitor(Came.TOO_OFTEN, area=link.area)
        order = (
            link.order.joined_to or link.order
        )  # two orders of one person that were made one open one page
        if link.ended_at or not is_open(order):
            return Visitor(Came.OVER, area=link.area)
        Link.objects.filter(pk=link.pk).update(used_at=clock.now(), uses=F("uses") + 1)
        where = Jurisdiction(order.area, order.area + 1)
        guest = Actor(None, None, where, frozenset({"resident"}), guest_id=order.person_id)
        log_access(guest, "open", order.person_id, "own page")
        return Visitor(Came.LIVE, guest, order.pk, order.area)


def forget_knocks(actor: Actor, before: datetime) -> int:
    """Forget the counts of past minutes; how many."""
    return bulk.forget(before)
