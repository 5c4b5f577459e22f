"""At the door: the notice that was read, and what the home has for the level."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.control.isolation.models.orders import Order
from gangmu.ground.accounts.models import User
from gangmu.kernel.scope import Scoped


class NoticeRead(Scoped):
    """That a notice was read to somebody behind the door, by whom, how he signed. Not signing is no refusal."""

    class To(models.TextChoices):
        HIMSELF = "himself", _("himself")
        GUARDIAN = "guardian", _("guardian")
        CO_RESIDENTS = "co_residents", _("all who live with him")

    class Signed(models.TextChoices):
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("on the phone")
        NOT = "not", _("not signed, told before a witness")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notices")
    paper = models.CharField(max_length=10, default="notice")  # notice or lift
    to = models.CharField(max_length=12, choices=To)
    signed = models.CharField(max_length=5, choices=Signed)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"notice of {self.order_id}"


class HomeCheck(Scoped):
    """What was seen of a home: `unmet` are codes of conditions of the level that it does not meet."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="checks")
    level = models.CharField(max_length=40)
    unmet = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"home of {self.order_id}"
