"""Bodies, the ground they own, their posts and who holds them; which town is in which mode."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.ground.accounts.models import User
from gangmu.ground.territory.models import Division
from gangmu.kernel.area import Jurisdiction


class Line(models.TextChoices):
    """The three lines (三线) that meet in a trio and in an office."""

    POLITICAL_LEGAL = "political_legal", _("political-legal")
    PUBLIC_SECURITY = "public_security", _("public security")
    HEALTH = "health", _("health")


class Body(models.Model):
    """A standing group that answers for ground: its members change, it stays.

    A working trio of the mode that its town is not in stands by: it owns nothing, nobody acts or is on duty in it.
    """

    class Kind(models.TextChoices):
        LEADING_TRIO = "leading_trio", _("leading trio")
        TRIO = "trio", _("working trio")
        JOINT_OFFICE = "joint_office", _("joint office")
        PUSH_OFFICE = "push_office", _("push office")
        TASK_FORCE = "task_force", _("task force")
        RESERVE = "reserve", _("reserve")
        PROVIDER = "provider", _("provider of devices")

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
    standing_by = models.BooleanField(default=False)
    valid = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(standing_by=False) | models.Q(kind="trio"), name="body_trios_stand_by"
            )
        ]
        indexes = [models.Index(fields=["kind", "lo"], name="body_kind_lo")]

    def __str__(self) -> str:
        return self.name

    @property
    def jurisdiction(self) -> Jurisdiction:
        """What its members see: a working trio its village, an office its town, a leading trio its unit."""
        return Jurisdiction(self.lo, self.hi, tuple((lo, hi) for lo, hi in self.holes))

    @property
    def ground(self) -> Jurisdiction:
        """Whose it is to run: that of its division, also for a reserve or a provider, whose members see nothing."""
        return self.jurisdiction if self.lo < self.hi else self.division.jurisdiction


class Ground(models.Model):
    """That a working trio owns a grid for a range of dates; in one mode a grid has one owner at a time.

    It counts while its trio does not stand by.
    """

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


class ModeChange(models.Model):
    """That a town went from one mode to the other, or to another version of the mechanism: the newest one counts.

    A town without any is in routine. `plan_id` is that of the plan that was carried out, 0 for none.
    """

    class Mechanism(models.TextChoices):
        FIRST = "first", _("first edition")
        SECOND = "second", _("second edition")
        THIRD = "third", _("third edition")

    area = models.BigIntegerField()
    mode = models.CharField(max_length=10, choices=Body.Mode)
    mechanism = models.CharField(max_length=6, choices=Mechanism)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    plan_id = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["area", "-id"], name="mode_of_town")]

    def __str__(self) -> str:
        return f"{self.area} {self.mode}"


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
    RESERVE = "reserve", _("reserve")
    LINE_OFFICER = "line_officer", _("task force member")
    PUSH_CLERK = "push_clerk", _("push clerk")
    DESK = "desk", _("joint office seat")
    COMPARER = "comparer", _("comparer")
    GATEKEEPER = "gatekeeper", _("gatekeeper")
    LEADER = "leader", _("leader")
    INSPECTOR = "inspector", _("inspector")
    PARTNER = "partner", _("partner system")
    INSTALLER = "installer", _("installer of door seals")


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

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings", db_constraint=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holdings", db_constraint=False)
    deputy = models.BooleanField(default=False)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="holding_once",
                # One key of user and post: of an index over (user, post, valid) PostgreSQL believes that it finds a
                # post as fast as a user, and walks all of it for each of 15,000 posts.
                expressions=[
                    (models.F("user") * (1 << 32) + models.F("post"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.post_id}"
