"""The register: persons, households, and presences (who is where, and why we may see it).

A person has no area of his own: he is seen where he has a presence. Numbers are in the vault (kernel.vault);
the `…_mask` columns are what every list, page and export shows.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from gangmu.ground.territory.models import Building
from gangmu.kernel.scope import Scoped, ScopedQuerySet


class DocumentKind(models.TextChoices):
    """Kinds of identity document; the values are those of rules.documents."""

    RESIDENT_ID = "resident_id", _("resident identity card")
    PASSPORT = "passport", _("passport")
    HOME_RETURN = "home_return_permit", _("Mainland travel permit for Hong Kong and Macao residents")
    TAIWAN = "taiwan_permit", _("Mainland travel permit for Taiwan residents")
    HMT_RESIDENCE = "hmt_residence", _("residence permit for Hong Kong, Macao and Taiwan residents")
    FOREIGN_PERMANENT = "foreign_permanent", _("foreigner's permanent residence card")
    OFFICER = "officer", _("officer's card")
    NONE = "none", _("none")


class Person(models.Model):
    """A person. Two rows are the same person only when a document says so, or a human has decided it."""

    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(max_length=120, blank=True, db_collation="C")
    document_kind = models.CharField(max_length=20, choices=DocumentKind, default=DocumentKind.NONE)
    document_hash = models.BinaryField(max_length=16, null=True)
    document_sealed = models.BinaryField(default=b"")
    document_mask = models.CharField(max_length=30, blank=True)
    phone_hash = models.BinaryField(max_length=16, null=True)
    phone_sealed = models.BinaryField(default=b"")
    phone_mask = models.CharField(max_length=30, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_date = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged", db_index=False
    )
    created_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_hash"],
                condition=models.Q(document_hash__isnull=False, merged_into__isnull=True),
                name="person_document_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["phone_hash"], condition=models.Q(phone_hash__isnull=False), name="person_phone"
            ),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="person_name"),
            # Few: of them a push asks whether somebody of that name is at that door.
            models.Index(
                fields=["name"],
                condition=models.Q(document_hash__isnull=True, merged_into__isnull=True),
                name="person_undocumented",
            ),
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="person_merged"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Household(Scoped):
    """A door: an address inside one grid, in a building if that is known."""

    label = models.CharField(max_length=200)
    building = models.ForeignKey(
        Building, on_delete=models.SET_NULL, null=True, related_name="households", db_index=False
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "label"], name="household_once")]
        indexes = [
            models.Index(
                fields=["building"], condition=models.Q(building__isnull=False), name="household_building"
            )
        ]

    def __str__(self) -> str:
        return self.label


class Presence(Scoped):
    """That a person is (or is said to be) at a place, and why we may know: the incident and the source."""

    class Source(models.TextChoices):
        PUSHED = "pushed", _("named by a push")
        DOOR = "door", _("added at the door")
        REGISTER = "register", _("residents' register")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="presences", db_index=False, db_constraint=False
    )
    household = models.ForeignKey(
        Household,
        on_delete=models.SET_NULL,
        null=True,
        related_name="presences",
        db_index=False,
        db_constraint=False,
    )
    incident_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=10, choices=Source)
    address = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "area", "incident_id"],
                condition=models.Q(until__isnull=True),
                nulls_distinct=False,
                name="presence_once",
            )
        ]
        indexes = [
            models.Index(fields=["area", "person"], name="presence_area"),
            # With the area: row security asks of every person shown whether he is here.
            models.Index(fields=["person", "area"], name="presence_person"),
            models.Index(
                fields=["household"],
                condition=models.Q(household__isnull=False),
                name="presence_household",
            ),
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"


class CareNeed(Scoped):
    """Something that must not be forgotten about a person while an incident's rules bind him; it ends with them.

    Special personal data: it hangs on an incident, holds no free text, and of distress only that somebody shall ask.
    """

    class Kind(models.TextChoices):
        INFANT = "infant", _("infant")
        LABOUR = "labour", _("pregnant or near labour")
        DIALYSIS = "dialysis", _("dialysis")
        MEDICINE = "medicine", _("regular medicine")
        CARER = "carer", _("cares for somebody")
        BEDRIDDEN = "bedridden", _("bedridden or disabled")
        ALONE = "alone", _("old and alone")
        DISTRESS = "distress", _("wishes to talk to somebody")

    class Source(models.TextChoices):
        DOOR = "door", _("at the door")
        PHONE = "phone", _("by phone")
        PORTAL = "portal", _("by himself, online")
        DESK = "desk", _("at the office")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="needs", db_index=False)
    incident_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=6, choices=Source)
    noted_by = models.CharField(max_length=120)
    noted_at = models.DateTimeField()
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "incident_id", "kind"],
                condition=models.Q(ended_at__isnull=True),
                name="care_need_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | ~models.Q(ended_by=""),
                name="care_need_ended_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["area", "kind"], condition=models.Q(ended_at__isnull=True), name="care_need_here"
            )
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


class IdentityQuestion(Scoped):
    """Are these two the same person? Asked when name and phone agree but no document decides; a human answers."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        SAME = "same", _("same person")
        DIFFERENT = "different", _("different persons")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    because = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="identity_question_once"),
            models.CheckConstraint(
                condition=models.Q(person_id__gt=models.F("other_id")), name="identity_question_order"
            ),
        ]
        indexes = [models.Index(fields=["status", "area"], name="identity_question_open")]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def both(self) -> tuple[Person, Person]:
        """The two, the one known longer first."""
        return self.other, self.person
