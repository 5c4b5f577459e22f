"""Notices, their deliveries, addresses and wishes of persons, work groups, and changes of the matrix."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gangmu.command.notices.states import ChangeStatus, DeliveryStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body
from gangmu.kernel.scope import Scoped


class Channel(models.TextChoices):
    """What carries a notice out of the house."""

    WEBPUSH = "webpush", _("phone notification")
    SMS = "sms", _("text message")
    MAIL = "mail", _("e-mail")
    WECOM = "wecom", _("WeCom group")
    DINGTALK = "dingtalk", _("DingTalk group")
    FEISHU = "feishu", _("Feishu group")


class Group(Scoped):
    """A work group (工作群) of a body, spoken to by its robot. `sealed`: the robot's address and secret."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="zh-hans")
    sealed = models.BinaryField()
    bound_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "channel", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="group_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Notice(Scoped):
    """What one person, or one group, is told of one occasion; told once, however often its facts arrive.

    `kind` is the row of the matrix, `fields` what its words need: numbers and names of bodies, nothing of a person.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    occasion = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    opens = models.CharField(max_length=120)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(group__isnull=True), name="notice_to_one"
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "occasion"],
                condition=models.Q(user__isnull=False),
                name="notice_person_once",
            ),
            models.UniqueConstraint(
                fields=["group", "kind", "occasion"],
                condition=models.Q(group__isnull=False),
                name="notice_group_once",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_inbox"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occasion}"


class Address(models.Model):
    """Where a person can be reached over a channel; his own wish, sealed, shown masked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    sealed = models.BinaryField()
    fingerprint = models.BinaryField(max_length=16)
    mask = models.CharField(max_length=60)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "channel", "fingerprint"],
                condition=models.Q(ended_at__isnull=True),
                name="address_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.mask}"


class Delivery(Scoped):
    """One notice on one channel. `key` is the same at every attempt; `text` is what was last handed over.

    `taken_until`: a worker is at it until then; afterwards another takes it, so it is sent at least once.
    """

    STATUS = [(str(s), str(s)) for s in DeliveryStatus]

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    address = models.ForeignKey(
        Address, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel)
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=STATUS, default=DeliveryStatus.QUEUED)
    key = models.UUIDField(unique=True)
    due_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    text = models.TextField(blank=True, default="")
    reference = models.CharField(max_length=100, blank=True, default="")
    error = models.CharField(max_length=240, blank=True, default="")
    made_at = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel", "address"], nulls_distinct=False, name="delivery_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="failed") | ~models.Q(error=""), name="delivery_failed_why"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=models.Q(status="queued"), name="delivery_due"),
            models.Index(fields=["-id"], condition=models.Q(status="failed"), name="delivery_failed"),
            models.Index(fields=["channel", "-id"], name="delivery_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class Preference(models.Model):
    """What a person wishes: his quiet hours (civil time), and channels over which he is not told."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    quiet_from = models.TimeField()
    quiet_to = models.TimeField()
    muted = ArrayField(models.CharField(max_length=10), default=list)

    def __str__(self) -> str:
        return f"{self.quiet_from}–{self.quiet_to}"


class Change(models.Model):
    """A proposed change of a row of the matrix: another person reviews it; the last approved one is in force."""

    STATUS = [(str(s), str(s)) for s in ChangeStatus]

    rule = models.CharField(max_length=40)
    value = models.JSONField()
    reason = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=STATUS, default=ChangeStatus.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("proposed_by")),
                name="change_by_two",
            ),
            models.UniqueConstraint(
                fields=["rule", "status"],
                condition=models.Q(status__in=["proposed", "approved"]),
                name="change_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.status}"


class Digest(models.Model):
    """Up to when the facts of a row of the matrix have been told."""

    rule = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rule} {self.until}"
