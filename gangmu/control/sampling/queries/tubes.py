"""Tubes, who is in them, who is in none, who is called back, and what waits for a human."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gangmu.control.sampling.bulk import filled
from gangmu.control.sampling.models import Parked, Recall, Required, Round, Specimen, Tube
from gangmu.control.sampling.states import UNDER_WAY, WAITING
from gangmu.ground.accounts.models import User
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import CAP, recalled
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "reads.sql")
PAGE = 100
SENT_WITHIN, RECEIVED_WITHIN = timedelta(hours=2), timedelta(hours=4)  # after that a tube is looked for
SHOWS = ("missing", "late", "positive", "open", "sealed", "all")


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a tube: which, when, who, and what was said."""

    move: str
    at: datetime
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class PoolResult:
    """What a pool says of a person: its code and size, its status, when he was sampled."""

    specimen: str
    capacity: int
    value: str
    sampled_at: datetime
    valid: bool


def tube_counts(scope: Scope, one: Round) -> dict[str, int]:
    """How many tubes of a round stand where, and how many are to be looked for or late."""
    tubes = Tube.objects.within(scope).filter(round=one)
    asked = {show: Count("pk", filter=_wanted(show)) for show in ("missing", "late")}
    states = {
        row["status"]: row["n"] for row in tubes.values("status").annotate(n=Count("pk")).order_by("status")
    }
    found: dict[str, int] = tubes.aggregate(**asked)
    return {**states, **found}


def _wanted(show: str) -> Q:
    now = clock.now()
    return {
        "missing": Q(status="sealed", sealed_at__lt=now - SENT_WITHIN)
        | Q(status="sent", consignment__sent_at__lt=now - RECEIVED_WITHIN),
        "late": Q(status__in=[str(s) for s in UNDER_WAY], due_at__lt=now),
        "positive": Q(status__in=["positive", "resolved"]),
        "open": Q(status="open"),
        "sealed": Q(status="sealed"),
    }.get(show, Q())


def tubes_in(
    scope: Scope, one: Round, show: str = "all", code: str = "", before: int = 0
) -> list[tuple[Tube, int]]:
    """Tubes of a round on the scope's ground with how many are in each, newest first: of one of SHOWS, or by a code."""
    found = Tube.objects.within(scope).filter(_wanted(show), round=one)
    if code:
        found = found.filter(code__startswith=code.strip().upper())
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("site", "consignment").order_by("-pk")[:PAGE])
    inside = filled([row.pk for row in rows])
    return [(row, inside.get(row.pk, 0)) for row in rows]


def tube_in(scope: Scope, tube_id: int) -> Tube:
    """A tube whose site is on the scope's ground; Refused('not_found')."""
    found: QuerySet[Tube] = Tube.objects.within(scope).filter(pk=tube_id)
    one = found.select_related("site", "round__incident", "consignment").first()
    if one is None:
        raise Refused("not_found")
    return one


def members_in(scope: Scope, tube: Tube) -> tuple[list[Specimen], int]:
    """Who is in a tube, of those whom the scope sees; and how many are in it besides."""
    seen = Specimen.objects.within(scope).filter(tube=tube).select_related("person", "recall")
    own = list(seen.order_by("pk"))
    return own, filled([tube.pk]).get(tube.pk, 0) - len(own)


def history_of(tube: Tube) -> list[Step]:
    """How a tube went from hand to hand."""
    rows = fetch(SQL["history"], {"tube": tube.pk})
    users = {actor.partition("/")[0] for _move, _at, actor, _reason in rows}
    names: Mapping[int, str] = dict(
        User.objects.filter(pk__in=[int(one) for one in users if one.isdigit()]).values_list("pk", "name")
    )
    return [
        Step(move, at, names.get(int(who), "") if (who := actor.partition("/")[0]).isdigit() else "", reason)
        for move, at, actor, reason in rows
    ]


def missing_names(scope: Scope, one: Round, why: str = "", after: int = 0) -> list[Required]:
    """Who must be sampled and is in no tube, on the scope's ground, by place: `why` '' for nobody knows why."""
    in_tube = Specimen.objects.filter(round=one, person_id=OuterRef("person_id"), counts=True)
    found = Required.objects.within(scope).filter(~Exists(in_tube), round=one, missed=why)
    if after:
        found = found.filter(pk__gt=after)
    return list(found.select_related("person").order_by("pk")[:PAGE])


def required_in(scope: Scope, required_id: int) -> Required:
    """Somebody who must be sampled, on the scope's ground; Refused('not_found')."""
    found = Required.objects.within(scope).select_related("round", "person").filter(pk=required_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def recalls_waiting(scope: Scope, one: Round) -> list[Recall]:
    """Members of a round's positive pools who are still awaited, on the scope's ground, oldest first."""
    states = [str(s) for s in WAITING]
    found = Recall.objects.within(scope).filter(tube__round=one, status__in=states)
    return list(found.select_related("person", "tube", "task").order_by("pk")[:PAGE])


def recall_in(scope: Scope, recall_id: int) -> Recall:
    """A recall of somebody on the scope's ground; Refused('not_found')."""
    found = Recall.objects.within(scope).select_related("tube").filter(pk=recall_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def parked_in(scope: Scope, one: Round) -> list[Parked]:
    """What waits for a human to say what to do with it, oldest first."""
    found = Parked.objects.within(scope).filter(round=one, outcome="")
    return list(found.select_related("site", "person", "taken_by").order_by("pk")[:PAGE])


@recalled
def parked_here(scope: Scope) -> QuerySet[Parked]:
    """What waits so, CAP of them at most."""
    found: QuerySet[Parked] = Parked.objects.within(scope).filter(outcome="")
    return found.order_by()[:CAP]


def parked_one(scope: Scope, parked_id: int) -> Parked:
    """One of them; Refused('not_found')."""
    found = Parked.objects.within(scope).select_related("round", "site").filter(pk=parked_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def pools_of_person(scope: Scope, person_id: int | None, since: datetime | None = None) -> list[PoolResult]:
    """What pools say of a person whom the scope has found, newest first; single tubes are laboratory results."""
    return [PoolResult(*row) for row in fetch(SQL["of_person"], {"person": person_id, "since": since})]
