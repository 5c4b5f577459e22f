"""The only writer of laboratory results."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from gangmu.ground.register.rules import recognise
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import vault
from gangmu.partners.laboratory.bulk import store
from gangmu.partners.laboratory.rules import Received, ResultIn


def receive(actor: Actor, command_id: UUID, laboratory: str, results: Sequence[ResultIn]) -> Received:
    """Take a list of results; of a specimen named twice the last counts. Refused('not_allowed') but for partners."""
    if "partner" not in actor.roles:
        raise Refused("not_allowed")

    def do() -> dict[str, object]:
        rows, unreadable = {}, []
        for position, result in enumerate(results):
            key = recognise(result.document_number).key
            if not key:
                unreadable.append(position)
                continue
            hashed = vault().fingerprint("document", key)
            rows[result.specimen] = (result.specimen, hashed, result.value, result.sampled_at)
        written, known = store(laboratory, rows.values(), clock.now())
        return Received(
            stored=written, unchanged=known - written, unknown=len(rows) - known, unreadable=unreadable
        ).model_dump()

    return Received.model_validate(once(actor, command_id, "laboratory.receive", do))
