"""What a day brings: temperatures, symptoms, calls at the door; and a way to the doctor, which is never a breach."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.control.isolation.models.orders import Order
from gangmu.ground.accounts.models import User
from gangmu.kernel.scope import Scoped


class Reading(Scoped):
    """A temperature (°C), symptoms, or that somebody called at the door. `by` is nobody where he entered it himself."""

    class Channel(models.TextChoices):
        SELF = "self", _("by himself")
        PHONE = "phone", _("by phone")
        DOOR = "door", _("at the door")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="readings", db_index=False)
    at = models.DateTimeField()
    on = models.DateField()  # Shanghai's day
    temperature = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    symptoms = models.JSONField(default=list)
    sampled = models.BooleanField(default=False, db_default=False)  # the test of the day was taken then
    channel = models.CharField(max_length=5, choices=Channel)
    acted = models.BooleanField(default=False)  # it was high enough, or bad enough, to act at once
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel="self", by__isnull=True)
                | ~models.Q(channel="self") & models.Q(by__isnull=False),
                name="reading_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(temperature__isnull=True)
                | models.Q(temperature__gte=34, temperature__lte=43),
                name="reading_of_a_body",
            ),
        ]
        indexes = [models.Index(fields=["order", "on"], name="reading_of_day")]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class Outing(Scoped):
    """The door opened for medical care, at any hour, by whoever was there: recorded, and never a breach."""

    class Because(models.TextChoices):
        EMERGENCY = "emergency", _("emergency")
        LABOUR = "labour", _("labour")
        DIALYSIS = "dialysis", _("dialysis")
        MEDICINE = "medicine", _("medicine or treatment")
        TRANSFER = "transfer", _("transfer because of symptoms")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="outings")
    because = models.CharField(max_length=10, choices=Because)
    to = models.CharField(max_length=120, blank=True)
    left_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(back_at__isnull=True) | models.Q(back_at__gte=models.F("left_at")),
                name="outing_back_after_leaving",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(back_at__isnull=True), name="outing_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"outing {self.pk}"
