"""Tasks, and how many stand where."""

from __future__ import annotations

from django.db import models

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
        User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, db_constraint=False
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
            # What is neither unfinished nor the great rest, which is closed.
            models.Index(
                fields=["status", "-id"],
                include=["area"],
                condition=models.Q(status__in=[str(Status.RELEASED), str(Status.CANCELLED)]),
                name="task_ended",
            ),
            models.Index(fields=["area", "-id"], name="task_area"),
            # Of two million tasks a few are unfinished: every list of those walks this one, whatever the scope.
            models.Index(
                fields=["-id"],
                include=["area", "due_at"],
                condition=models.Q(status__in=[str(s) for s in STILL_OPEN]),
                name="task_unfinished",
            ),
            # Reviewers look at their town: what stands at the gates of the city is forty times as much.
            models.Index(
                fields=["status", "area"],
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
