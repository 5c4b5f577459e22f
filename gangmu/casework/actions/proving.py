"""Proofs of a report, as they arrive from the phone: piece by piece, long after the report or at once."""

from __future__ import annotations

from uuid import UUID

from gangmu.casework import policy
from gangmu.casework.actions.moving import allow
from gangmu.casework.models import ProofPart, Report
from gangmu.casework.rules import PROOF_PURPOSE, proofs_named
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import vault


def keep_proof(actor: Actor, command_id: UUID, proof: UUID, number: int, of: int, data: bytes) -> bool:
    """Keep one part of a proof that the actor's own report (`command_id`) names; False if it was here already.

    His report may lie beside a case that has left his trio: then too he brings what belongs to it, and learns nothing.
    Refused: not_allowed, not_found (no such report of his, or it names no such proof), proof_other_size.
    """
    allow(policy.may_report(actor))
    with entered(Scope.of(actor)), bulk_role():
        report = Report.objects.filter(command_id=command_id, by_id=actor.user_id).first()
        if (
            report is None
            or report.post_id != actor.post_id
            or str(proof) not in proofs_named(report.answers)
        ):
            raise Refused("not_found")
        if ProofPart.objects.filter(proof=proof).exclude(report=report, of=of).exists():
            raise Refused("proof_other_size")
        _part, fresh = ProofPart.objects.get_or_create(
            proof=proof,
            number=number,
            defaults={
                "report": report,
                "of": of,
                "sealed": vault().seal_bytes(PROOF_PURPOSE, data),
                "at": clock.now(),
            },
        )
    return fresh
