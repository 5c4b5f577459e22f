"""What a report was asked to prove, how much of it has arrived, and its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from gangmu.casework.models import ProofPart, Report, Task
from gangmu.casework.rules import PROOF_PURPOSE, kind_of, proof_fields
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof: the answer's name, `kind` (photo, voice, position), its id or why there is none, parts here of all."""

    name: str
    kind: str
    id: str
    have: int = 0
    of: int = 0

    @property
    def whole(self) -> bool:
        """Whether all of it is here."""
        return 0 < self.of == self.have


def proofs_of(task: Task, report: Report) -> list[Proof]:
    """The proofs that a report, which the caller has seen, brings or owes: asked for and not given have the id ''."""
    answers = report.answers
    wanted = [
        (name, hints["proof"], answers.get(name, ""))
        for name, hints in proof_fields(kind_of(task.kind).forms[report.outcome]).items()
        if answers.get(name) or _needed(hints, answers)
    ]
    if not wanted:
        return []
    parts = ProofPart.objects.filter(report=report).values("proof")
    here = {str(row["proof"]): row for row in parts.annotate(have=Count("id"), whole=Max("of"))}
    return [
        Proof(name, kind, id, here[id]["have"], here[id]["whole"]) if id in here else Proof(name, kind, id)
        for name, kind, id in wanted
    ]


def _needed(hints: dict[str, Any], answers: dict[str, Any]) -> bool:
    needed = hints.get("needed_if") or {}
    return any(answers.get(name) == value for name, value in needed.items())


def proof_content(scope: Scope, task_id: int, proof: UUID) -> bytes:
    """The whole of a proof of a task in the scope; Refused('not_found') if it is not there, or not all of it."""
    seen = Task.objects.within(scope).filter(pk=task_id)
    parts = list(ProofPart.objects.filter(proof=proof, report__task__in=seen).order_by("number"))
    if not parts or len(parts) < parts[0].of:
        raise Refused("not_found")
    return b"".join(vault().open_bytes(PROOF_PURPOSE, part.sealed) for part in parts)
