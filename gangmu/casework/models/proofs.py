"""What a phone took at the door because the form asks for proof: a photo, a voice note, a position."""

from __future__ import annotations

from django.db import models

from gangmu.casework.models.reports import Report


class ProofPart(models.Model):
    """One piece of a proof, sealed by the vault; a phone sends them when it can, in any order and again.

    `proof` is the id that an answer of the report names; a proof is there when its `of` parts are. It goes with its
    report.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="proof_parts")
    proof = models.UUIDField()
    number = models.SmallIntegerField()
    of = models.SmallIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proof", "number"], name="proof_part_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=0, number__lt=models.F("of"), of__lte=40),
                name="proof_part_number",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.proof}"
