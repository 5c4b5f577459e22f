"""The closing of an incident: what its dry run found, what stays under which assessment, what was destroyed."""

from __future__ import annotations

from django.db import models

from gangmu.command.sunset.states import ClosingStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident


class Closing(models.Model):
    """An incident on its way to its end. Nothing in it names anybody.

    `found`: rows by table that the dry run counted. `gone`: {table: {rows, hash}} as destroyed so far; the hash runs
    over the ids, in the order in which they went. `totals`: the anonymous numbers that remain. `vault_keys`: numbers
    of the keys that had sealed what was destroyed. `digest`: SHA-256 of the certificate.
    """

    STATUS = [(str(s), str(s)) for s in ClosingStatus]

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, choices=STATUS, default=ClosingStatus.PREPARED)
    made_at = models.DateTimeField()
    found = models.JSONField(default=dict)
    gone = models.JSONField(default=dict)
    totals = models.JSONField(default=list)
    vault_keys = models.JSONField(default=list)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    frozen_at = models.DateTimeField(null=True)
    destroyed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    backups_until = models.DateField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=32, default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=~models.Q(status=ClosingStatus.CALLED_OFF),
                name="closing_one_of_incident",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["destroying", "destroyed"])
                | models.Q(destroyed_by__isnull=False, backups_until__isnull=False)
                & ~models.Q(destroyed_by=models.F("frozen_by")),
                name="closing_destroyed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"closing of {self.incident_id}"


class Kept(models.Model):
    """One kind of thing that stays for evidence or evaluation, under an assessment (突发事件应对法 art. 85)."""

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", "evidence"
        EVALUATION = "evaluation", "evaluation"

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="kept")
    group = models.CharField(max_length=12)
    purpose = models.CharField(max_length=10, choices=Purpose)
    legality = models.CharField(max_length=300)
    necessity = models.CharField(max_length=300)
    security = models.CharField(max_length=300)
    until = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closing", "group"], name="kept_once"),
            models.CheckConstraint(
                condition=~models.Q(legality="") & ~models.Q(necessity="") & ~models.Q(security=""),
                name="kept_is_assessed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} of {self.closing_id}"


class Item(models.Model):
    """A person or door that goes with an incident, by id alone; the rows go when the closing is over."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        EXAMINED = "examined", "examined"
        DOOR = "door", "door"

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="items", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["closing", "kind", "subject_id"], name="item_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
