"""The three-level guarantee, the circle of a door."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from gangmu.ground.organization.models.bodies import Post, Role
from gangmu.ground.register.models import Household
from gangmu.kernel.scope import Scoped


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
