"""What of the caps on hours and nights is left to members in a week: their other shifts, before and after, count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import accumulate

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.duty.models import Roster
from gangmu.ground.duty.rules import Budget
from gangmu.ground.duty.rules.problem import DAY, NIGHT
from gangmu.ground.duty.rules.weeks import DAYS, PARTS
from gangmu.ground.organization.models import Shift
from gangmu.ground.organization.rules.limits import limits
from gangmu.kernel import clock

WEEK, MONTH = 7 * DAY, 28 * DAY
FIRST, LAST = PARTS[0].begins, PARTS[-1].begins + PARTS[-1].minutes + (DAYS - 1) * DAY
STEP = PARTS[0].minutes
Span = tuple[int, int]


def budgets_of(roster: Roster, posts: Iterable[int], users: Iterable[int]) -> dict[int, tuple[Budget, ...]]:
    """By user, what the roster may give him in any 7 and 28 days that touch its week; only what can bind him."""
    midnight = datetime.combine(roster.begins, time(), clock.CIVIL)
    around = DateTimeTZRange(
        roster.span[0] - timedelta(minutes=MONTH), roster.span[1] + timedelta(minutes=MONTH)
    )
    own, spans = set(posts), defaultdict[int, list[Span]](list)
    rows = Shift.objects.filter(user__in=list(users), during__overlap=around).order_by("during")
    for user, post, during in rows.values_list("user_id", "post_id", "during"):
        begins, ends = (int((at - midnight).total_seconds()) // 60 for at in (during.lower, during.upper))
        if not (post in own and FIRST <= begins < LAST):  # those the roster replaces
            spans[user].append((begins, ends))
    nobody = budgets_left([])
    return {user: budgets_left(spans[user]) if user in spans else nobody for user in users}


def budgets_left(spans: list[Span]) -> tuple[Budget, ...]:
    """What other shifts, in their order, leave of each cap."""
    found = []
    edges = sorted({edge for span in spans for edge in span if edge % STEP != FIRST % STEP})
    for name, length, of_nights in (
        ("hours7", WEEK, False),
        ("hours28", MONTH, False),
        ("nights7", WEEK, True),
    ):
        cap = int(limits()[name].cap * (1 if of_nights else 60))
        other = _Other(spans, of_nights)
        tightest: dict[Span, int] = {}
        for begins in _begins(length, edges):
            inside = max(begins, FIRST), min(begins + length, LAST)
            left = cap - other.between(begins, begins + length)
            if left < _most(inside, of_nights):
                tightest[inside] = max(0, min(left, tightest.get(inside, left)))
        found += [Budget(*inside, left, of_nights) for inside, left in _needed(tightest)]
    return tuple(found)


def _begins(length: int, edges: Iterable[int]) -> Iterable[int]:
    """Where stretches of days begin that touch the week: what is in them is most where a shift begins or ends."""
    yield from range(FIRST - length + STEP, LAST, STEP)
    for edge in edges:
        yield from (at for at in (edge, edge - length) if FIRST - length < at < LAST)


def _most(inside: Span, of_nights: bool) -> int:
    """No more fits into a stretch of the week: one shift a day."""
    days = min(DAYS, (inside[1] - inside[0]) // DAY + 1)
    return days if of_nights else min(inside[1] - inside[0], days * STEP)


def _needed(tightest: dict[Span, int]) -> list[tuple[Span, int]]:
    """Without those that a longer stretch with no more left says already."""
    return [
        (one, left)
        for one, left in sorted(tightest.items())
        if not any(
            other != one and other[0] <= one[0] and one[1] <= other[1] and less <= left
            for other, less in tightest.items()
        )
    ]


class _Other:
    """Minutes or nights of shifts outside the roster between two moments; no two of a person's overlap."""

    def __init__(self, spans: list[Span], of_nights: bool) -> None:
        self.begins = [begins for begins, _ends in spans]
        self.ends = [ends for _begins, ends in spans]
        self.of_nights = of_nights
        self.sums = [0, *accumulate(self._size(*span) for span in spans)]

    def _size(self, begins: int, ends: int) -> int:
        if ends <= begins:
            return 0
        return (ends - NIGHT) // DAY - (begins - NIGHT) // DAY if self.of_nights else ends - begins

    def between(self, begins: int, ends: int) -> int:
        """How much of it lies there."""
        first, last = bisect_right(self.ends, begins), bisect_left(self.begins, ends)
        if first >= last:
            return 0
        whole = self.sums[last] - self.sums[first]
        return whole - self._size(self.begins[first], begins) - self._size(ends, self.ends[last - 1])
