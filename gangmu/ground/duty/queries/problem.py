"""A roster as the solver and the checker see it: seats as demands, members with their leave, wishes, past and load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.duty.models import Roster, Turn, Wish
from gangmu.ground.duty.queries.budgets import budgets_of
from gangmu.ground.duty.queries.loads import Load, before, worked
from gangmu.ground.duty.queries.members import wishes_of
from gangmu.ground.duty.queries.plan import (
    Cell,
    Member,
    Standing,
    away,
    crew_of,
    days_of,
    drivers_among,
    needing_vehicle,
    seats_of,
    shifts_of,
    standing_in,
)
from gangmu.ground.duty.rules import Assignment, Demand, Person, Problem, Shift, problem
from gangmu.ground.duty.rules.weeks import DAYS, PARTS, place_of, shift_span
from gangmu.ground.organization import models as organization
from gangmu.ground.organization.models import Post
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

PAST = 7  # days before the week that rest and nights in a row look at
OFF, SHIFT, DEPUTY = (
    30,
    20,
    60,
)  # weights of a wished day off, of a wished shift, of calling a deputy for a day
ALONE = 2  # holders of a post: so few cannot change from night to day without a gap, so nights have no limit
SHIFTS = tuple(Shift(part.key, part.begins, part.minutes, part.is_night) for part in PARTS)


@dataclass(frozen=True)
class Asked:
    """A roster's seats and members, and the problem that they are. `strict` counts nights in a row for everybody."""

    posts: list[Post]
    crew: list[Member]
    cells: dict[Cell, list[Standing]]
    problem: Problem
    strict: Problem

    def assignments(self) -> list[Assignment]:
        """The cells as they stand, for the checker."""
        return [
            Assignment(str(one.user_id), day.toordinal() - self.problem.first.toordinal(), part, str(post))
            for (post, day, part), standing in self.cells.items()
            for one in standing
        ]


def asked(scope: Scope, roster: Roster, bodies: Iterable[int] | None = None) -> Asked:
    """What a roster asks, of all its bodies or of some."""
    posts = seats_of(roster)
    if bodies is not None:
        wanted = set(bodies)
        posts = [post for post in posts if post.body_id in wanted]
    crew = crew_of(roster, posts)
    cells = standing_in(scope, roster, posts)
    users = {m.user_id for m in crew} | {one.user_id for standing in cells.values() for one in standing}
    facts = _Facts(scope, roster, posts, users)
    locked = _locked(roster, posts)
    people = facts.people(crew)
    few = _few(crew)
    eased = [_with(person, None if person.key in few else roster.most_nights) for person in people]
    demands = tuple(_demands(roster, posts, locked))
    one = Problem(
        roster.begins,
        DAYS,
        SHIFTS,
        tuple(eased),
        demands,
        among=tuple(_vehicles(posts, demands)),
        wishes=tuple(facts.wishes(crew)),
        published=tuple(facts.published()),
        locked=frozenset(locked),
    )
    strict = replace(one, people=tuple(_with(person, roster.most_nights) for person in people))
    return Asked(posts, crew, cells, one, strict)


def _with(person: Person, nights: int | None) -> Person:
    return replace(person, most_nights=nights)


def _few(crew: list[Member]) -> set[str]:
    """Members of posts that have only two holders."""
    holders: dict[int, set[int]] = defaultdict(set)
    for member in crew:
        if not member.deputy:
            holders[member.post_id].add(member.user_id)
    return {str(m.user_id) for m in crew if len(holders[m.post_id]) <= ALONE}


def _demands(roster: Roster, posts: list[Post], locked: Iterable[Assignment]) -> Iterable[Demand]:
    """One person in every seat and shift that has not begun; who is in charge counts twice."""
    now, fixed = clock.now(), {(one.day, one.shift, one.group) for one in locked}
    for number, day in enumerate(days_of(roster)):
        for part in PARTS:
            begun = shift_span(day, part)[0] <= now
            for post in posts:
                if not begun or (number, part.key, str(post.pk)) in fixed:
                    gap = problem.GAP * (2 if post.in_charge else 1)
                    yield Demand(number, part.key, str(post.pk), preferred=1, minimum=1, gap=gap)


def _vehicles(posts: Iterable[Post], demands: Iterable[Demand]) -> Iterable[problem.Among]:
    """Whoever sits in a seat that needs a vehicle brings one; without it the seat counts as half empty."""
    needed = {str(post) for post in needing_vehicle(posts)}
    for one in demands:
        if one.group in needed:
            yield problem.Among(one.day, one.shift, one.group, problem.VEHICLE, problem.GAP // 2)


def _locked(roster: Roster, posts: list[Post]) -> set[Assignment]:
    """What stays: locked cells, and the shifts that have begun, as they were."""
    ids = [post.pk for post in posts]
    turns = Turn.objects.filter(roster=roster, locked=True, post__in=ids).values_list(
        "user_id", "during", "post_id"
    )
    begun = shifts_of(roster, ids).filter(during__startswith__lte=clock.now())
    rows = [*turns, *begun.values_list("user_id", "during", "post_id")]
    found = {
        _cell(post, during.lower): _assignment(roster, user, during.lower, post)
        for user, during, post in rows
    }
    return set(found.values())


def _cell(post: int, moment: datetime) -> Cell:
    day, part = place_of(moment)
    return post, day, part.key


def _assignment(roster: Roster, user: int, moment: datetime, post: int) -> Assignment:
    day, part = place_of(moment)
    return Assignment(str(user), (day - roster.begins).days, part.key, str(post))


class _Facts:
    """What is known about the members of a roster, each read once."""

    def __init__(self, scope: Scope, roster: Roster, posts: list[Post], users: set[int]) -> None:
        self.roster, self.ids, self.users = roster, [post.pk for post in posts], users
        self.scope = scope
        self.load = worked(users, before(roster))
        self.budgets = budgets_of(roster, self.ids, users)
        self.said = wishes_of(scope, roster, users)
        self.drivers = drivers_among(users)
        self.off: dict[int, set[int]] = defaultdict(set)
        for user, since, until in away(users, roster):
            self._away(user, since, until)
        self.past: dict[int, dict[int, str]] = defaultdict(dict)
        self._read_shifts()

    def _read_shifts(self) -> None:
        """Shifts of the week before, and those of this week in posts that another roster plans."""
        begins, ends = self.roster.span
        near = organization.Shift.objects.filter(
            user__in=list(self.users), during__overlap=DateTimeTZRange(begins - timedelta(days=PAST), ends)
        )
        own = set(self.ids)
        for user, post, during in near.values_list("user_id", "post_id", "during"):
            day, part = place_of(during.lower)
            number = (day - self.roster.begins).days
            if number < 0:
                self.past[user][number] = part.key
            elif post not in own:
                self._away(user, during.lower, during.upper)

    def _away(self, user: int, since: datetime, until: datetime) -> None:
        last = (until - timedelta(microseconds=1)).astimezone(clock.CIVIL).date()
        day = max(since.astimezone(clock.CIVIL).date(), self.roster.begins)
        while day <= last and (day - self.roster.begins).days <= DAYS:
            self.off[user].add((day - self.roster.begins).days)
            day += timedelta(days=1)

    def people(self, crew: list[Member]) -> list[Person]:
        """Everybody who may serve, or stands in a cell, with what binds him."""
        groups: dict[int, set[str]] = {user: set() for user in sorted(self.users)}
        for member in crew:
            groups[member.user_id].add(str(member.post_id))
            self._only_while(member)
        firm = {(wish.user_id, (wish.day - self.roster.begins).days) for wish in self.said if wish.firm}
        for user, number in firm:
            self.off[user].add(number)
        return [self._person(user, frozenset(held)) for user, held in groups.items()]

    def _only_while(self, member: Member) -> None:
        """Somebody with one post is away on days on which he does not hold it yet, or any more."""
        for number, day in enumerate(days_of(self.roster)):
            if (member.since and day < member.since) or (member.until and day >= member.until):
                self.off[member.user_id].add(number)

    def _person(self, user: int, groups: frozenset[str]) -> Person:
        load, past = self.load.get(user, Load()), self.past.get(user, {})
        return Person(
            str(user),
            groups,
            skills=frozenset({problem.VEHICLE} if user in self.drivers else ()),
            off=frozenset(self.off.get(user, ())),
            past=tuple(past.get(number) for number in range(-PAST, 0)),
            budgets=self.budgets[user],
            carried_nights=load.nights,
            carried_weekends=load.weekends,
        )

    def wishes(self, crew: list[Member]) -> Iterable[problem.Wish]:
        """What members wish; and that a deputy is called only where the holders do not suffice."""
        for wish in self.said:
            number = (wish.day - self.roster.begins).days
            if wish.kind == Wish.Kind.OFF:
                yield problem.Wish(str(wish.user_id), number, weight=OFF)
            else:
                yield problem.Wish(str(wish.user_id), number, wish.kind, SHIFT, on=True)
        own = {m.user_id for m in crew if not m.deputy}
        for user in sorted({m.user_id for m in crew} - own):
            for number in range(DAYS):
                yield problem.Wish(str(user), number, weight=DEPUTY)

    def published(self) -> Iterable[Assignment]:
        """What people have been told of this week by a published roster."""
        told = organization.PlannedWeek.objects.filter(
            post__in=self.ids, during=DateTimeTZRange(*self.roster.span)
        ).values("post")
        rows: Any = shifts_of(self.roster, self.ids).filter(post__in=told)
        for user, during, post in rows.values_list("user_id", "during", "post_id"):
            yield _assignment(self.roster, user, during.lower, post)
