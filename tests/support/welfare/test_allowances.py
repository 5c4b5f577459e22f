"""What a month is worth: by published rules, from shifts that can be looked at, closed once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.actions import note_absence
from gangmu.ground.organization.models import Absence
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.support.welfare import actions, queries
from gangmu.support.welfare.models import Line
from gangmu.support.welfare.rules import Worked, rules_of, versions, worth
from tests.support.welfare.conftest import Care, Work

MAY = date(2026, 5, 1)
FRIDAY = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)  # eight in the morning of a statutory holiday
JUNE = datetime(2026, 6, 2, 0, 0, tzinfo=UTC)
DAY, HALF = timedelta(days=1), timedelta(hours=12)


def shift(n: int, begin: datetime, hours: int = 12, *, user: int = 1, emergency: bool = False) -> Worked:
    return Worked(n, user, 0, begin, begin + timedelta(hours=hours), emergency)


def due(*shifts: Worked) -> dict[str, tuple[int, Decimal, int]]:
    return {d.rule.code: (d.quantity, d.amount, d.rest_minutes) for d in worth(rules_of(MAY), shifts)}


def test_a_shift_on_a_holiday_by_night_earns_each_of_its_rules() -> None:
    found = due(shift(1, FRIDAY + HALF))
    assert found == {
        "shift": (1, Decimal(30), 0),
        "night": (1, Decimal(50), 0),
        "holiday": (1, Decimal(300), 0),
    }


def test_a_weekend_is_owed_as_rest_and_a_made_up_day_is_not() -> None:
    assert due(shift(1, datetime(2026, 5, 16, 0, tzinfo=UTC)))["rest_day"] == (1, Decimal(0), 720)
    assert "rest_day" not in due(
        shift(1, datetime(2026, 5, 9, 0, tzinfo=UTC))
    )  # a Saturday on which work is made up


def test_an_emergency_day_counts_once_however_many_shifts_it_has() -> None:
    first, second = shift(1, JUNE, 4, emergency=True), shift(2, JUNE + timedelta(hours=6), 4, emergency=True)
    assert due(first, second)["emergency"] == (1, Decimal(100), 0)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 24), st.integers(1, 3)), max_size=20))
def test_the_whole_is_the_sum_of_its_members(spans: list[tuple[int, int, int]]) -> None:
    """And every line names the shifts that it comes from."""
    shifts = [shift(n, FRIDAY + d * DAY, hours, user=user) for n, (d, hours, user) in enumerate(spans)]
    everything = worth(rules_of(MAY), shifts)
    for user in (1, 2, 3):
        alone = worth(rules_of(MAY), [one for one in shifts if one.user_id == user])
        assert [d for d in everything if d.user_id == user] == alone
    known = {one.id for one in shifts}
    assert all(d.shifts and {pk for pk, *_ in d.shifts} <= known for d in everything)
    assert all(d.quantity >= 1 and d.amount == d.rule.amount * d.quantity for d in everything)


def test_every_version_names_its_sources() -> None:
    for one in versions():
        assert one.source and all(rule.source for rule in one.rules)
        assert not one.calendar.holidays & (one.calendar.off | one.calendar.work)


def closed(care: Care, who: Actor | None = None) -> int:
    with clock.at(JUNE):
        with entered(Scope.of(care.leader)) as scope:
            (town,) = queries.towns(scope)
        return int(care.do(who or care.leader, actions.close_month, town, MAY))


def lines(care: Care, statement: int) -> list[Line]:
    with entered(Scope.of(care.leader)) as scope:
        return queries.lines_of_statement(scope, queries.statement_in(scope, statement))


def test_a_month_is_closed_once_and_keeps_its_shifts(care: Care, work: Work) -> None:
    worked = work(care.world.cadre, FRIDAY + 5 * DAY)
    pk = closed(care)
    (line, *more) = lines(care, pk)
    assert (line.rule, line.quantity, line.amount, more) == ("shift", 1, Decimal(30), [])
    assert line.shifts[0][0] == worked.pk and line.rules == rules_of(MAY).version
    work(care.world.cadre, FRIDAY + 10 * DAY)
    assert closed(care) == pk and len(lines(care, pk)) == 1


def test_a_month_that_is_not_over_is_not_closed(care: Care) -> None:
    with clock.at(FRIDAY + 20 * DAY), entered(Scope.of(care.leader)) as scope:
        (town,) = queries.towns(scope)
    with clock.at(FRIDAY + 20 * DAY), pytest.raises(Refused, match="month_not_over"):
        care.do(care.leader, actions.close_month, town, MAY)


def test_only_the_leaders_of_the_ground_close_it(care: Care) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        closed(care, care.stranger)
    with pytest.raises(Refused, match="not_allowed"):
        closed(care, care.world.desk)


def test_what_was_forgotten_follows_with_its_reason(care: Care, work: Work) -> None:
    work(care.world.cadre, FRIDAY + 5 * DAY)
    pk = closed(care)
    with entered(Scope.of(care.leader)) as scope:
        statement = queries.statement_in(scope, pk)
    cadre = care.world.cadre.user_id
    with pytest.raises(Refused, match="reason_missing"):
        care.do(care.leader, actions.correct, statement, cadre, "night", 2, " ")
    care.do(care.leader, actions.correct, statement, cadre, "night", 2, "漏报两个夜班")
    care.do(care.leader, actions.correct, statement, cadre, "shift", -1, "当日换班")
    assert sum(line.amount for line in lines(care, pk)) == Decimal(30 + 100 - 30)
    assert [line.late for line in lines(care, pk)] == [False, True, True]


def test_a_closed_month_is_never_overwritten(care: Care, work: Work) -> None:
    work(care.world.cadre, FRIDAY + 5 * DAY)
    closed(care)
    for change in (lambda: Line.objects.update(amount=1), lambda: Line.objects.all().delete()):
        with entered(Scope.of(care.leader)), pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_a_shift_in_an_absence_is_worth_nothing(care: Care, work: Work) -> None:
    work(care.world.cadre, FRIDAY + 5 * DAY)
    user = User.objects.get(pk=care.world.cadre.user_id)
    with entered(Scope.system("test")) as scope:
        note_absence(scope.actor, user, FRIDAY + 4 * DAY, FRIDAY + 7 * DAY)
        assert Absence.objects.filter(
            during__contains=DateTimeTZRange(FRIDAY + 5 * DAY, FRIDAY + 6 * DAY)
        ).exists()
    assert lines(care, closed(care)) == []


def test_a_member_sees_his_own_lines_and_nobody_elses(care: Care, work: Work) -> None:
    for who in (care.world.cadre, care.world.police):
        work(who, FRIDAY + 5 * DAY)
    closed(care)
    with entered(Scope.of(care.world.cadre)):
        assert {line.user_id for line in Line.objects.all()} == {care.world.cadre.user_id}
    with entered(Scope.of(care.stranger)):
        assert not Line.objects.exists()
