"""What is owed to those who serve: allowances and rest by rule, visits, thanks, and what they confide.

`area` is the ground of the body in which somebody serves. A member always sees his own rows (row security).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.ground.accounts.models import Decided, User
from gangmu.ground.organization.models import Body
from gangmu.kernel.scope import Scoped
from gangmu.support.welfare.states import CommendationStatus, VisitStatus


class Statement(Scoped):
    """A month of a town, closed: what it holds never changes, what was forgotten follows as later lines.

    `rules` is the version of the allowance rules. `hi`: the end of the town's ground.
    """

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    hi = models.BigIntegerField()
    month = models.DateField()  # its first day
    rules = models.CharField(max_length=20)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "month"], name="statement_once")]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class Line(Scoped):
    """What one rule gives one member for a month: how often, how much, the rest that it earns, and for which shifts.

    `shifts` are [id, since, until], as they were. `late`: entered after the month was closed, with a reason; a
    correction downwards is negative.
    """

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="lines", db_constraint=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    rules = models.CharField(max_length=20)
    rule = models.CharField(max_length=20)
    quantity = models.IntegerField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)  # yuan
    rest_minutes = models.IntegerField(default=0)
    shifts = models.JSONField(default=list)
    late = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "user", "rule"], condition=models.Q(late=False), name="line_of_rule_once"
            ),
            models.CheckConstraint(
                condition=models.Q(late=False) | ~models.Q(reason=""), name="line_late_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"


class Rest(Scoped):
    """Compensatory rest that a member has taken, in minutes; a correction is negative."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    minutes = models.IntegerField()
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0) | models.Q(minutes__lt=0) & ~models.Q(note=""),
                name="rest_counts",
            )
        ]

    def __str__(self) -> str:
        return f"rest {self.pk}"


class Visit(Scoped):
    """走访慰问: a visit that is owed to an injured or ill member; recorded when it was paid, or waived as he wishes."""

    class Because(models.TextChoices):
        INJURED = "injured", _("injured on duty")
        ILL = "ill", _("ill")
        FAMILY = "family", _("a blow in the family")

    STATUS = [(str(s), str(s)) for s in VisitStatus]

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=10, choices=Because)
    source = models.CharField(max_length=40, blank=True)  # the absence that opened it, else ''
    status = models.CharField(max_length=10, choices=STATUS, default=VisitStatus.OWED)
    owed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paid_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    paid_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="paid")
                | models.Q(paid_by__isnull=False, paid_on__isnull=False)
                & ~models.Q(paid_by=models.F("user")),
                name="visit_paid_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["source"], condition=~models.Q(source=""), name="visit_of_source_once"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(status="owed"), name="visit_owed")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Commendation(Scoped, Decided):
    """Thanks that a colleague proposes, with evidence; a leader who is neither of the two decides.

    `evidence` are {kind, id}: tasks and watches that anybody who may see them finds. No score, no order.
    """

    STATUS = [(str(s), str(s)) for s in CommendationStatus]

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    evidence = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=STATUS, default=CommendationStatus.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("user")), name="commendation_not_of_oneself"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("user")) & ~models.Q(decided_by=models.F("proposed_by")),
                name="commendation_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["approved", "declined"]) | models.Q(decided_by__isnull=False),
                name="commendation_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"commendation {self.pk}"


class Hardship(Scoped):
    """What a member has confided about his family, sealed. Only the leaders of the body that wrote it may open it.

    Every opening is in the access log. Rows are not changed.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hardship {self.pk}"
