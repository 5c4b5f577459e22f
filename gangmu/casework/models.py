"""Tasks, what was reported, who reviewed it, where it was handed, and the timers that run."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.casework.rules import phone_clock
from gangmu.casework.states import AT_A_GATE, STILL_OPEN, Status
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.models import Body
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scoped


class Task(Scoped):
    """One thing to do about one subject, owned by a trio, never by nobody (R1)."""

    STATUS = [(str(s), str(s)) for s in Status]

    kind = models.CharField(max_length=30)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="tasks", db_index=False, db_constraint=False
    )
    category = models.CharField(max_length=40)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="tasks",
        db_index=False,
        db_constraint=False,
    )
    owner = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="tasks", db_index=False, db_constraint=False
    )
    status = models.CharField(max_length=10, choices=STATUS, default=Status.OPEN)
    urgent = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    building = models.CharField(max_length=80, blank=True)
    known = models.JSONField(default=dict)
    sources = models.SmallIntegerField(default=1)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    claimed_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=300, blank=True)
    return_opened_at = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    last_contact_by = models.CharField(max_length=80, blank=True)
    version = models.IntegerField(default=1)
    # The deadline that was seen to pass (`tell_deadlines`): the task is late while it is still the task's own.
    missed_at = models.DateTimeField(null=True)
    late = models.GeneratedField(
        expression=models.ExpressionWrapper(
            models.Q(
                missed_at__isnull=False, missed_at=models.F("due_at"), status__in=[str(s) for s in STILL_OPEN]
            ),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    released_on = models.DateField(null=True)  # Shanghai's day

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "incident", "kind"],
                condition=models.Q(status__in=[str(s) for s in STILL_OPEN]),
                name="task_one_open_check",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.CLAIMED) | models.Q(claimed_at__isnull=False),
                name="task_claimed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "status", "due_at"], name="task_owner"),
            models.Index(fields=["status", "area", "due_at"], name="task_status"),
            models.Index(fields=["area", "-id"], name="task_area"),
            # Of two million tasks a few are unfinished: every list of those walks this one, whatever the scope.
            models.Index(
                fields=["-id"],
                include=["area", "due_at"],
                condition=models.Q(status__in=[str(s) for s in STILL_OPEN]),
                name="task_unfinished",
            ),
            models.Index(
                fields=["status", "due_at", "id"],
                condition=models.Q(status__in=[str(s) for s in AT_A_GATE]),
                name="task_gate",
            ),
            models.Index(fields=["due_at", "id", "area"], condition=models.Q(late=True), name="task_late"),
            models.Index(fields=["person"], name="task_person"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class TaskTally(Scoped):
    """How many tasks stand where: lines of numbers to be added up, kept by the database (`states.TALLY`, ADR 14).

    `area` is a comprehensive grid, or the unit that a task is known to. `day` is the day of release while it is
    today; `late` are those of the open ones whose deadline has passed.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField(null=True)
    open = models.IntegerField()
    claimed = models.IntegerField()
    reported = models.IntegerField()
    compared = models.IntegerField()
    returned = models.IntegerField()
    offered = models.IntegerField()
    released = models.IntegerField()
    closed = models.IntegerField()
    cancelled = models.IntegerField()
    late = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["area"], name="task_tally_area")]

    def __str__(self) -> str:
        return f"tasks in {self.area}"


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
    target_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_constraint=False)
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
