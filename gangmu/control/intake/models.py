"""Pushes: slots, batches and rows, and the ledger that balances because a constraint says so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.casework.models import Task
from gangmu.control.intake.states import BatchStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.register.models import Person


class Slot(models.Model):
    """A time of the day at which a push is expected (10:00, 12:00, 15:00, 18:00), or an urgent one."""

    class Name(models.TextChoices):
        TEN = "10:00", "10:00"
        TWELVE = "12:00", "12:00"
        FIFTEEN = "15:00", "15:00"
        EIGHTEEN = "18:00", "18:00"
        URGENT = "urgent", _("urgent")

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="slots")
    day = models.DateField()
    name = models.CharField(max_length=6, choices=Name)
    expected_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    declared_empty_at = models.DateTimeField(null=True)
    declared_empty_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "day", "name"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Batch(models.Model):
    """One file pushed by one clerk. `received` is the sum of what became of its rows, always."""

    STATUS = [(str(s), str(s)) for s in BatchStatus]

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="batches")
    area = models.BigIntegerField()
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    holes = models.JSONField(default=list)
    filename = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    content = models.BinaryField(default=b"")
    size = models.IntegerField()
    status = models.CharField(max_length=10, choices=STATUS, default=BatchStatus.UPLOADED)
    profile = models.CharField(max_length=40, blank=True)
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    pushed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    pushed_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    received = models.IntegerField(default=0)
    tasks = models.IntegerField(default=0)
    merged = models.IntegerField(default=0)
    handed_over = models.IntegerField(default=0)
    out_of_city = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # Of one territory: another's is not seen, and need not be.
                fields=["slot", "digest", "lo", "hi"],
                condition=~models.Q(status="withdrawn"),
                name="batch_same_file_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    received=models.F("tasks")
                    + models.F("merged")
                    + models.F("handed_over")
                    + models.F("out_of_city")
                    + models.F("refused")
                    + models.F("waiting")
                ),
                name="batch_balances",
            ),
        ]
        indexes = [models.Index(fields=["-pushed_at"], name="batch_newest")]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Progress(models.Model):
    """How far the worker is with a committed batch (rows settled), and whether it shall stop; gone when it is done.

    A table of its own: it is written beside the transaction that holds the batch.
    """

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    settled = models.IntegerField(default=0)
    stop = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.settled} of batch {self.batch_id}"


class Row(models.Model):
    """One row of a pushed file and the one thing that became of it.

    `area` is where the person is, or else where somebody must decide: the town that is known, or the batch's.
    `source_ref` is the source's own reference of this row, whosever check it has joined.
    """

    class Outcome(models.TextChoices):
        TASK = "task", _("task")
        MERGED = "merged", _("merged")
        HANDED_OVER = "handed_over", _("handed over")
        OUT_OF_CITY = "out_of_city", _("out of the city")
        REFUSED = "refused", _("refused")
        WAITING = "waiting", _("waiting at the desk")

    batch = models.ForeignKey(
        Batch, on_delete=models.CASCADE, related_name="rows", db_index=False, db_constraint=False
    )
    number = models.IntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    area = models.BigIntegerField()
    name = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=40, blank=True)
    source_ref = models.CharField(max_length=100, blank=True, db_default="")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, related_name="rows", db_index=False, db_constraint=False
    )
    match = models.CharField(max_length=10, blank=True)
    flagged = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    sealed = models.BinaryField(default=b"")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="row_once")]
        indexes = [
            models.Index(fields=["area", "id"], condition=models.Q(outcome="waiting"), name="row_waiting"),
            models.Index(fields=["task"], condition=models.Q(task__isnull=False), name="row_task"),
            # Most rows are tasks: in these, a page of fifty is found along the numbers.
            models.Index(
                fields=["batch", "outcome", "number"],
                condition=~models.Q(outcome="task"),
                name="row_outcome",
            ),
            models.Index(fields=["batch", "area"], name="row_area"),
            models.Index(fields=["batch"], condition=~models.Q(reasons=[]), name="row_reasons"),
            models.Index(fields=["person"], condition=models.Q(person__isnull=False), name="row_person"),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.batch_id}"
