"""The joint office's desk: what a human decides about a row that the software could not place or identify.

A decision stages the row's sealed facts again, with the decision in place of the doubt, and settles it by the same
statements as the push itself. Two desks that decide about one row: the first wins, the second is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from gangmu.control.intake import policy
from gangmu.control.intake.bulk import Given, Placing, Staged, Stager, settle_rows, take_turn
from gangmu.control.intake.models import Row
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.organization.queries import owners
from gangmu.ground.territory.actions import learn_alias
from gangmu.ground.territory.queries import address_index
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, floor_to
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell
from gangmu.kernel.vault import vault

CONFLICT = "identity_conflict"  # as settle.sql says of a row whose document is known under another name


def decide_place(actor: Actor, command_id: UUID, row_id: int, area: int, learn: str = "") -> str:
    """Put a waiting row into a village or grid; `learn` is the piece of the address that shall mean its village.

    Returns the row's outcome. Refused: not_allowed, row_settled, area_unknown.
    """
    if area not in owners():
        raise Refused("area_unknown")

    def placed(row: Row, given: Given) -> Placing:
        if learn.strip():
            learn_alias(actor, learn.strip(), floor_to(area, "village"))
        return Placing("located", area, "decided")

    return _decide(actor, command_id, row_id, "intake.decide_place", placed)


def decide_identity(actor: Actor, command_id: UUID, row_id: int, person_id: int | None) -> str:
    """Say that a waiting row is a known person, or (None) somebody new; the address is then matched as usual."""

    def placed(row: Row, given: Given) -> Placing:
        if person_id is not None and person_id not in {c.get("person") for c in row.candidates}:
            raise Refused("not_found")
        if person_id is None and CONFLICT in row.reasons:
            # The number is somebody else's: it stays as it was written, and identifies nobody.
            given.document_key, given.document_checked, given.reasons = "", False, [*given.reasons, CONFLICT]
        found = Placing.of(address_index().locate(given.address), row.area)
        return Placing(
            found.disposition, found.area, found.match, found.flagged, found.candidates, person_id or 0
        )

    return _decide(actor, command_id, row_id, "intake.decide_identity", placed)


def decide_outside(actor: Actor, command_id: UUID, row_id: int) -> str:
    """Say that the person is not in this city: the row goes into the export file."""
    return _decide(
        actor,
        command_id,
        row_id,
        "intake.decide_outside",
        lambda row, given: Placing("outside", row.area, "decided"),
    )


def refuse_row(actor: Actor, command_id: UUID, row_id: int, reason: str) -> str:
    """Send a row back to whoever pushed it, with the reason."""
    if not reason.strip():
        raise Refused("reason_missing")

    def placed(row: Row, given: Given) -> Placing:
        given.reasons.append(f"desk: {reason.strip()[:200]}")
        return Placing("refused", row.area, "decided")

    return _decide(actor, command_id, row_id, "intake.refuse_row", placed)


def follow_merged(actor: Actor, survivor: int, gone: int) -> None:
    """Give the rows that named a person, or asked whether he is meant, to the one he turned out to be."""
    Row.objects.filter(person_id=gone).update(person_id=survivor)
    asking = Row.objects.filter(outcome=Row.Outcome.WAITING, candidates=[{"person": gone}])
    asking.update(candidates=[{"person": survivor}])


def _decide(
    actor: Actor, command_id: UUID, row_id: int, kind: str, placed: Callable[[Row, Given], Placing]
) -> str:
    if not policy.may_decide(actor):
        raise Refused("not_allowed")

    def do() -> str:
        held = owners(held=True)
        take_turn()
        row = (
            Row.objects.select_for_update(of=("self",))
            .select_related("batch__slot__incident")
            .filter(pk=row_id)
            .first()
        )
        if row is None:
            raise Refused("not_found")
        if row.outcome != Row.Outcome.WAITING:
            raise Refused("row_settled", outcome=row.outcome)
        batch, incident, now = row.batch, row.batch.slot.incident, clock.now()
        given = Given(**json.loads(vault().open("row", row.sealed)))
        placing = placed(row, given)
        territory = Jurisdiction(batch.lo, batch.hi, tuple((lo, hi) for lo, hi in batch.holes))
        stager = Stager(vault(), pack_of(incident), held, territory, now)
        tell(move="open", reason=f"row {row.pk}")
        if row.person_id and placing.person is None:
            placing = Placing(
                placing.disposition,
                placing.area,
                placing.match,
                placing.flagged,
                placing.candidates,
                row.person_id,
            )
        (outcome,) = settle_rows(
            [stager.piece([Staged(given, placing)])], batch.pk, incident.pk, now, actor.user_id
        )
        return outcome

    return str(once(actor, command_id, kind, do))
