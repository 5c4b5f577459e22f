"""Reads of needs. Whose complaint a trio may not see, row security keeps from it."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from gangmu.governance.needs.models import Answer, Need
from gangmu.governance.needs.rules import OFFICE, TRIO
from gangmu.governance.needs.states import NeedStatus
from gangmu.ground.organization.models import Body
from gangmu.ground.organization.queries import Member, body_by_id, office_of, on_duty, owner_of
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import CAP, recalled
from gangmu.kernel.scope import Scope

PAGE = 50
STATES = ("waiting", "late", "answered", "discontent")


def answering(to: str, area: int) -> Body | None:
    """The body that answers for an area: its trio, its joint office, or the leading trio of its county.

    Where the one is missing the other takes it: nobody complains in vain.
    """
    if to == TRIO:
        owner = owner_of(area, held=True)
        return body_by_id(owner) if owner is not None else None
    office, leaders = office_of(area), _leaders(area)
    return (office or leaders) if to == OFFICE else (leaders or office)


def _leaders(area: int) -> Body | None:
    above = Body.objects.filter(
        kind=Body.Kind.LEADING_TRIO, division__level__in=("county", "city"), lo__lte=area, hi__gt=area,
        valid__contains=clock.today(),
    )  # fmt: skip
    return next(
        (body for body in above.order_by("-division__level", "id") if area in body.jurisdiction), None
    )


def handler_of(body: Body) -> Member | None:
    """Who answers in a body by his name: on duty now, in charge first; where nobody is, a holder of its posts."""
    found = [one for one in on_duty(body) if one.role in ("desk", "leader")]
    return found[0] if found else None


def needs(scope: Scope, state: str = "waiting", before: int = 0) -> list[Need]:
    """A page of the needs of a scope. waiting: the first due first; answered and discontent: newest first."""
    found: QuerySet[Need] = Need.objects.within(scope).select_related("body", "handler")
    waiting = Q(status=NeedStatus.VOICED)
    wanted = {
        "waiting": waiting,
        "late": waiting & Q(due_at__lt=clock.now()),
        "answered": Q(status=NeedStatus.ANSWERED),
        "discontent": Q(content=False),
    }[state]
    if state in ("waiting", "late"):
        return list(found.filter(wanted).order_by("due_at", "id")[:PAGE])
    if before:
        found = found.filter(pk__lt=before)
    return list(found.filter(wanted).order_by("-id")[:PAGE])


@recalled
def needs_waiting(scope: Scope) -> QuerySet[Need]:
    """Needs that wait for an answer, CAP of them at most."""
    found: QuerySet[Need] = Need.objects.within(scope).filter(status=NeedStatus.VOICED)
    return found.order_by()[:CAP]


def need_in(scope: Scope, need_id: int) -> Need:
    """A need of the scope with its answers, newest first; Refused('not_found')."""
    newest = Prefetch("answers", Answer.objects.order_by("-id"))
    found: QuerySet[Need] = Need.objects.within(scope).filter(pk=need_id)
    one = found.select_related("body", "handler", "handler_post").prefetch_related(newest).first()
    if one is None:
        raise Refused("not_found")
    return one


def needs_of(scope: Scope, person_id: int, size: int = 20) -> list[Need]:
    """The needs of one person on the scope's ground, newest first, each with its answers."""
    newest = Prefetch("answers", Answer.objects.order_by("-id"))
    found: QuerySet[Need] = Need.objects.within(scope).filter(person_id=person_id)
    return list(found.select_related("body", "handler_post").prefetch_related(newest).order_by("-id")[:size])
