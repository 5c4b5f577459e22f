"""What devices say is kept as it comes, and understood a moment later by the thousand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from gangmu.control.seals import bulk, policy
from gangmu.control.seals.bulk.hearing import Settled
from gangmu.control.seals.facts import AlarmRaised, VendorSilent
from gangmu.control.seals.rules import limits
from gangmu.ground.organization.queries import owner_of
from gangmu.kernel import clock
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered, tell
from gangmu.partners.seals import mqtt, onenet
from gangmu.partners.seals.heard import Decode

DECODERS: dict[str, Decode] = {onenet.VENDOR: onenet.decode, mqtt.VENDOR: mqtt.decode}
BATCH = 10_000


def take_in(actor: Actor, messages: Iterable[tuple[str, str, bytes]]) -> int:
    """Keep messages (vendor, topic, body) as they came; once the transaction commits they may be acknowledged."""
    if not policy.may_ingest(actor):
        raise Refused("not_allowed")
    return bulk.keep(messages, clock.now())


def ingest(actor: Actor, most: int = BATCH) -> Settled:
    """Settle all messages that wait and judge what is due, each batch in a transaction of its own; the sums.

    Runs outside a transaction: a death costs the batch under way, which is there again.
    """
    if not policy.may_ingest(actor):
        raise Refused("not_allowed")
    done = Settled()
    while True:
        with entered(Scope.of(actor)):
            batch = bulk.settle(DECODERS, most)
        done = Settled(*(a + b for a, b in zip(done, batch, strict=True)))
        if batch.messages < most:
            break
    judged = 1
    while judged:
        with entered(Scope.of(actor)):
            tell(move="raise", reason="")
            judged, alarms = bulk.judge()
            record(
                actor, *(AlarmRaised(one.id, one.area, owner_of(one.area) or 0, one.kind) for one in alarms)
            )
    return done


def look_after(actor: Actor) -> int:
    """Note doors left open and devices gone silent; tell the next level of unanswered alarms. How many were told."""
    if not policy.may_ingest(actor):
        raise Refused("not_allowed")
    outages = bulk.look()
    record(actor, *(VendorSilent(one.area, one.area, one.vendor, one.devices) for one in outages))
    return bulk.escalate(actor.key)


def forget(actor: Actor) -> int:
    """Forget what could not be read some weeks ago, and the doors of orders that are forgotten."""
    if not policy.may_ingest(actor):
        raise Refused("not_allowed")
    return bulk.forget(clock.now() - timedelta(days=limits().unread_days))
