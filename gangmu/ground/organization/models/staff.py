"""What is known of those who work here: a sealed telephone, the lists that named them."""

from __future__ import annotations

from django.db import models

from gangmu.ground.accounts.models import User
from gangmu.kernel.scope import Scoped


class Contact(models.Model):
    """The telephone of somebody who works here, sealed; `key` finds who has a number."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="contact")
    sealed = models.BinaryField()
    key = models.BinaryField(unique=True)
    mask = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.mask


class StaffList(Scoped):
    """A spreadsheet of posts and who holds them: kept sealed until it is applied or taken back."""

    filename = models.CharField(max_length=200)
    digest = models.BinaryField()
    sealed = models.BinaryField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    changed = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.filename
