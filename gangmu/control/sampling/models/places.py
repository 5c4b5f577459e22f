"""Key places and persons: who answers for a place, who is to be sampled how often, and what was looked at there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scoped


class KeyPlace(Scoped):
    """A place that is checked regularly, with the four who answer for it (四方责任)."""

    class Line(models.TextChoices):
        ORDINARY = "ordinary", _("key place")
        COAST = "coast", _("coast and boats")
        SUPERVISED = "supervised", _("supervised place")

    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=200)
    line = models.CharField(_("line"), max_length=10, choices=Line, default=Line.ORDINARY)
    territory = models.CharField(_("territory"), max_length=80)
    department = models.CharField(_("department"), max_length=80)
    unit = models.CharField(_("unit"), max_length=80)
    individual = models.CharField(_("responsible person"), max_length=80)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(ended_at=None), name="key_place_once"
            ),
            models.CheckConstraint(
                condition=~Q(territory="") & ~Q(department="") & ~Q(unit="") & ~Q(individual=""),
                name="key_place_four_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Check(Scoped):
    """A look at a key place by its line's list: what was in order and what was not. Never changed."""

    place = models.ForeignKey(KeyPlace, on_delete=models.PROTECT, related_name="checks")
    items = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"check {self.pk}"


class Plan(Scoped):
    """Who is sampled how often, on the ground `area` to `hi`: an occupation, the people of a place, or named persons.

    `rotating`: each day one share of `every`, each person once in `every` days; else whoever's last sample is `every`
    days old.
    """

    class Of(models.TextChoices):
        OCCUPATION = "occupation", _("an occupation")
        PLACE = "place", _("a key place")
        PERSONS = "persons", _("named persons")

    hi = models.BigIntegerField()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(_("name"), max_length=60)
    of = models.CharField(max_length=10, choices=Of)
    place = models.ForeignKey(KeyPlace, on_delete=models.PROTECT, null=True, related_name="plans")
    every = models.SmallIntegerField(_("every how many days"))
    rotating = models.BooleanField(_("a share each day"), default=False)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every__gte=1, every__lte=60), name="sampling_plan_every"),
            models.CheckConstraint(
                condition=Q(of="place", place__isnull=False) | ~Q(of="place") & Q(place=None),
                name="sampling_plan_of_a_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanMember(Scoped):
    """That a person is under a check plan, while he is."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person"], condition=Q(ended_at=None), name="sampling_plan_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"
