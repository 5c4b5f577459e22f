"""Frozen weeks, the numbers of units, who is behind them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gangmu.ground.territory.queries import Unit, children, county_units, unit_by_code
from gangmu.ground.territory.queries.ladder import ladder
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from gangmu.responsibility.rates import bulk
from gangmu.responsibility.rates.models import Objection, Rate, Week
from gangmu.responsibility.rates.rules import Number, Ranked, Rules, percent_of, ranking, rules_named
from gangmu.responsibility.rates.states import ObjectionStatus

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of a week: its frozen number, the newest revision beside it, its place; `mine`: names may be opened."""

    frozen: Rate
    latest: Rate | None
    percent: Decimal | None
    percent_latest: Decimal | None
    ranked: Ranked | None
    objection: Objection | None
    mine: bool


def weeks(scope: Scope) -> list[Week]:
    """The frozen weeks of incidents that touch the scope's ground, newest first."""
    where = scope.jurisdiction
    found = Week.objects.filter(incident__lo__lt=where.hi, incident__hi__gt=where.lo)
    return list(found.select_related("incident", "settled_by").order_by("-begins", "-id")[:60])


def week_in(scope: Scope, week_id: int) -> Week:
    """A week of an incident that touches the scope's ground. Refused: not_found."""
    where = scope.jurisdiction
    found = Week.objects.filter(pk=week_id, incident__lo__lt=where.hi, incident__hi__gt=where.lo)
    one = found.select_related("incident", "settled_by").first()
    if one is None:
        raise Refused("not_found")
    return one


def rules_of(week: Week) -> Rules:
    """The rules that a week was frozen under."""
    return rules_named(week.rules)


def units_of_city() -> list[Unit]:
    """Every unit that has a number: city, county-level units, towns, villages."""
    known = ladder().by_level
    return [unit for level in ("city", "county", "town", "village") for unit in known.get(level, ())]


def lines_of(scope: Scope, week: Week, above: str = "") -> list[Line]:
    """The counties of a week as ranked, or the units below one of them by code.

    Numbers of all units may be read by leaders and inspectors; names only on one's own ground.
    """
    rules = rules_of(week)
    codes = [unit.code for unit in (children(above) if above else county_units())]
    rates = Rate.objects.filter(week=week, code__in=codes).order_by("code", "revision")
    frozen = {rate.code: rate for rate in rates if rate.revision == 0}
    latest = {rate.code: rate for rate in rates if rate.revision}
    places = {ranked.number.code: ranked for ranked in ranking_of(week)} if not above else {}
    said = {one.code: one for one in objections_of(scope, week)}
    lines = [
        Line(
            rate,
            latest.get(code),
            percent_of(rate.required, rate.sampled, rules.minimum),
            percent_of(latest[code].required, latest[code].sampled, rules.minimum)
            if code in latest
            else None,
            places.get(code),
            said.get(code),
            rate.area in scope.jurisdiction,
        )
        for code, rate in frozen.items()
    ]
    return sorted(lines, key=lambda line: (line.ranked.place if line.ranked else 999, line.frozen.code))


def ranking_of(week: Week) -> list[Ranked]:
    """The counties by rate, as it counts now: frozen numbers, and what upheld objections have changed."""
    with entered(Scope.system("ranking")):  # one ranking for all, whoever may read the objections
        upheld = Objection.objects.filter(week=week, status=ObjectionStatus.UPHELD).order_by("id")
        effects = dict(upheld.values_list("code", "effect"))
    codes = [unit.code for unit in county_units()]
    rates: dict[str, list[Rate]] = {}
    for rate in Rate.objects.filter(week=week, code__in=codes).order_by("code", "revision"):
        rates.setdefault(rate.code, []).append(rate)
    numbers = []
    for code, found in rates.items():
        one = found[-1] if effects.get(code) == Objection.Effect.REVISION else found[0]
        aside = effects.get(code) == Objection.Effect.ASIDE
        numbers.append(Number(code, one.name, one.required, one.sampled, aside))
    return ranking(numbers, rules_of(week))


def objections_of(scope: Scope, week: Week) -> list[Objection]:
    """The objections of a week on the scope's ground, the oldest first."""
    found = Objection.objects.within(scope).filter(week=week).select_related("raised_by", "decided_by")
    return list(found.order_by("id"))


def objection_in(scope: Scope, objection_id: int) -> Objection:
    """An objection on the scope's ground. Refused: not_found."""
    one: Objection | None = Objection.objects.within(scope).filter(pk=objection_id).first()
    if one is None:
        raise Refused("not_found")
    return one


def rate_in(scope: Scope, week: Week, code: str) -> tuple[Rate, Unit]:
    """The newest number of a unit on the scope's ground, and the unit. Refused: not_found."""
    unit = unit_by_code(code)
    found = Rate.objects.filter(week=week, code=code).order_by("-revision").first()
    if unit is None or found is None or not unit.jurisdiction <= scope.jurisdiction:
        raise Refused("not_found")
    return found, unit


def names_behind(
    scope: Scope, week: Week, unit: Unit, *, missing: bool, frozen: bool, after: int = 0, most: int = PAGE
) -> list[bulk.Name]:
    """Who is behind the number of a unit, a page by id: all required, or those without a valid sample; masked."""
    villages = [u.area for u in units_of_city() if u.level == "village" and u.area in unit.jurisdiction]
    return bulk.names(week.pk, 0 if frozen else 32767, villages, missing, after, most)
