"""What a report was asked to prove, how much of it has arrived, and its content."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max

from gangmu.casework.models import ProofPart, Report, Task
from gangmu.casework.queries.asking import proofs_asked
from gangmu.casework.rules import PROOF_PURPOSE, proofs_named
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof: the answer's name, its id or why there is none, parts here of all.

    `kind`: photo, voice or position; '' where the rules do not ask for it any more.
    """

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
    answers, rules = report.answers, proofs_asked(task, report.outcome)
    wanted: list[tuple[str, str, str]] = [
        (one.code, one.take, answers.get(one.code, ""))
        for one in rules
        if answers.get(one.code) or one.asked_for(answers)
    ]
    known = {one.code for one in rules}
    wanted += [
        (name, "", id) for name, id in answers.items() if name not in known and proofs_named({name: id})
    ]
    if not wanted:
        return []
    parts = ProofPart.objects.filter(report=report).values("proof")
    here = {str(row["proof"]): row for row in parts.annotate(have=Count("id"), whole=Max("of"))}
    return [
        Proof(name, kind, id, here[id]["have"], here[id]["whole"]) if id in here else Proof(name, kind, id)
        for name, kind, id in wanted
    ]


def proof_content(scope: Scope, task_id: int, proof: UUID) -> bytes:
    """The whole of a proof of a task in the scope; Refused('not_found') if it is not there, or not all of it."""
    seen = Task.objects.within(scope).filter(pk=task_id)
    parts = list(ProofPart.objects.filter(proof=proof, report__task__in=seen).order_by("number"))
    if not parts or len(parts) < parts[0].of:
        raise Refused("not_found")
    return b"".join(vault().open_bytes(PROOF_PURPOSE, part.sealed) for part in parts)
