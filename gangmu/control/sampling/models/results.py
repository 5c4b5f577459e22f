"""What laboratories found, every word of theirs, and the members of positive pools who are called back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangmu.casework.models import Task
from gangmu.control.sampling.models.tubes import Tube
from gangmu.control.sampling.states import RecallStatus
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scoped


class ResultList(Scoped):
    """A list of results as it came in, by file or API: received = stored + unchanged + refused."""

    laboratory = models.CharField(max_length=60)
    filename = models.CharField(max_length=200, blank=True)
    received = models.IntegerField()
    stored = models.IntegerField()
    unchanged = models.IntegerField()
    refused = models.IntegerField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received=F("stored") + F("unchanged") + F("refused")),
                name="sampling_results_balance",
            )
        ]
        indexes = [models.Index(fields=["area", "-id"], name="sampling_results_area")]

    def __str__(self) -> str:
        return f"results {self.pk}"


class Result(models.Model):
    """One word of a laboratory about a tube; a later one is a revision, and the newest counts."""

    class Value(models.TextChoices):
        NEGATIVE = "negative", _("negative")
        POSITIVE = "positive", _("positive")
        INVALID = "invalid", _("invalid")

    tube = models.ForeignKey(Tube, on_delete=models.PROTECT, related_name="results")
    list = models.ForeignKey(ResultList, on_delete=models.PROTECT, related_name="results", db_index=False)
    value = models.CharField(max_length=8, choices=Value)
    tested_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.value} of {self.tube_id}"


class Recall(Scoped):
    """A member of a positive pool: asked to stay where he is and to be swabbed singly; nothing binds him by itself.

    `task` is his trio's; None where nobody owns the ground, which the list of recalls shows.
    """

    STATUS = [(str(s), str(s)) for s in RecallStatus]

    tube = models.ForeignKey(Tube, on_delete=models.PROTECT, related_name="recalls", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=9, choices=STATUS, default=RecallStatus.ASKED)
    asked_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tube", "person"], name="sampling_recall_once")]
        indexes = [
            models.Index(
                fields=["area"], condition=Q(status__in=["asked", "swabbed"]), name="sampling_recall_open"
            )
        ]

    def __str__(self) -> str:
        return f"recall {self.pk}"
