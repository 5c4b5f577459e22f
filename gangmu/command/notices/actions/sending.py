"""Deliveries go out: at least once, with the same key at every attempt, and the failures stay to be seen."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import time, timedelta
from uuid import UUID

from gangmu.command.notices import policy
from gangmu.command.notices.bulk import End, Taken, end_addresses, mark, put_back, take
from gangmu.command.notices.models import Delivery
from gangmu.command.notices.queries import channels_in_use, matrix_in_force, message_of, opened_address
from gangmu.command.notices.rules import Matrix, next_try, wake
from gangmu.command.notices.states import DeliveryStatus
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered, tell
from gangmu.partners.channel import Channel, Message, NotSent, Sent

logger = logging.getLogger(__name__)
BATCH, THREADS = 100, 8  # if every answer is late, a batch takes half of its lease
DOWN_AFTER = 3  # attempts that nobody answered, in one batch; then the channel rests
REST = timedelta(minutes=1)
SILENT = ("unreachable", "unavailable")


def send_due(actor: Actor, most: int = BATCH) -> int:
    """Send up to so many deliveries that are due; how many there were.

    Taking, sending and marking are three steps: if the worker dies before the mark, it is sent again with the same
    key after two minutes. A channel that does not answer rests, and costs its deliveries no attempt.
    """
    with entered(Scope.of(actor)):
        taken = take(most)
        matrix = matrix_in_force()
    if not taken:
        return 0
    post = _Post(channels_in_use(), matrix)
    with ThreadPoolExecutor(THREADS) as crew:
        # A context for each, so that a clock that was set is theirs too.
        begun = [crew.submit(copy_context().run, post.attempt, one) for one in taken]
        ends = [end for end in (one.result() for one in begun) if end]
    with entered(Scope.of(actor)):
        mark(ends)
        tried = {end.id for end in ends}
        put_back([one.id for one in taken if one.id not in tried], clock.now() + REST)
        end_addresses([end.id for end in ends if end.error.startswith("address_gone")])
    return len(taken)


@dataclass
class _Post:
    """One batch on its way, by several threads; they touch no database."""

    channels: Mapping[str, Channel]
    matrix: Matrix
    silent: Counter[str] = field(default_factory=Counter)

    def attempt(self, one: Taken) -> End | None:
        """What became of a delivery; None if it was not tried because its channel is silent."""
        if self.silent[one.channel] >= DOWN_AFTER:
            return None
        text = ""
        try:
            message = message_of(self.matrix, one)
            text = message.plain
            sent = self._sent(one, message)
        except NotSent as error:
            self.silent[one.channel] += error.code in SILENT
            return self._failed(one, text, error)
        except (
            Exception
        ) as error:  # one that breaks us must not keep the others of its batch from being marked
            logger.exception("delivery %s", one.id)
            return self._failed(one, text, NotSent("broken", type(error).__name__, final=True))
        self.silent[one.channel] = 0
        status = DeliveryStatus.DELIVERED if sent.delivered else DeliveryStatus.SENT
        return End(one.id, status, one.tries + 1, text, sent.reference)

    def _sent(self, one: Taken, message: Message) -> Sent:
        channel = self.channels.get(one.channel)
        if channel is None:
            raise NotSent("misconfigured", "this channel is not set up", final=True)
        return channel.send(opened_address(one), message)

    def _failed(self, one: Taken, text: str, error: NotSent) -> End:
        tries, reason = one.tries + 1, f"{error.code}: {error.detail}"
        due = None if error.final else next_try(clock.now(), tries, error.wait)
        if due is None:
            return End(one.id, DeliveryStatus.FAILED, tries, text, error=reason)
        if one.to_person and not one.urgent:
            due = wake(due, *self._quiet(one))
        return End(one.id, DeliveryStatus.QUEUED, tries, text, error=reason, due_at=due)

    def _quiet(self, one: Taken) -> tuple[time, time]:
        shipped = (time.fromisoformat(self.matrix.quiet_from), time.fromisoformat(self.matrix.quiet_to))
        return (one.quiet_from or shipped[0], one.quiet_to or shipped[1])


def resend(actor: Actor, command_id: UUID, channel: str, delivery_id: int | None = None) -> int:
    """Queue again what was given up on a channel and the actor's ground, or one; how many. Refused: not_allowed."""
    if not policy.may_resend(actor):
        raise Refused("not_allowed")

    def do() -> int:
        failed = Delivery.objects.within(Scope.of(actor)).filter(
            status=DeliveryStatus.FAILED, channel=channel
        )
        if delivery_id:
            failed = failed.filter(pk=delivery_id)
        tell(move="resend")
        return int(failed.update(status=DeliveryStatus.QUEUED, tries=0, due_at=clock.now(), taken_until=None))

    return int(once(actor, command_id, "notices.resend", do))
