"""Who is responsible for a joint office at every minute, how he handed it on, and where nobody took it in time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.command.watch.states import ChangeoverStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body, Post
from gangmu.kernel.scope import Scoped


class Watch(Scoped):
    """That one person is responsible for an office from a moment until the next one has signed for it.

    An end has a next watch that begins at that very moment (a foreign key of the database), one watch of an office is
    open, no two end together: so the watches of an office are one chain without a hole (ADR 21). Rows are never
    deleted, and nothing but an open end changes.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="watches", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "starts_at"], name="watch_one_begins"),
            models.UniqueConstraint(fields=["body", "ends_at"], name="watch_one_ends"),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(ends_at__isnull=True), name="watch_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="watch_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"watch {self.pk}"


class Changeover(Scoped):
    """交接班: how one watch ends. Whoever hands over signs a frozen snapshot; whoever takes it signs after him.

    `snapshot` is what was open then (rules.Snapshot): counts and ids, no names of residents. `digest` covers it, the
    signer and the moment. `because`: why somebody else signed in the place of the one responsible. `seen` are the
    sections that the next one has looked at, each with his remark.
    """

    STATUS = [(str(s), str(s)) for s in ChangeoverStatus]

    watch = models.OneToOneField(Watch, on_delete=models.PROTECT, related_name="changeover")
    status = models.CharField(max_length=8, choices=STATUS, default=ChangeoverStatus.DRAFTED)
    opened_at = models.DateTimeField()
    notes = models.CharField(max_length=2000, blank=True)
    snapshot = models.JSONField(null=True)
    digest = models.BinaryField(max_length=32, default=b"")
    handed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    handed_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    seen = models.JSONField(default=dict)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="drafted", handed_by__isnull=True, accepted_by__isnull=True)
                | models.Q(status="handed", handed_by__isnull=False, accepted_by__isnull=True)
                | models.Q(status="accepted", handed_by__isnull=False, accepted_by__isnull=False),
                name="changeover_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True) | ~models.Q(accepted_by=models.F("handed_by")),
                name="changeover_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(status="drafted")
                | models.Q(snapshot__isnull=False, handed_at__isnull=False),
                name="changeover_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"changeover {self.pk}"


class Point(Scoped):
    """Something marked for whoever comes next, handed on from watch to watch until it is done."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    due_at = models.DateTimeField(null=True)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"point {self.pk}"


class Gap(Scoped):
    """That the person on the roster did not take over at a change of shift: the one before him stays responsible.

    `turn_at` is when the shift changed, `opened_at` when the grace was over, `ended_at` when somebody signed.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="gaps")
    turn_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "turn_at"], name="gap_once")]

    def __str__(self) -> str:
        return f"gap {self.pk}"


class RedTrio(Scoped):
    """That a working trio could not do its work from a minute on: a role of it had nobody on duty. `roles` had then.

    One is open for a trio until every role is filled again, whatever becomes empty meanwhile.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    roles = models.JSONField(default=list)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(ended_at__isnull=True), name="red_trio_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=models.F("since")),
                name="red_trio_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"red trio {self.body_id}"


class Alarm(Scoped):
    """That a level of the headrope was told of a gap: each level once."""

    class Level(models.TextChoices):
        TOWN = "town", _("town")
        COUNTY = "county", _("county")
        CITY = "city", _("city")

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="alarms", db_index=False)
    level = models.CharField(max_length=6, choices=Level)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gap", "level"], name="alarm_once")]

    def __str__(self) -> str:
        return f"{self.level} told of gap {self.gap_id}"
