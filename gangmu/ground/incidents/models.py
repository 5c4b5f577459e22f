"""Incidents: what we collect data for, on which legal basis, under which rules."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Incident(models.Model):
    """An event that data is collected for. Without a legal basis and a deciding organ there is none."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
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
