"""Incidents: what we collect data for, on which legal basis, under which rules; and the rules themselves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """One version of a protocol pack as it came into use: kept for good, so that an old case can always be read."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    text = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.code}@{self.version}"


class Incident(models.Model):
    """An event that data is collected for. Without a legal basis and a deciding organ there is none.

    `lo`, `hi`, `holes` are its territory in area keys: a county is without the functional zones cut out of it.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    holes = models.JSONField(default=list)
    legal_basis = models.TextField()
    deciding_organ = models.CharField(max_length=120)
    drill = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(legal_basis="") & ~models.Q(deciding_organ=""),
                name="incident_has_a_basis",
            )
        ]

    def __str__(self) -> str:
        return self.name
