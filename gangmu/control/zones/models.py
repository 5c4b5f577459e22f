"""Zones: ground under the rules of a level, until days and a final round allow a human to lift them.

A zone is public: its rules, doors and numbers are posted on the wall. Who lives inside is not in these tables.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangmu.casework.models import Task
from gangmu.control.zones.states import LIVING, ZoneStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.register.models import Household
from gangmu.ground.territory.models import Building
from gangmu.kernel.scope import Scoped


class Zone(Scoped):
    """A zone of an incident. `area` to `hi` is the smallest unit that holds all of it.

    `level` is a zone of the pack `pack@pack_version`: rules read from there, also when the incident has changed its
    pack since. Days count from `control_since`, the beginning of temporary control. `parent`: cut out of it for a
    policy of its own (一区一策).
    """

    STATUS = [(str(s), str(s)) for s in ZoneStatus]

    hi = models.BigIntegerField()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="zones")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts_of_it")
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(max_length=40)
    rank = models.SmallIntegerField()  # the place of the level in its pack: 0 is the strictest
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=STATUS, default=ZoneStatus.TEMPORARY)
    organ = models.CharField(max_length=120)
    hotline = models.CharField(max_length=40)
    control_since = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(area__lt=models.F("hi")), name="zone_range"),
            models.CheckConstraint(
                condition=~Q(organ="") & ~Q(hotline="") & ~Q(name=""), name="zone_says_who_and_whom_to_call"
            ),
            models.CheckConstraint(
                condition=Q(status="temporary") | Q(status="lifted") | Q(declared_at__isnull=False),
                name="zone_declared",
            ),
            models.CheckConstraint(
                condition=~Q(status="lifted") | Q(lifted_at__isnull=False), name="zone_lifted"
            ),
        ]
        indexes = [
            models.Index(
                fields=["area"], condition=Q(status__in=[str(s) for s in LIVING]), name="zone_living"
            )
        ]

    def __str__(self) -> str:
        return f"zone {self.pk}"


class Extent(models.Model):
    """The ground of a zone as it was drawn: the newest one counts, the older ones are its history.

    `geometry` is GeoJSON (WGS84); None where only doors without a position are named. `items`: the grids, buildings and
    doors by name. `because`: why it is wider than the unit of its level.
    """

    class Kind(models.TextChoices):
        POLYGON = "polygon", _("drawn on the map")
        GRIDS = "grids", _("whole grids")
        DOORS = "doors", _("buildings and doors")
        CIRCLE = "circle", _("around a door")

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="extents")
    kind = models.CharField(max_length=10, choices=Kind)
    geometry = models.JSONField(null=True)
    items = models.JSONField(default=list)
    area_m2 = models.BigIntegerField(null=True)
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"extent {self.pk}"


class Headcount(models.Model):
    """How many were inside a zone when a job last counted them: of a large one, looking is not counting again.

    Of all of it (`lo` to `hi` is its range), or of what lies on the ground of one county (the county's, with `holes`).
    `numbers` are those of `bulk.Count`, of a small one no more than how many; counting took `seconds`.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="headcounts", db_index=False)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    holes = models.TextField()
    counted_at = models.DateTimeField()
    seconds = models.FloatField()
    numbers = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "lo", "hi", "holes"], name="headcount_once")]

    def __str__(self) -> str:
        return f"headcount of {self.zone_id}"


class Part(models.Model):
    """A piece of what lies inside now, made anew whenever the ground changes, so that reading is a plain join.

    A building whose position is known is decided by it; whatever else is there, by its grid. `whole`: everybody whose
    area is in [lo, hi). `loose`: the same, but not behind the door of a building that has a position. `vague`: known by
    the village alone: may be inside.
    """

    class Kind(models.TextChoices):
        WHOLE = "whole", _("everybody in it")
        LOOSE = "loose", _("those without a position of their own")
        BUILDING = "building", _("a building")
        DOOR = "door", _("a door")
        VAGUE = "vague", _("perhaps inside")

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=10, choices=Kind)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    building = models.ForeignKey(Building, on_delete=models.CASCADE, null=True, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(lo__lt=models.F("hi")), name="part_bounds"),
            models.CheckConstraint(
                condition=Q(kind="building", building__isnull=False, household__isnull=True)
                | Q(kind="door", household__isnull=False, building__isnull=True)
                | Q(kind__in=["whole", "loose", "vague"], building__isnull=True, household__isnull=True),
                name="part_is_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["lo", "hi"], name="part_range"),
            models.Index(fields=["lo", "hi"], condition=Q(kind__in=["whole", "loose"]), name="part_wide"),
        ]

    def __str__(self) -> str:
        return f"part {self.pk}"


class Event(models.Model):
    """What happened in a zone, entered by a human and dated; what was wrong is taken back by another line.

    `day`: of the case or round; for `held` the first day on which it may fall again; for `fell` the day it fell.
    """

    class Kind(models.TextChoices):
        CASE = "case", _("new case")
        CLEAR = "clear", _("round without a find")
        FIND = "find", _("round with a find")
        HELD = "held", _("held longer")
        FELL = "fell", _("fell to a lower level")

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    level = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="held") | ~Q(note=""), name="held_longer_for_a_reason")
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"


class DayWork(Scoped):
    """A work of a day in one grid of a zone, and the task by which the trio of the grid does it. Once each.

    `code` is the work of the pack's plan, `run` which of its turns of the day. `doors`: households of the grid inside
    the zone. What the trio reported: `reached` households; of a survey `found` among `inspected`.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="works", db_index=False)
    code = models.CharField(max_length=40)
    on = models.DateField()  # Shanghai's day
    run = models.SmallIntegerField()
    doors = models.IntegerField()
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    reached = models.IntegerField(null=True)
    inspected = models.IntegerField(null=True)
    found = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "on", "code", "run", "area"], name="day_work_once"),
            models.CheckConstraint(
                condition=Q(reached__isnull=True, inspected__isnull=True, found__isnull=True)
                | Q(reported_at__isnull=False),
                name="day_work_counts_are_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.on:%m-%d} {self.run}"
