"""A person's file, read through a scope."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gangmu.casework.models import Task
from gangmu.casework.states import STILL_OPEN
from gangmu.doors.desk.forms import REASONS
from gangmu.ground.accounts.models import AccessLog
from gangmu.ground.accounts.queries import looks_at
from gangmu.ground.register.models import IdentityQuestion, Person, Presence
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import CAP, recalled
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


def open_task_of(scope: Scope, person: Person) -> Task | None:
    """The newest open task about a person on the scope's ground."""
    return Task.objects.within(scope).filter(person=person, status__in=STILL_OPEN).order_by("-pk").first()


def last_contact(tasks: list[Task]) -> Task | None:
    """The task of those given in which somebody contacted the person last; None if nobody has."""
    called = [task for task in tasks if task.last_contact_at]
    return max(called, key=attrgetter("last_contact_at"), default=None)


def results_of(scope: Scope, person: Person) -> list[LabResult]:
    """Laboratory results of a person that the scope has found, newest first."""
    return list(LabResult.objects.filter(person=person).order_by("-sampled_at")[:50])


def questions_of(scope: Scope, person: Person) -> list[tuple[IdentityQuestion, Person]]:
    """Open and answered questions whether this person is somebody else, each with that other one."""
    asked = IdentityQuestion.objects.within(scope).filter(Q(person=person) | Q(other=person))
    found = asked.select_related("person", "other").order_by("-asked_at")[:20]
    return [
        (question, question.other if question.person == person else question.person) for question in found
    ]


def _open_questions(scope: Scope) -> QuerySet[IdentityQuestion]:
    """Those of which the scope sees both persons: row security leaves out the others."""
    asked: QuerySet[IdentityQuestion] = IdentityQuestion.objects.within(scope)
    return asked.filter(status=IdentityQuestion.Status.OPEN).select_related("person", "other")


def open_questions(scope: Scope, size: int = 30) -> list[IdentityQuestion]:
    """The questions about identity that wait for a human, oldest first."""
    return list(_open_questions(scope).order_by("pk")[:size])


@recalled
def questions(scope: Scope) -> QuerySet[IdentityQuestion]:
    """Such questions on this ground, CAP of them at most."""
    return _open_questions(scope).order_by()[:CAP]


def question_in(scope: Scope, question_id: int) -> IdentityQuestion:
    """A question of the scope's ground, answered or not; Refused('not_found') otherwise."""
    found = IdentityQuestion.objects.within(scope).filter(pk=question_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def looks_of(scope: Scope, person: Person) -> list[dict[str, Any]]:
    """The newest looks at a person's data as {at, by, act, what, reason}, in words."""
    acts, what = dict(AccessLog.Act.choices), {"document": _("Document"), "phone": _("Phone")}
    lines = []
    for look in looks_at(scope, person.pk, 20):
        code, _space, note = look.reason.partition(" ")
        reason = f"{REASONS[code]} {note}".strip() if code in REASONS else look.reason
        act = acts.get(look.act, look.act)
        by = _("himself, by his link") if look.by.startswith("guest:") else look.by
        lines.append(
            {"at": look.at, "by": by, "act": act, "what": what.get(look.detail, ""), "reason": reason}
        )
    return lines


def opened(person: Person, what: str) -> str:
    """The value in the open: 'document' or 'phone'; Refused('not_found') for anything else."""
    if what not in SEALED:
        raise Refused("not_found")
    return vault().open(what, getattr(person, SEALED[what]))
