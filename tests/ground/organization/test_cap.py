"""Nobody is given more duty than the cap by accident: it takes a reason, and the reason stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gangmu.ground.organization.actions import cover_shift
from gangmu.ground.organization.models import Holding, Shift
from gangmu.ground.organization.queries import Change, Duty, above_cap
from gangmu.ground.organization.rules.limits import limits, nights_in
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import build

SYSTEM = Scope.system("test").actor
EIGHT = datetime(2027, 3, 1, 0, 0, tzinfo=UTC)  # eight in the morning in Shanghai
DAY, SHIFT, HOUR = timedelta(days=1), timedelta(hours=12), timedelta(hours=1)
Times = tuple[datetime, datetime]


@pytest.fixture
def member(db: None) -> Holding:
    """Somebody without any shift."""
    return Holding.objects.select_related("user", "post__body").get(user_id=build().police.user_id)


@pytest.fixture
def medic(member: Holding) -> Holding:
    """Somebody with six shifts of twelve hours in a week: as many as the cap allows."""
    held = member
    for day in range(6):
        begin = EIGHT + day * DAY
        during = DateTimeTZRange(begin, begin + SHIFT)
        Shift.objects.create(post=held.post, user=held.user, body=held.post.body, during=during)
    return held


def cover(held: Holding, day: int, over_cap: str = "") -> int:
    begin, post = EIGHT + day * DAY, held.post
    with entered(Scope.system("test")):
        given = (SYSTEM, uuid4(), post.body, post, held.user, begin, begin + SHIFT, "缺人")
        return cover_shift(*given, over_cap=over_cap)


def test_a_seventh_day_is_refused(medic: Holding) -> None:
    with pytest.raises(Refused) as refused:
        cover(medic, 6)
    assert refused.value.code == "over_cap"
    assert refused.value.params["hours7"] == "84/72"
    assert Shift.objects.filter(user=medic.user, during__startswith__gte=EIGHT).count() == 6


def test_with_a_reason_it_is_written_and_the_reason_is_kept(medic: Holding) -> None:
    shift = cover(medic, 6, "台风登陆，无人可替")
    fact = FactRow.objects.get(kind="organization.cap_crossed", subject_id=medic.user_id)
    assert fact.data["reason"] == "台风登陆，无人可替"
    assert fact.data["figures"] == {"hours7": 84}
    assert Shift.objects.get(pk=shift).user_id == medic.user_id


def test_below_the_cap_nobody_asks(medic: Holding) -> None:
    cover(medic, 8)
    assert not FactRow.objects.filter(kind="organization.cap_crossed").exists()


def most_of(duties: list[Times], new: Times, days: int) -> tuple[float, int]:
    """Hours and nights by brute force: every hour at which days that touch the new shift can begin."""
    hours, nights = 0.0, 0
    since = new[0] - timedelta(days=days) + HOUR
    while since < new[1]:
        until = since + timedelta(days=days)
        inside = [(max(a, since), min(b, until)) for a, b in duties if b > since and a < until]
        hours = max(hours, sum((b - a for a, b in inside), timedelta()) / HOUR)
        nights = max(nights, sum(nights_in(a, b) for a, b in inside))
        since += HOUR
    return hours, nights


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    others=st.lists(st.tuples(st.integers(1, 30), st.integers(1, 24)), max_size=14), place=st.integers(0, 14)
)
@example(
    others=[(1, 1), (1, 1), (1, 1), (30, 24), (30, 24), (30, 24)], place=0
)  # they begin with the new shift
def test_the_heaviest_days_are_the_heaviest_of_all_that_touch_the_new_shift(
    member: Holding, others: list[tuple[int, int]], place: int
) -> None:
    spans, at = [], EIGHT
    for free, hours in [*others[:place], (2, 12), *others[place:]]:
        at += free * HOUR
        spans.append((at, at + hours * HOUR))
        at += hours * HOUR
    new = spans.pop(min(place, len(others)))
    body, user = member.post.body, member.user
    with transaction.atomic():
        for span in [*spans, (at + HOUR, at + 20 * DAY)]:
            shift = Shift.objects.create(
                post=member.post, user=user, body=body, during=DateTimeTZRange(*span)
            )
        change = Change([Duty(user.pk, *new, body.lo)], [shift.pk])  # the last one would go
        (above,) = above_cap([change])
        transaction.set_rollback(True)
    (hours7, nights7), (hours28, _nights) = (most_of([*spans, new], new, days) for days in (7, 28))
    figures = {"hours7": hours7, "hours28": hours28, "nights7": nights7}
    crossed = any(figures[name] > limit.cap for name, limit in limits().items())
    assert [one.figures for one in above] == ([pytest.approx(figures)] if crossed else [])
