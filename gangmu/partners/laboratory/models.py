"""Results as laboratories report them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.ground.register.models import Person


class LabResult(models.Model):
    """One specimen's result. Only results of persons whom the register knows are kept."""

    class Value(models.TextChoices):
        NEGATIVE = "negative", _("negative")
        POSITIVE = "positive", _("positive")
        INVALID = "invalid", _("invalid")

    laboratory = models.CharField(max_length=60)
    specimen = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="lab_results")
    document_hash = models.BinaryField(max_length=16)
    value = models.CharField(max_length=10, choices=Value)
    sampled_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["laboratory", "specimen"], name="lab_specimen_once")]
        indexes = [models.Index(fields=["document_hash"], name="lab_document")]

    def __str__(self) -> str:
        return f"{self.laboratory} {self.specimen}"
