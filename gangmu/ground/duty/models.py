"""The plan of a week's duty, cell by cell; leave, wishes and swaps of members; their calendar feeds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.ground.accounts.models import Decided, User
from gangmu.ground.duty.rules.weeks import DAYS, MOST_NIGHTS, week_span
from gangmu.ground.duty.states import OPEN, LeaveStatus, RosterStatus, SwapStatus
from gangmu.ground.organization.models import Body, Post
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Scoped


class Roster(Scoped):
    """Who is to be on duty in the trios and joint offices of a territory in a week that begins on a Monday.

    `gap_minutes` are minutes in which a post that must never be empty is; a roster is published with such only for a
    reason. `run` counts solves; `progress` (0 to 100) and `found` (status, seconds, terms of the objective) tell of
    the solver.
    """

    STATUS = [(str(s), str(s)) for s in RosterStatus]

    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    holes = models.JSONField(default=list)
    place = models.CharField(max_length=80)
    begins = models.DateField()
    status = models.CharField(max_length=12, choices=STATUS, default=RosterStatus.DRAFT)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    most_nights = models.IntegerField(default=MOST_NIGHTS)
    run = models.IntegerField(default=0)
    progress = models.IntegerField(default=0)
    found = models.JSONField(default=dict)
    gap_minutes = models.IntegerField(default=0)
    gap_reason = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "hi", "begins"],
                condition=models.Q(status__in=[str(s) for s in OPEN]),
                name="roster_one_plan",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(gap_minutes=0) | ~models.Q(gap_reason=""),
                name="roster_gaps_have_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(begins__iso_week_day=1), name="roster_begins_on_monday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.begins}"

    @property
    def territory(self) -> Jurisdiction:
        """The ground whose bodies it plans."""
        return Jurisdiction(self.lo, self.hi, tuple((lo, hi) for lo, hi in self.holes))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first shift's beginning to the last one's end."""
        return week_span(self.begins)

    @property
    def ends(self) -> Any:
        """Its last day."""
        return self.begins + timedelta(days=DAYS - 1)


class Turn(models.Model):
    """A cell of a roster: who takes a post in a shift. A locked one stays when the roster is solved again."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="turns", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    during = DateTimeRangeField()
    locked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="turn_not_in_two_places",
                expressions=[
                    ("roster", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(fields=["roster", "post", "during"], name="turn_one_per_cell"),
        ]
        indexes = [models.Index(fields=["roster", "body"], name="turn_roster_body")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.post_id} {self.during}"


class Leave(Scoped, Decided):
    """That a member is away, by kind, without any medical detail. `area` is that of the body he asked from."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("annual leave")
        SICK = "sick", _("sick leave")
        INJURY = "injury", _("work injury leave")
        PERSONAL = "personal", _("personal leave")
        FAMILY = "family", _("family leave")
        TRAINING = "training", _("training")
        REST = "rest", _("compensatory rest")

    STATUS = [(str(s), str(s)) for s in LeaveStatus]

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    during = DateTimeRangeField()
    status = models.CharField(max_length=10, choices=STATUS, default=LeaveStatus.REQUESTED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="leave_once",
                expressions=[("user", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(status__in=["requested", "approved"]),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="refused") | ~models.Q(answer=""), name="leave_refused_with_answer"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="approved") | ~models.Q(decided_by=models.F("user")),
                name="leave_not_by_himself",
            ),
        ]
        indexes = [models.Index(fields=["status", "area"], name="leave_status_area")]

    def __str__(self) -> str:
        return f"leave {self.pk}"


class Wish(Scoped):
    """What a member would like on a day: to be off, to work by day, by night. A leader may make a day off firm."""

    class Kind(models.TextChoices):
        OFF = "off", _("a day off")
        DAY = "day", _("the day shift")
        NIGHT = "night", _("the night shift")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind)
    firm = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="wish_one_a_day"),
            models.CheckConstraint(
                condition=models.Q(firm=False) | models.Q(kind="off"), name="wish_firm_is_off"
            ),
        ]
        indexes = [models.Index(fields=["day", "area"], name="wish_day_area")]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class Swap(Scoped, Decided):
    """A shift that a member offers to a colleague, for one of the colleague's (`back_*`) or for nothing.

    Post and time are kept, not the shift itself: when the shift has changed meanwhile, the swap falls through.
    """

    STATUS = [(str(s), str(s)) for s in SwapStatus]

    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+", db_index=False)
    during = DateTimeRangeField()
    back_post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    back_during = DateTimeRangeField(null=True)
    status = models.CharField(max_length=10, choices=STATUS, default=SwapStatus.OFFERED)
    offered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="swap_takes_two"),
            models.CheckConstraint(
                condition=models.Q(back_post=None, back_during=None)
                | models.Q(back_post__isnull=False, back_during__isnull=False),
                name="swap_back_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="refused") | ~models.Q(answer=""), name="swap_refused_with_answer"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | ~(models.Q(decided_by=models.F("giver")) | models.Q(decided_by=models.F("taker"))),
                name="swap_decided_by_a_third",
            ),
            models.UniqueConstraint(
                fields=["giver", "during"],
                condition=models.Q(status__in=["offered", "accepted"]),
                name="swap_offered_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "area"], name="swap_status_area")]

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Feed(models.Model):
    """A member's calendar address: signed, valid until he ends it; a new one ends the old."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    number = models.UUIDField(unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.user_id}"


class VehicleSeat(models.Model):  # noqa: DJ008 (a key and nothing else)
    """That whoever sits in a post on duty needs a vehicle."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")


class Driver(models.Model):  # noqa: DJ008 (a key and nothing else)
    """That a member brings a vehicle to his shifts and drives it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
