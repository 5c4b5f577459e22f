"""What a swap would break: the weeks around it, checked as they are and as they would be; who would carry too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.accounts.models import User
from gangmu.ground.duty.models import Swap
from gangmu.ground.duty.queries.problem import SHIFTS
from gangmu.ground.duty.rules import Assignment, Demand, Person, Problem, Violation, check
from gangmu.ground.duty.rules.weeks import MOST_NIGHTS, place_of
from gangmu.ground.organization.models import Absence, Holding, Shift
from gangmu.ground.organization.queries import Above, Change, above_cap, change_of
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

AROUND = timedelta(days=8)
Row = tuple[int, int, datetime]  # user, post, begin


def broken_by(scope: Scope, changes: Sequence[tuple[Shift, User]]) -> list[Violation]:
    """The rules that would be broken by shifts changing hands and are not broken now."""
    users = {shift.user_id for shift, _to in changes} | {to.pk for _shift, to in changes}
    begins = min(shift.during.lower for shift, _to in changes) - AROUND
    ends = max(shift.during.upper for shift, _to in changes) + AROUND
    window = DateTimeTZRange(begins, ends)
    shifts = Shift.objects.filter(user__in=users, during__overlap=window).order_by("id")
    before: list[Row] = [(one.user_id, one.post_id, one.during.lower) for one in shifts]
    to = {shift.pk: user.pk for shift, user in changes}
    after: list[Row] = [(to.get(one.pk, one.user_id), one.post_id, one.during.lower) for one in shifts]
    first = place_of(begins)[0]
    days = (place_of(ends)[0] - first).days + 1
    now = _violations(users, window, first, days, before)
    return sorted(
        _violations(users, window, first, days, after) - now,
        key=lambda one: (one.person, one.day or 0, one.code),
    )


def above_by(scope: Scope, swaps: Sequence[Swap]) -> list[list[Above]]:
    """For each swap who would be above the cap by it; nobody for one whose shifts are not what they were."""
    users = {user for swap in swaps for user in (swap.giver_id, swap.taker_id)}
    spans = [span for swap in swaps for span in (swap.during, swap.back_during) if span]
    if not spans:
        return [[] for _ in swaps]
    window = DateTimeTZRange(min(span.lower for span in spans), max(span.upper for span in spans))
    rows = Shift.objects.filter(user__in=users, during__overlap=window).select_related("body")
    there = {(one.user_id, one.post_id, one.during.lower): one for one in rows}
    changes = []
    for swap in swaps:
        given = [(there.get((swap.giver_id, swap.post_id, swap.during.lower)), swap.taker)]
        if swap.back_post_id is not None and swap.back_during is not None:
            given.append((there.get((swap.taker_id, swap.back_post_id, swap.back_during.lower)), swap.giver))
        hands = [(shift, to) for shift, to in given if shift is not None]
        changes.append(change_of(hands) if len(hands) == len(given) else Change([]))
    return above_cap(changes)


def _violations(
    users: Iterable[int], window: DateTimeTZRange, first: date, days: int, rows: list[Row]
) -> set[Violation]:
    given = []
    for user, post, moment in rows:
        day, part = place_of(moment)
        given.append(Assignment(str(user), (day - first).days, part.key, str(post)))
    off: dict[int, set[int]] = defaultdict(set)
    for absence in Absence.objects.filter(user__in=users, during__overlap=window):
        day = absence.during.lower.astimezone(clock.CIVIL).date()
        last = (absence.during.upper - timedelta(microseconds=1)).astimezone(clock.CIVIL).date()
        off[absence.user_id] |= {(day - first).days + n for n in range((last - day).days + 1)}
    held: dict[int, set[str]] = defaultdict(set)
    for user, post in Holding.objects.filter(user__in=users).values_list("user_id", "post_id"):
        held[user].add(str(post))
    people = tuple(
        Person(str(user), frozenset(held[user]), off=frozenset(off[user]), most_nights=MOST_NIGHTS)
        for user in sorted(users)
    )
    demands = tuple({Demand(one.day, one.shift, one.group) for one in given})
    return set(check(Problem(first, days, SHIFTS, people, demands), given))
