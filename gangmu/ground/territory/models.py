"""The ground: divisions by date, grids, the gazetteer and the names people use."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.kernel.area import Jurisdiction


class Level(models.TextChoices):
    """Levels of a division, from the outside in."""

    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county")
    TOWN = "town", _("town")
    VILLAGE = "village", _("village")


class Division(models.Model):
    """A unit of the ladder city → county → town → village, valid for a range of dates.

    `code` is the 12-digit statistical code, or for a functional zone that has none a code of our own
    ('ZK' 仲恺, 'DYW' 大亚湾). `lo`, `hi`, `holes` are its jurisdiction in area keys.
    """

    code = models.CharField(max_length=12)
    level = models.CharField(max_length=10, choices=Level)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=20, blank=True)
    urban_rural = models.CharField(max_length=3, blank=True)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    holes = models.JSONField(default=list)
    population = models.IntegerField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="division_code_once_a_day",
                expressions=[("code", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=models.Q(lo__lt=models.F("hi")), name="division_range"),
        ]
        indexes = [models.Index(fields=["level", "lo"], name="division_level_lo")]

    def __str__(self) -> str:
        return self.name

    @property
    def jurisdiction(self) -> Jurisdiction:
        """Its range in area keys with the zones cut out of it."""
        return Jurisdiction(self.lo, self.hi, tuple((lo, hi) for lo, hi in self.holes))


class Grid(models.Model):
    """A comprehensive grid (综合网格) or, inside one, a village-group grid (小组网格)."""

    class Kind(models.TextChoices):
        COMPREHENSIVE = "comprehensive", _("comprehensive grid")
        GROUP = "group", _("village-group grid")
        CAMPUS = "campus", _("campus grid")

    area = models.BigIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    name = models.CharField(max_length=60)
    village = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="grids")
    population = models.IntegerField(default=0)
    households = models.IntegerField(default=0)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    outline = models.JSONField(null=True)  # GeoJSON geometry, WGS84
    valid = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="grid_area_once_a_day",
                expressions=[("area", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            )
        ]
        indexes = [models.Index(fields=["area"], name="grid_area")]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A building in a village-group grid; `units` (单元) are its staircases, 0 where nobody counts them.

    Its position (WGS84 degrees) where that is known: then it decides what the building lies in, else its grid does.
    """

    class Kind(models.TextChoices):
        SELF_BUILT = "self_built", _("self-built house")
        ESTATE = "estate", _("estate building")

    area = models.BigIntegerField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind)
    floors = models.SmallIntegerField()
    units = models.SmallIntegerField(default=0)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="building_point",
            ),
            models.UniqueConstraint(fields=["area", "name"], name="building_once"),
            models.CheckConstraint(
                condition=models.Q(floors__gte=1) & models.Q(units__gte=0), name="building_floors"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """An entry of the standard address library: an estate, a village group, a range of numbers on a road."""

    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    village_code = models.CharField(max_length=12)
    area = models.BigIntegerField()
    detail = models.CharField(max_length=40, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["village_code"], name="place_village")]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """A name people use for a unit. Learnt ones hold inside one town only and say who taught them.

    `town_code` is '' for names that hold everywhere. A functional zone has no area of its own: `unit` is its code.
    """

    text = models.CharField(max_length=80)
    area = models.BigIntegerField()
    unit = models.CharField(max_length=12, blank=True)
    town_code = models.CharField(max_length=9, blank=True)
    source = models.CharField(max_length=20)
    taught_by = models.CharField(max_length=120, blank=True)
    taught_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "town_code", "area"], name="alias_once")]
        indexes = [GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="alias_text")]

    def __str__(self) -> str:
        return self.text
