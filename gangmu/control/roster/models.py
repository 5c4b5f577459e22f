"""Imports of the register of residents: the file in pieces, how far it is, and what became of every line."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.control.roster.states import ImportStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scoped


class Import(Scoped):
    """One file of residents. `received` is the sum of what became of its lines, after every slice.

    `offset` and `line` are the cursor: so many bytes and lines of the file are taken in. `skipped` lines (blank, a
    header once more, totals below the table) are nobody and are not received. `area`, `lo`, `hi`, `holes` are the
    ground of the office that imports.
    """

    STATUS = [(str(s), str(s)) for s in ImportStatus]

    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    holes = models.JSONField(default=list)
    filename = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32, default=b"")
    size = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=STATUS, default=ImportStatus.UPLOADED)
    layout = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    offset = models.BigIntegerField(default=0)
    line = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    received = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    questioned = models.IntegerField(default=0)
    outside = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    received=models.F("created")
                    + models.F("changed")
                    + models.F("unchanged")
                    + models.F("questioned")
                    + models.F("outside")
                    + models.F("refused")
                ),
                name="import_balances",
            ),
            models.CheckConstraint(
                condition=models.Q(offset__gte=0, offset__lte=models.F("size")), name="import_cursor"
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class Piece(models.Model):
    """A part of an imported file, sealed; all of them are destroyed when it is done or taken back."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="piece_once")]

    def __str__(self) -> str:
        return f"piece {self.number} of {self.source_id}"


class Line(models.Model):
    """A line that was not taken in, to be sent back: `number` as an editor counts, cells and problems sealed."""

    class Outcome(models.TextChoices):
        OUTSIDE = "outside", _("not on this ground")
        REFUSED = "refused", _("refused")

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.IntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    repeats = models.IntegerField(null=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="line_once")]

    def __str__(self) -> str:
        return f"line {self.number} of {self.source_id}"


class Entry(models.Model):
    """Which line of which import named a resident last: one file names a person once."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    source = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    number = models.IntegerField()

    def __str__(self) -> str:
        return f"line {self.number} of {self.source_id}"
