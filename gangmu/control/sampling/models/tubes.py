"""Tubes, who is in them, how they travel, and what could not be registered by itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangmu.control.sampling.models.rounds import Round, Site
from gangmu.control.sampling.states import TubeStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scoped


class Consignment(Scoped):
    """Tubes on their way from a site to a laboratory: handed to a courier by one side, received by the other."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="consignments")
    courier = models.CharField(_("courier"), max_length=60)
    laboratory = models.CharField(_("laboratory"), max_length=60)
    tubes_sent = models.IntegerField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tubes_sent__gt=0) & ~Q(courier=""), name="sampling_consignment_full"
            )
        ]

    def __str__(self) -> str:
        return f"consignment {self.pk}"


class Tube(Scoped):
    """A tube by the code printed on it; `area` is the site's. `due_at`: when its result is due, from its sealing.

    `valid`: what it says holds for each who is in it; a positive pool says nothing about one of them.
    """

    STATUS = [(str(s), str(s)) for s in TubeStatus]

    code = models.CharField(max_length=40, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tubes", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    capacity = models.SmallIntegerField()
    status = models.CharField(max_length=8, choices=STATUS, default=TubeStatus.OPEN)
    opened_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)
    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, null=True, related_name="tubes")
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(null=True)
    valid = models.GeneratedField(
        expression=models.ExpressionWrapper(
            Q(status="negative") | Q(status__in=["positive", "resolved"], capacity=1),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capacity__in=[1, 5, 10, 20]), name="sampling_tube_capacity"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "void"]) | Q(sealed_at__isnull=False, due_at__isnull=False),
                name="sampling_tube_sealed",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "status", "area"], name="sampling_tube_status"),
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=["open", "sealed", "sent", "received", "positive"]),
                name="sampling_tube_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Specimen(Scoped):
    """That a person is in a tube; `area` is where he lives, or the site's where nobody required him.

    `counts`: it is the one specimen of his that this round goes by. It stops to count when its tube is void or invalid
    or a positive pool; then he may be in another tube. `recall`: it is the single swab that a recall asked for.
    """

    tube = models.ForeignKey(Tube, on_delete=models.PROTECT, related_name="specimens")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    required = models.BooleanField()
    counts = models.BooleanField(default=True)
    recall = models.ForeignKey(
        "Recall", on_delete=models.SET_NULL, null=True, related_name="swabs", db_index=False
    )
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "round"], condition=Q(counts=True), name="sampling_one_tube_a_person"
            ),
            models.UniqueConstraint(fields=["tube", "person"], name="sampling_once_in_a_tube"),
        ]
        indexes = [
            models.Index(
                fields=["recall"], condition=Q(recall__isnull=False), name="sampling_swab_of_recall"
            ),
            models.Index(fields=["round", "area"], name="sampling_specimen_of"),
            models.Index(fields=["person"], name="sampling_specimen_person"),
        ]

    def __str__(self) -> str:
        return f"specimen {self.pk}"


class Parked(Scoped):
    """A registration that could not be carried out by itself: kept as it came, until a human says what to do.

    `sealed` is the document number that was scanned or typed, in the vault; `mask` is what lists show of it.
    """

    class Outcome(models.TextChoices):
        REGISTERED = "registered", _("registered")
        DROPPED = "dropped", _("not to be registered")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="parked")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=30)
    code = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    sealed = models.BinaryField(default=b"")
    mask = models.CharField(max_length=30, blank=True)
    capacity = models.SmallIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    parked_at = models.DateTimeField()
    command_id = models.UUIDField(unique=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    settled_because = models.CharField(max_length=200, blank=True)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | ~Q(outcome="") & ~Q(settled_by=""),
                name="sampling_parked_settled_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["area", "id"], condition=Q(outcome=""), name="sampling_parked_open")]

    def __str__(self) -> str:
        return f"parked {self.pk}"
