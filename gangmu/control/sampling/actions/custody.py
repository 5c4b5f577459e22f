"""Tubes change hands: to a courier, to a laboratory; each side says what it had. And what is lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from gangmu.control.sampling import bulk, policy
from gangmu.control.sampling.actions.allowing import allow, reason_of
from gangmu.control.sampling.facts import TubesReceived, TubesSent
from gangmu.control.sampling.models import Consignment, Recall, Round, Tube
from gangmu.control.sampling.rules.codes import tube_code
from gangmu.control.sampling.states import RecallStatus
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell

MOST = 10_000  # tubes of one hand-over


@dataclass(frozen=True, slots=True)
class Came:
    """What a laboratory said it has: `new` here, said `before`, and codes that nobody `sent` it."""

    new: int
    before: int
    unknown: list[str] = field(default_factory=list)


def send(actor: Actor, command: UUID, one: Round, codes: Iterable[str], courier: str, laboratory: str) -> int:
    """Hand sealed tubes to a courier, all or none; returns the consignment.

    Refused: not_allowed, courier_missing, tubes_missing(most), tube_code, tubes_not_sent(tubes: each code that cannot
    go, with why).
    """
    allow(policy.may_send(actor))
    wanted = codes_of(codes)
    courier, laboratory = courier.strip()[:60], laboratory.strip()[:60]
    if not courier or not laboratory:
        raise Refused("courier_missing")

    def do() -> int:
        wrong = bulk.cannot_send(actor.jurisdiction, one.pk, wanted)
        if wrong:
            raise Refused("tubes_not_sent", wrong=wrong)
        made = Consignment.objects.create(
            area=actor.jurisdiction.lo, round=one, courier=courier, laboratory=laboratory, tubes_sent=len(wanted),
            sent_by_id=actor.user_id, sent_at=clock.now(),
        )  # fmt: skip
        if bulk.send(one.pk, made.pk, wanted, courier) != len(wanted):
            raise Refused("tubes_not_sent", wrong=bulk.cannot_send(actor.jurisdiction, one.pk, wanted))
        record(actor, TubesSent(made.pk, made.area, len(wanted)))
        return int(made.pk)

    return int(once(actor, command, "sampling.send", do))


def receive(actor: Actor, command: UUID, laboratory: str, codes: Iterable[str]) -> Came:
    """A laboratory says which tubes it has, also such as nobody noted to be sent.

    Refused: not_allowed, tube_code, tubes_missing(most).
    """
    allow(policy.may_receive(actor))
    wanted = codes_of(codes)

    def do() -> dict[str, object]:
        found = bulk.receive(actor.jurisdiction, wanted, clock.now(), laboratory.strip()[:60])
        new = Counter(round_id for round_id, fresh in found.values() if fresh)
        record(actor, *(TubesReceived(pk, actor.jurisdiction.lo, n) for pk, n in sorted(new.items())))
        return {
            "new": new.total(),
            "before": len(found) - new.total(),
            "unknown": [code for code in wanted if code not in found],
        }

    return Came(**once(actor, command, "sampling.receive", do))


def void(actor: Actor, command: UUID, tube: Tube, reason: str) -> None:
    """A tube is lost or broken: who was in it is free for another. Refused: not_allowed, reason_missing, tube_over."""
    allow(policy.may_send(actor))
    why = reason_of(reason)

    def do() -> None:
        gone, recalls = bulk.void(tube.pk, why)
        if not gone:
            raise Refused("tube_over", tube=tube.code)
        if recalls:
            tell(move="again", reason=why)
            waiting = Recall.objects.filter(pk__in=recalls, status=RecallStatus.SWABBED)
            waiting.update(status=RecallStatus.ASKED)

    once(actor, command, "sampling.void", do)


def codes_of(codes: Iterable[str]) -> list[str]:
    """Codes as scanned or pasted, each once, in their order. Refused: tube_code, tubes_missing(most)."""
    wanted = list(dict.fromkeys(tube_code(code) for code in codes if code.strip()))
    if not 0 < len(wanted) <= MOST:
        raise Refused("tubes_missing", most=MOST)
    return wanted
