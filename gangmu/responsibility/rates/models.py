"""The weekly rate: frozen numbers of units, who is behind them, objections, and the ladder for counties.

Units are ranked, never persons. `area` is the lowest key of a unit's ground.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.ground.accounts.models import Decided, User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.models import Post
from gangmu.kernel.scope import Scoped
from gangmu.responsibility.rates.states import ObjectionStatus, StepStatus, WeekStatus


class Week(models.Model):
    """A calendar week (Monday to Sunday) of an incident, frozen: by which rules, until when it may be objected to."""

    STATUS = [(str(s), str(s)) for s in WeekStatus]

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    begins = models.DateField()
    status = models.CharField(max_length=10, choices=STATUS, default=WeekStatus.FROZEN)
    rules = models.CharField(max_length=20)
    denominator = models.CharField(max_length=20)
    frozen_at = models.DateTimeField()
    objections_until = models.DateTimeField()
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "begins"], name="week_once"),
            models.CheckConstraint(condition=models.Q(begins__iso_week_day=1), name="week_begins_on_monday"),
            models.CheckConstraint(
                condition=~models.Q(status="settled")
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
                name="week_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"week of {self.begins}"


class Rate(Scoped):
    """The two numbers of a unit and week. Never changed: what comes late is a line of its own, `revision` 1 and on."""

    week = models.ForeignKey(Week, on_delete=models.PROTECT, related_name="rates")
    revision = models.SmallIntegerField(default=0)
    level = models.CharField(max_length=10)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    required = models.IntegerField()
    sampled = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "code", "revision"], name="rate_once"),
            models.CheckConstraint(
                condition=models.Q(sampled__gte=0, required__gte=models.F("sampled")), name="rate_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.sampled}/{self.required}"


class Roll(Scoped):
    """Who is behind the numbers of a village: ids of the required and of those with a valid sample. Never changed."""

    week = models.ForeignKey(Week, on_delete=models.PROTECT, related_name="rolls", db_index=False)
    revision = models.SmallIntegerField(default=0)
    required = ArrayField(models.BigIntegerField())
    sampled = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "area", "revision"], name="roll_once")]

    def __str__(self) -> str:
        return f"roll of {self.area}"


class Objection(Scoped, Decided):
    """What a county objects to in its number; a named human decides, with his reason.

    `effect` of one that is upheld: the newest revision counts instead, or the unit is set aside from the ranking.
    """

    class About(models.TextChoices):
        SAMPLES = "samples", _("samples are missing or late")
        REQUIRED = "required", _("the required persons are wrong")
        OTHER = "other", _("something else")

    class Effect(models.TextChoices):
        REVISION = "revision", _("the newest revision counts")
        ASIDE = "aside", _("the unit is not ranked this week")

    STATUS = [(str(s), str(s)) for s in ObjectionStatus]

    week = models.ForeignKey(Week, on_delete=models.PROTECT, related_name="objections")
    code = models.CharField(max_length=12)
    about = models.CharField(max_length=10, choices=About)
    text = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=STATUS, default=ObjectionStatus.RAISED)
    effect = models.CharField(max_length=10, choices=Effect, blank=True)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week", "code"], condition=models.Q(status="raised"), name="objection_one_open"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["upheld", "rejected"])
                | models.Q(decided_by__isnull=False) & ~models.Q(answer=""),
                name="objection_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("raised_by")),
                name="objection_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class Step(Scoped):
    """A step of the ladder for a county and week: proposed by rule, decided by humans. `because`: rule and figures."""

    STATUS = [(str(s), str(s)) for s in StepStatus]

    week = models.ForeignKey(Week, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    rung = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=STATUS, default=StepStatus.PROPOSED)
    because = models.JSONField(default=dict)
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "code"], name="step_one_of_week"),
            models.CheckConstraint(
                condition=models.Q(status__in=["proposed", "dropped"])
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False, due_at__isnull=False),
                name="step_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} of {self.name}"


class Answer(Scoped):
    """What one of the three posts of a county says to a step: what went wrong, what is changed until when."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="answers")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=2000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"answer to {self.step_id}"
