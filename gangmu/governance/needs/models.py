"""What residents need, complain of or object to, and what they were answered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.casework.models import Task
from gangmu.governance.needs.states import NeedStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.models import Body, Post
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scoped


class Need(Scoped):
    """What a resident asks for, complains of or objects to, in his own words.

    `body` is who answers; a trio finds it as `task`, which several needs of a kind share. What goes to an office or
    organ has a human with a name, `handler`, in his post. A resident sees his own (row security); complaints and
    objections are hidden from trios, which they may be about.
    """

    class Kind(models.TextChoices):
        MEDICAL_TRIP = "medical_trip", _("see a doctor")
        MEDICINE = "medicine", _("medicine")
        FOOD = "food", _("food and daily goods")
        CHILD_CARE = "child_care", _("care for a child or an old person")
        REPAIR = "repair", _("repair")
        OTHER = "other", _("something else")
        COMPLAINT = "complaint", _("complaint")
        OBJECTION = "objection", _("objection to the decision")

    class To(models.TextChoices):
        TRIO = "trio", _("trio")
        OFFICE = "office", _("joint office")
        ORGAN = "organ", _("deciding organ")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("by his link")
        DOOR = "door", _("at the door")
        PHONE = "phone", _("by phone")
        CARE = "care", _("follows from what must not be forgotten")

    STATUS = [(str(s), str(s)) for s in NeedStatus]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    to = models.CharField(max_length=6, choices=To)
    text = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=STATUS, default=NeedStatus.VOICED)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    handler = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    handler_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.PORTAL)
    late_told_at = models.DateTimeField(null=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    content = models.BooleanField(null=True)  # what he said of the answer, if he did

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to="trio", task__isnull=False)
                | ~models.Q(to="trio") & models.Q(task=None),
                name="need_of_a_trio_is_a_task",
            ),
            models.CheckConstraint(
                condition=models.Q(content=None) | models.Q(status="answered"),
                name="need_content_when_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(handler=None, handler_post=None)
                | models.Q(handler__isnull=False, handler_post__isnull=False),
                name="need_handler_in_his_post",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(status="voiced"), name="need_waiting"),
            models.Index(fields=["area", "-id"], name="need_area"),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


class Answer(Scoped):
    """One answer to a need, with the office that gave it. Never changed; another one may follow."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        UNDER_WAY = "under_way", _("under way")
        NOT_POSSIBLE = "not_possible", _("not possible")

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=12, choices=Outcome)
    text = models.CharField(max_length=500)
    office = models.CharField(max_length=80)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
