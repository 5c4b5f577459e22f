"""Who answers: bodies, posts, who holds them, shifts and absences, the three-level guarantee, the circle of a door."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import BrinIndex, GistIndex
from django.db import models
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from gangmu.ground.accounts.models import User
from gangmu.ground.register.models import Household
from gangmu.ground.territory.models import Division
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Scoped


class Line(models.TextChoices):
    """The three lines (三线) that meet in a trio and in an office."""

    POLITICAL_LEGAL = "political_legal", _("political-legal")
    PUBLIC_SECURITY = "public_security", _("public security")
    HEALTH = "health", _("health")


class Body(models.Model):
    """A standing group that answers for ground: its members change, it stays."""

    class Kind(models.TextChoices):
        LEADING_TRIO = "leading_trio", _("leading trio")
        TRIO = "trio", _("working trio")
        JOINT_OFFICE = "joint_office", _("joint office")
        PUSH_OFFICE = "push_office", _("push office")
        TASK_FORCE = "task_force", _("task force")
        RESERVE = "reserve", _("reserve")

    class Mode(models.TextChoices):
        ROUTINE = "routine", _("routine")
        EMERGENCY = "emergency", _("emergency")

    kind = models.CharField(max_length=15, choices=Kind)
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="bodies")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ROUTINE)
    line = models.CharField(
        max_length=16, choices=Line, blank=True
    )  # of a task force: the line that it reads
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    holes = models.JSONField(default=list)
    phone = models.CharField(max_length=30, blank=True)
    valid = DateRangeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "lo"], name="body_kind_lo")]

    def __str__(self) -> str:
        return self.name

    @property
    def jurisdiction(self) -> Jurisdiction:
        """What its members see: a working trio its village, an office its town, a leading trio its unit."""
        return Jurisdiction(self.lo, self.hi, tuple((lo, hi) for lo, hi in self.holes))

    @property
    def ground(self) -> Jurisdiction:
        """Whose it is to run: the ground of its division, also for a reserve, whose members see nothing."""
        return self.jurisdiction if self.lo < self.hi else self.division.jurisdiction


class Ground(models.Model):
    """That a working trio owns a grid for a range of dates; in one mode a grid has one owner at a time."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="grounds")
    area = models.BigIntegerField()
    mode = models.CharField(max_length=10, choices=Body.Mode, default=Body.Mode.ROUTINE)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="ground_one_owner",
                expressions=[
                    ("area", RangeOperators.EQUAL),
                    ("mode", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.area}"


class Role(models.TextChoices):
    """What a post is for. What each may do is in the policies, never tested here by name."""

    CADRE = "cadre", _("village cadre")
    POLICE = "police", _("police officer")
    MEDIC = "medic", _("medic")
    GRID_MEMBER = "grid_member", _("grid member")
    VOLUNTEER = "volunteer", _("volunteer")
    PART_TIMER = "part_timer", _("part-time member")
    PROPERTY = "property", _("property staff")
    LIAISON = "liaison", _("liaison")
    LINE_OFFICER = "line_officer", _("task force member")
    PUSH_CLERK = "push_clerk", _("push clerk")
    DESK = "desk", _("joint office seat")
    COMPARER = "comparer", _("comparer")
    GATEKEEPER = "gatekeeper", _("gatekeeper")
    LEADER = "leader", _("leader")
    INSPECTOR = "inspector", _("inspector")
    PARTNER = "partner", _("partner system")


class Post(models.Model):
    """A seat in a body: a role, a line, a title. R1's 岗位; whoever holds it acts in it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=12, choices=Role)
    line = models.CharField(max_length=16, choices=Line, blank=True)
    title = models.CharField(max_length=80)
    in_charge = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """That a user holds a post for a range of dates, himself or as its deputy; history never follows him."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings")
    deputy = models.BooleanField(default=False)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="holding_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.post_id}"


class Shift(models.Model):
    """That somebody is on duty in a post during a time; nobody is in two places at once."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="shifts", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="shifts", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="shifts", db_index=False)
    during = DateTimeRangeField()

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


class Guarantee(models.Model):
    """三级包保: that a post answers for a town, a village or a grid; each has one at a time."""

    class Tier(models.TextChoices):
        TOWN = "town", _("county leader → town")
        VILLAGE = "village", _("town cadre → village")
        GRID = "grid", _("village cadre → households of a grid")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="guarantees")
    tier = models.CharField(max_length=7, choices=Tier)
    area = models.BigIntegerField()
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="guarantee_one",
                expressions=[
                    ("tier", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="guarantee_ground",
                condition=models.Q(Exact(Mod("area", 10**9), 0), tier="town")
                | models.Q(Exact(Mod("area", 10**6), 0), tier="village")
                | models.Q(Exact(Mod("area", 10**3), 0), tier="grid"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.tier} {self.area}"


class Circle(Scoped):
    """N-包-1 (五包一): that a post belongs to the circle around a household, in one role, for a range of dates."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="circle", db_index=False)
    role = models.CharField(max_length=12, choices=Role)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="circles")
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="circle_one_per_role",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.role}"


class Contact(models.Model):
    """The telephone of somebody who works here, sealed; `key` finds who has a number."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="contact")
    sealed = models.BinaryField()
    key = models.BinaryField(unique=True)
    mask = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.mask


class StaffList(Scoped):
    """A spreadsheet of posts and who holds them: kept sealed until it is applied or taken back."""

    filename = models.CharField(max_length=200)
    digest = models.BinaryField()
    sealed = models.BinaryField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    changed = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.filename
