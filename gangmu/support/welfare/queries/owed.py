"""What is owed to members and what was given: rest, visits, thanks; and who was given more than the cap allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from gangmu.ground.accounts.models import User
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope
from gangmu.support.welfare.models import Commendation, Hardship, Line, Rest, Visit
from gangmu.support.welfare.states import VisitStatus

LOOK = timedelta(days=28)
SIZE = 200


@dataclass(frozen=True, slots=True)
class Balance:
    """Compensatory rest in minutes: owed by closed months, and taken."""

    owed: int
    taken: int

    @property
    def left(self) -> int:
        """What may still be taken."""
        return self.owed - self.taken


def rest_balance(scope: Scope, user_id: int) -> Balance:
    """The rest of a member whom the scope may see."""
    owed = Line.objects.filter(user_id=user_id).aggregate(n=Sum("rest_minutes"))["n"]
    taken = Rest.objects.filter(user_id=user_id).aggregate(n=Sum("minutes"))["n"]
    return Balance(owed or 0, taken or 0)


def lines_of(scope: Scope, user_id: int, size: int = 60) -> list[Line]:
    """The newest allowance lines of a member."""
    found = Line.objects.filter(user_id=user_id)
    return list(found.order_by("-month", "late", "pk")[:size])


def rests_of(scope: Scope, user_id: int, size: int = 30) -> list[Rest]:
    """The rest that a member has taken, newest first."""
    return list(Rest.objects.filter(user_id=user_id).select_related("by").order_by("-day", "-pk")[:size])


def visits(scope: Scope, user_id: int | None = None) -> list[Visit]:
    """Visits that are owed, the longest overdue first; for one member all of them, newest first."""
    found: QuerySet[Visit] = Visit.objects.select_related("user", "paid_by")
    if user_id is not None:
        return list(found.filter(user_id=user_id).order_by("-owed_at", "-pk"))
    inside: QuerySet[Visit] = Visit.objects.within(scope).select_related("user", "paid_by")
    return list(inside.filter(status=VisitStatus.OWED).order_by("due_at", "pk")[:SIZE])


def visit_in(scope: Scope, visit_id: int) -> Visit:
    """A visit of the scope's ground; Refused('not_found')."""
    found: Visit | None = Visit.objects.within(scope).select_related("user").filter(pk=visit_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def commendations(scope: Scope, user_id: int | None = None) -> list[Commendation]:
    """Proposals that the scope may see, those that wait first, then the newest; for one member his own."""
    found: QuerySet[Commendation] = Commendation.objects.select_related("user", "proposed_by", "decided_by")
    if user_id is not None:
        found = found.filter(user_id=user_id)
    listed = list(found.order_by("-proposed_at", "-pk")[:SIZE])
    return sorted(listed, key=lambda one: one.status != "proposed")


def commendation_in(scope: Scope, commendation_id: int) -> Commendation:
    """A proposal that the scope may see (row security); Refused('not_found')."""
    found = Commendation.objects.select_related("user", "proposed_by").filter(pk=commendation_id).first()
    if found is None:
        raise Refused("not_found")
    one: Commendation = found
    return one


@dataclass(frozen=True, slots=True)
class Crossing:
    """That somebody was given more duty than the cap allows: for which time, by how much, and why."""

    user_id: int
    name: str
    at: datetime
    since: datetime
    until: datetime
    figures: dict[str, float]
    reason: str


def crossings(scope: Scope) -> list[Crossing]:
    """The crossings of the cap on the scope's ground in the last 28 days, newest first."""
    where = scope.jurisdiction
    facts = FactRow.objects.filter(
        kind="organization.cap_crossed", at__gt=clock.now() - LOOK, area__gte=where.lo, area__lt=where.hi
    ).order_by("-id")[:SIZE]
    rows = [row for row in facts if row.area in where]
    names = dict(User.objects.filter(pk__in=[row.subject_id for row in rows]).values_list("pk", "name"))
    return [
        Crossing(
            row.subject_id,
            names.get(row.subject_id, ""),
            row.at,
            datetime.fromisoformat(row.data["since"]),
            datetime.fromisoformat(row.data["until"]),
            row.data["figures"],
            row.data["reason"],
        )
        for row in rows
    ]


def hardships(scope: Scope, user_id: int) -> list[Hardship]:
    """What the leaders of the actor's own body have written down of a member, sealed, newest first (row security)."""
    found = Hardship.objects.filter(user_id=user_id).select_related("by")
    return list(found.order_by("-at", "-pk"))
