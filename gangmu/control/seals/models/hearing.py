"""What devices say: as it came in, as it was understood, and what was made of it."""

from __future__ import annotations

from django.db import models

from gangmu.control.seals.models.devices import Binding, Device
from gangmu.kernel.scope import Scoped


class Message(models.Model):
    """A vendor's message as it came in, kept for the seconds until it is read; holds serial numbers, no person."""

    vendor = models.CharField(max_length=20)
    topic = models.CharField(max_length=200, blank=True)
    body = models.BinaryField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"message {self.pk}"


class Unread(models.Model):
    """A message, or a part of one, that could not be taken, and why; kept for some days to ask the vendor."""

    vendor = models.CharField(max_length=20)
    topic = models.CharField(max_length=200, blank=True)
    serial = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=20)
    part = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="unread_received")]

    def __str__(self) -> str:
        return f"{self.reason} {self.serial}"


class Event(Scoped):
    """What happened at a door or to a device, once: the same device, time, kind and number of the message.

    `at` is the device's own time, which orders; `arrived_at` is ours. Openings of a device that is on no door are not
    kept. Rows are never changed; the key holds `at`, so that the table can be parted by month.
    """

    class Kind(models.TextChoices):
        OPEN = "open"
        CLOSE = "close"
        LEFT_OPEN = "left_open"
        TAMPER = "tamper"
        LOW_BATTERY = "low_battery"
        WEAK_SIGNAL = "weak_signal"
        OFFLINE = "offline"
        BACK_ONLINE = "back_online"

    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    binding = models.ForeignKey(
        Binding,
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        db_index=False,
        db_constraint=False,
    )
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    key = models.CharField(max_length=40, blank=True)
    value = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "at", "kind", "key"], name="seal_event_once")
        ]
        indexes = [models.Index(fields=["binding", "at"], name="seal_event_binding")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M:%S}"


class Judgement(Scoped):
    """What was made of an event that may alarm, and because of which alarm, announcement or outing. Made on arrival."""

    class Verdict(models.TextChoices):
        WAITING = "waiting"
        BOUNCE = "bounce"
        LATE = "late"
        OVER = "over"  # the order was not in force any more, or not yet
        ANNOUNCED = "announced"
        VISIT = "visit"  # the trio had just taken a task at this door
        MEDICAL = "medical"
        OUTAGE = "outage"
        ALARM = "alarm"

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, related_name="judgement", db_constraint=False
    )
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    due_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    alarm = models.ForeignKey(
        "seals.Alarm", on_delete=models.PROTECT, null=True, related_name="judgements", db_constraint=False
    )
    opening = models.ForeignKey(
        "seals.Opening",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(verdict="waiting"), name="judgement_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.event_id}"
