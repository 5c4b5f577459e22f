"""A task goes to another trio; its deadlines, and who was told of one that passed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.casework.models.tasks import Task
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body
from gangmu.kernel.scope import Scoped


class Handover(models.Model):
    """协转: a task offered to another territory, which accepts or refuses. Both sides see it."""

    class Status(models.TextChoices):
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="handovers")
    name = models.CharField(max_length=60, default="")
    source_area = models.BigIntegerField()
    target_area = models.BigIntegerField()
    source_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OFFERED)
    reason = models.CharField(max_length=300)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(status="offered"), name="handover_one_offer"
            )
        ]
        indexes = [models.Index(fields=["status", "target_area"], name="handover_target")]

    def __str__(self) -> str:
        return f"handover of {self.task_id}"


class Reassignment(models.Model):
    """That an open task went to another trio because the mode of its town changed.

    `claimed_by` lost his claim by it: his report is still taken.
    """

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="reassignments", db_constraint=False
    )
    source_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    target_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    claimed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"task {self.task_id} from {self.source_body_id}"


class Timer(models.Model):
    """A deadline of one stage of a task: set once, stopped once, never recomputed."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="timers", db_index=False, db_constraint=False
    )
    stage = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    told = models.SmallIntegerField(default=0)
    tell_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["tell_at"], condition=models.Q(stopped_at__isnull=True), name="timer_due"),
            models.Index(fields=["task"], name="timer_task"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.task_id}"


class Escalation(Scoped):
    """That a level of the headrope was told of a passed deadline: each level once."""

    class Level(models.TextChoices):
        TRIO = "trio", _("trio")
        OFFICE = "office", _("joint office")
        COUNTY = "county", _("county")
        CITY = "city", _("city")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="escalations", db_index=False)
    timer = models.ForeignKey(Timer, on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=10, choices=Level)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timer", "level"], name="escalation_once")]
        indexes = [models.Index(fields=["level", "area"], name="escalation_level")]

    def __str__(self) -> str:
        return f"{self.level} told of {self.task_id}"
