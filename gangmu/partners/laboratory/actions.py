"""The only writer of laboratory results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from gangmu.ground.register.rules import recognise
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import vault
from gangmu.partners.laboratory.bulk import follow, store, store_singles
from gangmu.partners.laboratory.rules import NotTaken, Received, ResultIn

AHEAD = timedelta(minutes=10)  # how far a laboratory's clock may run ahead of ours


def receive(actor: Actor, command_id: UUID, laboratory: str, results: Sequence[ResultIn]) -> Received:
    """Take a list of results; of a specimen named twice the last counts. Refused('not_allowed') but for partners."""
    if "partner" not in actor.roles:
        raise Refused("not_allowed")

    def do() -> dict[str, object]:
        now = clock.now()
        rows, not_taken = _readable(results, now)
        written, known, others = store(actor.jurisdiction, laboratory, rows.values(), now)
        return Received(
            stored=written,
            unchanged=len(known) - len(others) - written,
            repeated=len(results) - len(rows) - len(not_taken),
            unknown=[specimen for specimen in rows if specimen not in known],
            not_taken=sorted(not_taken + _others(results, others), key=lambda one: one.position),
        ).model_dump()

    return Received.model_validate(once(actor, command_id, "laboratory.receive", do))


def keep_singles(actor: Actor, laboratory: str, singles: Iterable[tuple[str, int, str, datetime]]) -> int:
    """Keep what single tubes say of persons: (code, person, value, sampled at); returns how many were news.

    Whoever calls has taken the results in and answers for them.
    """
    return store_singles(laboratory, singles, clock.now())


def follow_merged(actor: Actor, survivor: int, gone: int) -> None:
    """Give the results of a person to the one he turned out to be."""
    follow(survivor, gone)


def _others(results: Sequence[ResultIn], specimens: set[str]) -> list[NotTaken]:
    """The last result of each of these specimens, which are somebody else's."""
    last = {one.specimen: position for position, one in enumerate(results) if one.specimen in specimens}
    return [NotTaken(position=position, code="specimen_of_other") for position in last.values()]


def _readable(
    results: Sequence[ResultIn], now: datetime
) -> tuple[dict[str, tuple[str, bytes, str, datetime]], list[NotTaken]]:
    """The rows to store by specimen, and what cannot be taken."""
    rows: dict[str, tuple[str, bytes, str, datetime]] = {}
    not_taken = []
    for position, result in enumerate(results):
        key = recognise(result.document_number).key
        if not key:
            not_taken.append(NotTaken(position=position, code="document_unreadable"))
        elif result.sampled_at > now + AHEAD:
            not_taken.append(NotTaken(position=position, code="sampled_in_future"))
        else:
            hashed = vault().fingerprint("document", key)
            rows[result.specimen] = (result.specimen, hashed, result.value, result.sampled_at)
    return rows, not_taken
