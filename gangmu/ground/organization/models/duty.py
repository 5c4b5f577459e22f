"""Who is on duty when, and who is away."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import BrinIndex, GistIndex
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models.bodies import Body, Post


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts, found by one person or one body and a time."""

    # The indexes are GiST: they compare a bigint with a bigint only. A plain integer literal would go past them, and
    # every shift of that time in the city would be read.
    def of(self, user_id: int) -> ShiftQuerySet:
        """Those of somebody."""
        return self.filter(user_id=Cast(models.Value(user_id), models.BigIntegerField()))

    def at(self, body_id: int) -> ShiftQuerySet:
        """Those in a body."""
        return self.filter(body_id=Cast(models.Value(body_id), models.BigIntegerField()))


class Shift(models.Model):
    """That somebody is on duty in a post during a time; nobody is in two places at once."""

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="shifts", db_index=False, db_constraint=False
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="shifts", db_index=False, db_constraint=False
    )
    body = models.ForeignKey(
        Body, on_delete=models.CASCADE, related_name="shifts", db_index=False, db_constraint=False
    )
    during = DateTimeRangeField()

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="shift_not_in_two_places",
                expressions=[("user", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]
        indexes = [
            GistIndex(fields=["body", "during"], name="shift_body_during"),
            BrinIndex(
                fields=["during"], name="shift_during"
            ),  # a week of a whole city, years of shifts behind it
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.during}"


class PlannedWeek(models.Model):  # noqa: DJ008 (a key and nothing else)
    """That a published roster decides who is on duty in a post during a time: the automatic shifts keep out of it."""

    pk = models.CompositePrimaryKey("post", "during")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    during = DateTimeRangeField()


class Absence(models.Model):
    """That somebody is away, whatever shift he has: no trio counts him. Why stays with whoever granted it."""

    class Reason(models.TextChoices):
        LEAVE = "leave", _("leave")
        REST = "rest", _("compensatory rest")
        TRAINING = "training", _("training")
        ELSEWHERE = "elsewhere", _("sent elsewhere")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences", db_index=False)
    during = DateTimeRangeField()
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.LEAVE)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="absence_once",
                expressions=[("user", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.during}"
