"""The link by which the person of an order comes in without an account; and who has knocked how often."""

from __future__ import annotations

from django.db import models

from gangmu.control.isolation.models import Order
from gangmu.ground.accounts.models import User
from gangmu.kernel.scope import Scoped


class Link(Scoped):
    """One link of one order. Of its text only a hash is kept: whoever reads the table cannot use it.

    It lives as long as the order and some days more (`rules.READ_DAYS`), or until it is ended; a new one ends the old.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    uses = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(ended_at__isnull=True), name="link_one_of_an_order"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="link_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Knock(models.Model):
    """How often a link was used in a minute, or an address came with one that there is not: counted, not followed.

    `who` is a keyed hash. Rows of past minutes are deleted each night.
    """

    who = models.BinaryField(max_length=16)
    minute = models.DateTimeField()
    n = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "minute"], name="knock_once")]

    def __str__(self) -> str:
        return f"knock {self.pk}"
