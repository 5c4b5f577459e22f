"""A month of a town is settled by the rules once; what was forgotten follows as a later line with its reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope
from gangmu.support.welfare import policy
from gangmu.support.welfare.facts import MonthClosed
from gangmu.support.welfare.models import Line, Statement
from gangmu.support.welfare.queries import due_in
from gangmu.support.welfare.rules import rules_of, versions

MOST = 1_000  # of one rule for one member in one month, either way


def close_month(actor: Actor, command: UUID, town: Unit, month: date) -> int:
    """Write the lines of all members of a town for a month; returns the statement, the one that is there if there is.

    Each line keeps the version of the rules and its shifts as they were. Refused: not_allowed, month_not_over.
    """
    if not policy.may_close(actor, town.jurisdiction):
        raise Refused("not_allowed")
    month = month.replace(day=1)
    if clock.today() < (month + timedelta(days=31)).replace(day=1):
        raise Refused("month_not_over")

    def do() -> int:
        where, version = town.jurisdiction, rules_of(month).version
        by, now = int(actor.user_id or 0), clock.now()
        statement, fresh = Statement.objects.get_or_create(
            area=where.lo,
            month=month,
            defaults={
                "hi": where.hi, "code": town.code, "name": town.name, "rules": version, "closed_by_id": by,
                "closed_at": now,
            },
        )  # fmt: skip
        if fresh:
            lines = [
                Line(
                    statement=statement, area=due.area, user_id=due.user_id, month=month, rules=version,
                    rule=due.rule.code, quantity=due.quantity, amount=due.amount, rest_minutes=due.rest_minutes,
                    shifts=due.shifts, by_id=by, at=now,
                )
                for due in due_in(Scope.of(actor), town, month)
            ]  # fmt: skip
            Line.objects.bulk_create(lines, batch_size=500)
            record(actor, MonthClosed(statement.pk, where.lo, month.isoformat(), version, len(lines)))
        return int(statement.pk)

    return int(once(actor, command, "welfare.close_month", do))


def correct(
    actor: Actor,
    command: UUID,
    statement: Statement,
    user_id: int,
    rule: str,
    quantity: int,
    reason: str,
    rest_minutes: int = 0,
) -> int:
    """Enter what was forgotten in a closed month, or take back what was too much (negative), under its own rules.

    Refused: not_allowed, reason_missing, rule_unknown, quantity_zero.
    """
    if not policy.may_close(actor, Jurisdiction(statement.area, statement.hi)):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_missing")
    rules = next((one for one in versions() if one.version == statement.rules), None)
    known = rules.rule(rule) if rules else None
    if known is None:
        raise Refused("rule_unknown", rule=rule)
    if not 0 < abs(quantity) <= MOST:
        raise Refused("quantity_zero", most=MOST)

    def do() -> int:
        standing = Line.objects.filter(statement=statement, user_id=user_id).order_by("pk").first()
        line = Line.objects.create(
            statement=statement,
            area=standing.area if standing else statement.area,
            user_id=user_id,
            month=statement.month,
            rules=statement.rules,
            rule=rule,
            quantity=quantity,
            amount=known.amount * quantity,
            rest_minutes=rest_minutes if known.rest else 0,
            late=True,
            reason=reason.strip()[:200],
            by_id=int(actor.user_id or 0),
            at=clock.now(),
        )
        return int(line.pk)

    return int(once(actor, command, "welfare.correct", do))
