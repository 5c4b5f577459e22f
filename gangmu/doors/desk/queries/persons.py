"""A person's file, read through a scope."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gangmu.casework.models import Task
from gangmu.doors.desk.forms import REASONS
from gangmu.ground.accounts.models import AccessLog
from gangmu.ground.accounts.queries import looks_at
from gangmu.ground.register.models import IdentityQuestion, Person, Presence
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault
from gangmu.partners.laboratory.models import LabResult

SEALED = {"document": "document_sealed", "phone": "phone_sealed"}


def person_in(scope: Scope, person_id: int) -> Person:
    """A person with a presence on the scope's ground; Refused('not_found') otherwise."""
    here = Presence.objects.within(scope).filter(person_id=person_id)
    person = Person.objects.filter(pk=person_id).first() if here.exists() else None
    if person is None:
        raise Refused("not_found")
    return person


def presences_of(scope: Scope, person: Person) -> list[Presence]:
    """Where the person is or is said to be, on the scope's ground, newest first."""
    return list(
        Presence.objects.within(scope).filter(person=person).select_related("household").order_by("-since")
    )


def tasks_of(scope: Scope, person: Person) -> list[Task]:
    """The tasks about a person on the scope's ground, newest first."""
    return list(Task.objects.within(scope).filter(person=person).select_related("owner").order_by("-pk")[:50])


def results_of(scope: Scope, person: Person) -> list[LabResult]:
    """Laboratory results of a person that the scope has found, newest first."""
    return list(LabResult.objects.filter(person=person).order_by("-sampled_at")[:50])


def questions_of(scope: Scope, person: Person) -> list[IdentityQuestion]:
    """Open and answered questions whether this person is somebody else."""
    asked = IdentityQuestion.objects.within(scope).filter(person=person)
    return list(asked.select_related("other").order_by("-asked_at")[:20])


def looks_of(scope: Scope, person: Person) -> list[dict[str, Any]]:
    """The newest looks at a person's data as {at, by, act, what, reason}, in words."""
    acts, what = dict(AccessLog.Act.choices), {"document": _("Document"), "phone": _("Phone")}
    lines = []
    for look in looks_at(scope, person.pk, 20):
        code, _space, note = look.reason.partition(" ")
        reason = f"{REASONS[code]} {note}".strip() if code in REASONS else look.reason
        act = acts.get(look.act, look.act)
        lines.append(
            {"at": look.at, "by": look.by, "act": act, "what": what.get(look.detail, ""), "reason": reason}
        )
    return lines


def opened(person: Person, what: str) -> str:
    """The value in the open: 'document' or 'phone'; Refused('not_found') for anything else."""
    if what not in SEALED:
        raise Refused("not_found")
    return vault().open(what, getattr(person, SEALED[what]))
