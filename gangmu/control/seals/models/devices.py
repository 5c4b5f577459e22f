"""Devices that a third party lends, and on whose door they are."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.control.isolation.models import Order
from gangmu.control.seals.states import UNFINISHED, BindingStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body
from gangmu.kernel.scope import Scoped


class Device(Scoped):
    """A door contact, known by vendor and serial number. `area`: the ground for which it was lent.

    What it last said of itself counts by its own time: `contact_at`, `battery_at`, `signal_at`, `seen_at`;
    `contact_known_at` is when we learnt it. `offline_at`: since when it is silent; `back_at`: when it was heard again.
    """

    vendor = models.CharField(max_length=20)
    serial = models.CharField(max_length=40)
    model = models.CharField(max_length=60, blank=True)
    provider = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    lent_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    contact = models.CharField(max_length=5, blank=True)  # open, close
    contact_at = models.DateTimeField(null=True)
    contact_known_at = models.DateTimeField(null=True)
    battery = models.SmallIntegerField(null=True)  # per cent
    battery_at = models.DateTimeField(null=True)
    signal = models.SmallIntegerField(null=True)  # dBm
    signal_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    offline_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "serial"], name="device_once")]

    def __str__(self) -> str:
        return self.serial


class Binding(Scoped):
    """A seal for the door of one order: asked for, put on with consent, handed over, taken off.

    The installer (`provider`) sees this row, the door and the number of the order, and nothing else of the person.
    `during`: from when to when the device was on the door; one device is on one door, one door has one device.
    """

    class Consent(models.TextChoices):
        HIMSELF = "himself", _("the resident himself")
        LIVES_HERE = "lives_here", _("an adult who lives there")
        GUARDIAN = "guardian", _("the guardian")

    STATUS = [(str(s), str(s)) for s in BindingStatus]

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="bindings")
    provider = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="bindings")
    door = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=STATUS, default=BindingStatus.ASKED)
    consent = models.CharField(max_length=10, choices=Consent, blank=True)
    during = DateTimeRangeField(null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    installed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    handed_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    removal_asked_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="binding_one_door",
                expressions=[("device", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="binding_one_seal",
                expressions=[
                    ("order", RangeOperators.EQUAL),
                    ("door", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                fields=["order", "door"],
                condition=models.Q(status__in=[str(s) for s in UNFINISHED]),
                name="binding_asked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["asked", "denied"], during__isnull=True, device__isnull=True, consent=""
                )
                | ~models.Q(status__in=["asked", "denied"])
                & models.Q(during__isnull=False, device__isnull=False, installed_by__isnull=False)
                & ~models.Q(consent=""),
                name="binding_with_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(status="removed", during__endswith__isnull=False)
                | ~models.Q(status="removed") & models.Q(during__endswith__isnull=True),
                name="binding_ends_when_removed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["provider"],
                condition=models.Q(status__in=[str(s) for s in UNFINISHED]),
                name="binding_of_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"binding {self.pk}"
