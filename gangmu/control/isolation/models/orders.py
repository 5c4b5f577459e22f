"""An order of one person, the plan of its days, and how it was changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.casework.models import Task
from gangmu.control.isolation.states import ENDED, IN_FORCE, LIVE, OrderStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.models import Body
from gangmu.ground.register.models import Household, Person
from gangmu.kernel.scope import Scoped


class Order(Scoped):
    """An order of isolation or monitoring: one person, one incident, a measure of its pack.

    Proposed by the rules, decided by a human of the deciding organ (`organ`, `organ_body`), on a legal basis, with a
    planned end; lifted by the same organ. `level` is how he is looked after now. Day 1 is the day after `anchor`.
    `with_order`: proposed because he lives with somebody whose level is shared. `warned`: in what it asks more than
    the pack; then `because` says why. Until `kept_until` it stays, then it is forgotten. `ask`: what the organ is asked
    to decide of an order in force; nothing of it changes until a human does (`actions.settle`).
    """

    STATUS = [(str(s), str(s)) for s in OrderStatus]

    class Ask(models.TextChoices):
        RULES = "rules", _("new rules would hold him longer or closer")
        JOINED = "joined", _("he was under two orders, which are one now")
        TRANSFER = "transfer", _("the medic has sent him to hospital")

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    with_order = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="shared_by")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    category = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=STATUS, default=OrderStatus.PROPOSED)
    anchor = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    planned_end = models.DateField(null=True)
    organ = models.CharField(max_length=120, blank=True)
    organ_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    basis = models.TextField(blank=True)
    because = models.CharField(max_length=300, blank=True)
    warned = models.JSONField(default=list)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    lifted_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True)
    lift_because = models.CharField(max_length=300, blank=True)
    kept_until = models.DateField(null=True)
    joined_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="joined")
    ask = models.CharField(max_length=8, choices=Ask, blank=True, default="", db_default="")
    ask_pack = models.CharField(  # code@version, of `rules`
        max_length=61, blank=True, default="", db_default=""
    )
    due_told_on = models.DateField(null=True)  # the last day on which it was said that lifting is due

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "incident"],
                condition=models.Q(status__in=[str(s) for s in LIVE]),
                name="order_one_live",
            ),
            models.UniqueConstraint(fields=["task"], name="order_of_task_once"),
            models.CheckConstraint(
                condition=~models.Q(status__in=[str(s) for s in (*IN_FORCE, OrderStatus.LIFTED)])
                | models.Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    organ_body__isnull=False,
                    anchor__isnull=False,
                    starts_on__isnull=False,
                    planned_end__isnull=False,
                    planned_end__gte=models.F("starts_on"),
                )
                & ~models.Q(organ="")
                & ~models.Q(basis=""),
                name="order_decided_by_an_organ",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="lifted")
                | models.Q(
                    lifted_by__isnull=False, lifted_at__isnull=False, lifted_body=models.F("organ_body")
                ),
                name="order_lifted_by_its_organ",
            ),
            models.CheckConstraint(
                condition=models.Q(ask="", ask_pack="")
                | models.Q(ask="rules", status__in=[str(s) for s in IN_FORCE]) & ~models.Q(ask_pack="")
                | models.Q(
                    ask__in=["joined", "transfer"], ask_pack="", status__in=[str(s) for s in IN_FORCE]
                ),
                name="order_asks_while_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(warned=[]) | ~models.Q(because=""), name="order_stricter_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(status="forgotten", person__isnull=True, name="", address="")
                | ~models.Q(status="forgotten") & models.Q(person__isnull=False),
                name="order_forgotten_names_nobody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["area", "planned_end"],
                condition=models.Q(status__in=[str(s) for s in LIVE]),
                name="order_live",
            ),
            models.Index(
                fields=["kept_until"],
                condition=models.Q(status__in=[str(s) for s in ENDED]),
                name="order_to_forget",
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"


class PlanDay(Scoped):
    """What an order asks for on one day, and by which rules.

    `calls`: for how many of its visits a task was opened; `missed_at`: that somebody was sent to look in.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="days", db_index=False)
    on = models.DateField()
    number = models.SmallIntegerField()
    level = models.CharField(max_length=40)
    stage_day = models.SmallIntegerField()
    test = models.BooleanField()
    temperatures = models.SmallIntegerField()
    visits = models.SmallIntegerField()
    rules = models.CharField(max_length=61)  # code@version
    calls = models.SmallIntegerField(default=0)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "on"], name="plan_day_once")]
        indexes = [models.Index(fields=["on", "area"], name="plan_day_on")]

    def __str__(self) -> str:
        return f"{self.on} of {self.order_id}"


class Change(Scoped):
    """That an order was changed after it was decided: level and planned end before and after, why, by whom."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    why = models.CharField(max_length=20)  # home, results, rules, extended, shortened, joined, kept
    reason = models.CharField(max_length=300)
    level_before = models.CharField(max_length=40)
    level_after = models.CharField(max_length=40)
    end_before = models.DateField()
    end_after = models.DateField()

    def __str__(self) -> str:
        return f"change of {self.order_id}"
