"""Rounds of sampling, who must be sampled in one, where it is done, and how far it has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangmu.control.sampling.models.places import Plan
from gangmu.control.sampling.states import RoundStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scoped


class Round(Scoped):
    """A round of an incident on the ground `area` to `hi`, for whoever must be sampled between two moments.

    `pool`: how many a tube holds at most. `singly`: categories whose people are never pooled, as the pack said when the
    round was planned. `part` of `parts`: of a rotating share, the day's share. `plan`: whose members are due.
    """

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("everybody of an area")
        SHARE = "share", _("a rotating share of an area")
        PLAN = "plan", _("who is due by a check plan")

    STATUS = [(str(s), str(s)) for s in RoundStatus]
    POOLS = [(1, _("single")), (5, _("5 in a tube")), (10, _("10 in a tube")), (20, _("20 in a tube"))]

    hi = models.BigIntegerField()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="rounds")
    part = models.SmallIntegerField(null=True)
    parts = models.SmallIntegerField(null=True)
    pool = models.SmallIntegerField(choices=POOLS)
    singly = models.JSONField(default=list)
    pool_minutes = models.IntegerField()
    single_minutes = models.IntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=STATUS, default=RoundStatus.PLANNED)
    planned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(area__lt=models.F("hi")), name="sampling_round_range"),
            models.CheckConstraint(
                condition=Q(begins_at__lt=models.F("ends_at")), name="sampling_round_lasts"
            ),
            models.CheckConstraint(condition=Q(pool__in=[1, 5, 10, 20]), name="sampling_round_pool"),
            models.CheckConstraint(
                condition=Q(kind="regional", plan=None, parts=None, part=None)
                | Q(kind="share", plan=None, parts__gt=1, part__gte=0, part__lt=models.F("parts"))
                | Q(kind="plan", plan__isnull=False, parts=None, part=None),
                name="sampling_round_of_its_kind",
            ),
        ]
        indexes = [models.Index(fields=["status", "-id"], name="sampling_round_status")]

    def __str__(self) -> str:
        return f"round {self.pk}"


class Required(Scoped):
    """That a person must be sampled in a round, drawn when it opens; `area` is where he lives then.

    `missed`: why he was not, said by a human; it falls away when he is sampled after all.
    """

    class Missed(models.TextChoices):
        REFUSED = "refused", _("refused")
        AWAY = "away", _("away")
        EXEMPT = "exempt", _("exempt")

    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="required", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    missed = models.CharField(max_length=7, choices=Missed, blank=True)
    because = models.CharField(max_length=200, blank=True)
    missed_by = models.CharField(max_length=120, blank=True)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "round"], name="sampling_required_once"),
            models.CheckConstraint(
                condition=~Q(missed="exempt") | ~Q(because=""), name="sampling_exempt_why"
            ),
        ]
        indexes = [models.Index(fields=["round", "area"], name="sampling_required_of")]

    def __str__(self) -> str:
        return f"required {self.pk}"


class Site(Scoped):
    """A place where samples are taken, its hours, and how many wait there, as the site itself says."""

    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(_("address"), max_length=200)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    waiting = models.IntegerField(null=True)
    waiting_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(ended_at=None), name="sampling_site_once"
            ),
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes")), name="sampling_site_hours"),
            models.CheckConstraint(
                condition=Q(waiting=None) | Q(waiting__gte=0, waiting_at__isnull=False),
                name="sampling_site_queue",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Coverage(Scoped):
    """How far a round has come in a grid: lines of numbers to be added up, kept by the database (`states.COVERAGE`)."""

    round = models.ForeignKey(
        Round, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    required = models.IntegerField()
    refused = models.IntegerField()
    away = models.IntegerField()
    exempt = models.IntegerField()
    sampled = models.IntegerField()
    valid = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["round", "area"], name="sampling_coverage_of")]

    def __str__(self) -> str:
        return f"coverage of {self.area}"
