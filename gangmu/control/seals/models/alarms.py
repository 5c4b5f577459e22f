"""Openings that were announced, and alarms of those that were not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.control.isolation.models import Order
from gangmu.control.seals.models.devices import Binding
from gangmu.control.seals.states import JOINS, AlarmStatus
from gangmu.ground.accounts.models import User
from gangmu.kernel.scope import Scoped


class Opening(Scoped):
    """A time in which a door opens with everybody's knowledge: announced by the resident, or the trio's own visit."""

    class Kind(models.TextChoices):
        RUBBISH = "rubbish", _("taking the rubbish out")
        DELIVERY = "delivery", _("a delivery")
        MEDIC = "medic", _("medical care")
        SAMPLING = "sampling", _("sampling")
        VISIT = "visit", _("a visit of the trio")
        OTHER = "other", _("something else")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="openings", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    since = models.DateTimeField()
    until = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=120)  # the actor; a guest for the resident himself
    at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="opening_lasts")
        ]
        indexes = [models.Index(fields=["order", "until"], name="opening_of_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since:%m-%d %H:%M}"


class Alarm(Scoped):
    """A door that opened without anybody's knowledge, a seal that was torn or fell silent; and what it was.

    What a human records about it decides nothing. `medical`: the door opened for medical care, which is no breach.
    `told`: how many levels of the ladder were told; `tell_at`: when the next is, unless somebody acknowledges.
    """

    class Kind(models.TextChoices):
        OPEN = "open", _("Door opened, not announced")
        LEFT_OPEN = "left_open", _("Door left open")
        TAMPER = "tamper", _("Seal touched or torn off")
        OFFLINE = "offline", _("Seal silent")

    STATUS = [(str(s), str(s)) for s in AlarmStatus]

    binding = models.ForeignKey(Binding, on_delete=models.PROTECT, related_name="alarms", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=12, choices=STATUS, default=AlarmStatus.RAISED)
    happened_at = models.DateTimeField()  # the device's time of the first event
    last_at = models.DateTimeField()
    events = models.IntegerField(default=1)
    raised_at = models.DateTimeField()
    told = models.SmallIntegerField(default=0)
    tell_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    acknowledged_at = models.DateTimeField(null=True)
    contacted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    contacted_at = models.DateTimeField(null=True)
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    found_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    medical = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["binding", "kind"],
                condition=models.Q(status__in=[str(s) for s in JOINS]),
                name="alarm_one_standing",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="breach")
                | models.Q(
                    medical=False,
                    found_by__isnull=False,
                    contacted_by__isnull=False,
                )
                & ~models.Q(reason=""),
                name="alarm_breach_by_a_human",
            ),
        ]
        indexes = [
            models.Index(fields=["binding"], name="alarm_binding"),
            models.Index(fields=["area", "-id"], name="alarm_area"),
            models.Index(fields=["tell_at"], condition=models.Q(status="raised"), name="alarm_to_tell"),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class Escalation(Scoped):
    """That a level was told of an alarm which nobody had acknowledged, each once."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="escalations", db_index=False)
    level = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "level"], name="seal_level_told_once")]

    def __str__(self) -> str:
        return f"{self.level} of {self.alarm_id}"
