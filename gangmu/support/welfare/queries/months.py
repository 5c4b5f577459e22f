"""Months of towns: what is due by the rules, and what was closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from gangmu.ground.organization.models import Absence, Body, Shift
from gangmu.ground.territory.queries import Unit, unit_by_code
from gangmu.ground.territory.queries.ladder import ladder
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.support.welfare.models import Line, Statement
from gangmu.support.welfare.rules import Due, Worked, rules_of, worth


def towns(scope: Scope) -> list[Unit]:
    """The towns that lie on the scope's ground, by their codes."""
    found = [unit for unit in ladder().by_level.get("town", []) if unit.jurisdiction <= scope.jurisdiction]
    return sorted(found, key=lambda unit: unit.code)


def town_in(scope: Scope, code: str) -> Unit:
    """A town of the scope's ground; Refused('not_found')."""
    unit = unit_by_code(code)
    if unit is None or unit.level != "town" or not unit.jurisdiction <= scope.jurisdiction:
        raise Refused("not_found")
    return unit


def due_in(scope: Scope, town: Unit, month: date) -> list[Due]:
    """What the rules give for the shifts of a town's bodies in a month, as far as they are over."""
    where = town.jurisdiction
    return worth(rules_of(month), _worked(month, Q(body__lo__gte=where.lo, body__lo__lt=where.hi)))


def due_of(scope: Scope, user_id: int, month: date) -> list[Due]:
    """The same for one member, wherever he was on duty."""
    return worth(rules_of(month), _worked(month, Q(user_id=user_id)))


def _worked(month: date, whose: Q) -> list[Worked]:
    """The shifts that begin in a month and are over; one that lies in an absence counts for nothing."""
    begin = datetime.combine(month, time(), tzinfo=clock.CIVIL)
    end = datetime.combine((month + timedelta(days=31)).replace(day=1), time(), tzinfo=clock.CIVIL)
    away = Absence.objects.filter(user=OuterRef("user"), during__contains=OuterRef("during"))
    shifts = Shift.objects.filter(
        whose,
        ~Exists(away),
        during__startswith__gte=begin,
        during__startswith__lt=end,
        during__endswith__lte=clock.now(),
        during__overlap=(begin, end + timedelta(days=2)),
    )
    rows = shifts.values_list("pk", "user_id", "body__lo", "during", "body__mode")
    return [
        Worked(pk, user, area, during.lower, during.upper, mode == Body.Mode.EMERGENCY)
        for pk, user, area, during, mode in rows
    ]


def statements(scope: Scope, month: date) -> dict[int, Statement]:
    """Town area → its closed month with `total`, the sum of all its lines in yuan."""
    found: QuerySet[Statement] = Statement.objects.within(scope).filter(month=month)
    found = found.select_related("closed_by").annotate(total=Sum("lines__amount"))
    return {one.area: one for one in found}


def statement_in(scope: Scope, statement_id: int) -> Statement:
    """A closed month of the scope's ground; Refused('not_found')."""
    found: Statement | None = (
        Statement.objects.within(scope).select_related("closed_by").filter(pk=statement_id).first()
    )
    if found is None:
        raise Refused("not_found")
    return found


def lines_of_statement(scope: Scope, statement: Statement) -> list[Line]:
    """Its lines by the name of the member; later ones behind those of the closing."""
    found = Line.objects.filter(statement=statement).select_related("user", "by")
    return list(found.order_by(F("user__name"), "user_id", "late", "pk"))
