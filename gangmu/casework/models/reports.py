"""Reports, the gates they pass, and which of two counts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.casework.models.tasks import Task
from gangmu.casework.rules import phone_clock
from gangmu.ground.accounts.models import User
from gangmu.kernel.scope import Scoped


class Report(models.Model):
    """What somebody found at the door. A late one is kept beside the case for the reviewer.

    `at` is when it arrived here, `phone_at` when it was done by the clock of the phone, if that was told.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reports", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    post_id = models.BigIntegerField()
    at = models.DateTimeField()
    phone_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20)
    answers = models.JSONField()
    late = models.BooleanField(default=False)
    command_id = models.UUIDField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["task", "-id"], name="report_task"),
            models.Index(fields=["by", "-id"], name="report_by"),
            models.Index(fields=["id"], condition=models.Q(late=True), name="report_late"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def phone_clock(self) -> str:
        """'earlier' if the phone says that it was done long before it arrived, 'wrong' if that cannot be, else ''."""
        return phone_clock(self.phone_at, self.at, self.task.created_at)


class Review(Scoped):
    """A gate passed or not: the comparison with the laboratory, or the release. Nobody reviews his own work.

    `area` is where the task lay then: who answered for that ground sees it, and who sees the report now.
    """

    class Gate(models.TextChoices):
        COMPARE = "compare", _("compare")
        RELEASE = "release", _("release")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reviews")
    gate = models.CharField(max_length=10, choices=Gate)
    passed = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "gate"], name="review_once"),
            models.CheckConstraint(
                condition=models.Q(passed=True) | ~models.Q(reason=""), name="review_return_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["area", "at"], name="review_area")]

    def __str__(self) -> str:
        return f"{self.gate} of {self.report_id}"


class Settlement(Scoped):
    """What the joint office decided of a report that lay beside its case, or was put there: whether it counts.

    `area` is where the task lay then.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="settlement")
    counts = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"settlement of {self.report_id}"
