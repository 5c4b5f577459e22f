"""The kernel's own tables: facts and reactions, commands seen, lifecycle edges."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class FactRow(models.Model):
    """Something that happened, kept for ever; written by `facts.record` only."""

    kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    area = models.BigIntegerField()
    data = models.JSONField(default=dict)
    actor = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_fact"
        indexes = [models.Index(fields=["kind", "subject_id"], name="kernel_fact_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class ReactionRow(models.Model):
    """That a reaction to a fact has run: what makes reactions idempotent."""

    fact = models.ForeignKey(FactRow, on_delete=models.CASCADE, db_index=False)
    reaction = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_reaction"
        constraints = [models.UniqueConstraint(fields=["fact", "reaction"], name="kernel_reaction_once")]

    def __str__(self) -> str:
        return f"{self.reaction} of {self.fact_id}"


class CommandRow(models.Model):
    """A command that was carried out, with its first result: what makes a repeated command harmless."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=120)
    at = models.DateTimeField()
    result = models.JSONField(null=True)

    class Meta:
        db_table = "kernel_command"
        indexes = [BrinIndex(fields=["at"], name="kernel_command_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Edge(models.Model):
    """An allowed change of state; filled by the migrations from the lifecycles, read by the history triggers."""

    model = models.CharField(max_length=60)
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30)
    move = models.CharField(max_length=30)

    class Meta:
        db_table = "kernel_edge"
        constraints = [
            models.UniqueConstraint(fields=["model", "source", "target", "move"], name="kernel_edge_once")
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.source} → {self.target}"
