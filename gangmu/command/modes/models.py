"""Plans for an emergency: which towns, how many trios, which ground each, who sits in it and where he comes from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gangmu.command.modes.states import PlanStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import ModeChange, Post, Role
from gangmu.kernel.scope import Scoped


class Plan(Scoped):
    """What shall be done in an emergency, as a whole. `area` is the lowest key of the ground of whoever made it.

    While it is worked out `progress` counts its towns that are; `failure` is the refusal it ended with: code, params.
    """

    STATUS = [(str(s), str(s)) for s in PlanStatus]

    name = models.CharField(max_length=60)
    mechanism = models.CharField(max_length=6, choices=ModeChange.Mechanism)
    anew = models.BooleanField()  # the ground divided by this plan, not as it was laid down
    status = models.CharField(max_length=10, choices=STATUS, default=PlanStatus.WORKING)
    progress = models.IntegerField(default=0)
    failure = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    warnings = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class PlanTown(Scoped):
    """A town of a plan: `area` is its key. It is in emergency by this plan from `activated_at` to `ended_at`.

    `wanted` trios were asked for, if the ground is divided anew.

    `before` is the emergency ground as it was laid down before ([[code, area], …]): it comes back in the end.
    `trios_before` routine trios worked there when the plan was made, the heaviest with the load `heaviest_before`.
    `moved` and `moved_back` open tasks changed their trio.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="towns", db_index=False)
    wanted = models.IntegerField(default=0)
    trios_before = models.IntegerField(default=0)
    heaviest_before = models.IntegerField(default=0)
    activated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    moved = models.IntegerField(default=0)
    moved_back = models.IntegerField(default=0)
    before = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "area"], name="plan_town_once"),
            models.UniqueConstraint(
                fields=["area"],
                condition=models.Q(activated_at__isnull=False, ended_at=None),
                name="plan_town_one_emergency",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("activated_at")),
                name="plan_town_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} of {self.plan_id}"


class PlanTrio(models.Model):
    """An emergency trio of a plan: its ground (village groups), and how many people live there."""

    town = models.ForeignKey(PlanTown, on_delete=models.CASCADE, related_name="trios", db_index=False)
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    village = models.BigIntegerField()
    areas = ArrayField(models.BigIntegerField())
    population = models.IntegerField()
    load = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["town", "code"], name="plan_trio_once")]

    def __str__(self) -> str:
        return self.name


class PlanSeat(models.Model):
    """Who sits where: `origin` is the post he comes from; a seat without a user is a gap."""

    trio = models.ForeignKey(PlanTrio, on_delete=models.CASCADE, related_name="seats", db_index=False)
    role = models.CharField(max_length=12, choices=Role)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    deputy = models.BooleanField(default=False)
    origin = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trio", "role", "user"], name="plan_seat_once")]

    def __str__(self) -> str:
        return f"{self.role} of {self.trio_id}"
