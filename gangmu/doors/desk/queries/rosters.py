"""A roster as its page shows it: a table per body, what stays empty, what breaks a rule, and all of it in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.doors.desk.queries.names import place_name
from gangmu.ground.duty.models import Roster
from gangmu.ground.duty.queries.faults import Faults, faults_in
from gangmu.ground.duty.queries.loads import Load, before, planned, worked
from gangmu.ground.duty.queries.plan import (
    Member,
    Standing,
    crew_of,
    days_of,
    drivers_among,
    gaps_of,
    key_of,
    needing_vehicle,
    seats_of,
    standing_in,
)
from gangmu.ground.duty.queries.problem import OFF, asked
from gangmu.ground.duty.rules import Violation
from gangmu.ground.duty.rules.weeks import PARTS, Gap, shift_span
from gangmu.ground.organization.models import Body, Post
from gangmu.ground.organization.rules import CREWS
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

SIZE = 8
RULES = {
    "group": gettext_noop("does not hold the post"),
    "unknown": gettext_noop("does not hold the post"),
    "leave": gettext_noop("is away or on duty elsewhere"),
    "rest": gettext_noop("less than 11 hours of rest"),
    "twice": gettext_noop("two shifts on a day"),
    "most_nights": gettext_noop("%(found)s nights in a row, at most %(limit)s"),
    "vehicle": gettext_noop("brings no vehicle"),
}
WHY_EMPTY = {
    "nobody": gettext_noop("nobody holds the post"),
    "leave": gettext_noop("away or on duty elsewhere"),
    "rest": gettext_noop("must rest"),
    "twice": gettext_noop("has another shift that day"),
    "most_nights": gettext_noop("had enough nights in a row"),
    "cap": gettext_noop("would be above the cap on hours and nights"),
}


@dataclass(slots=True)
class CellView:
    """A cell: who stands there, whether it is empty, over, or breaks a rule, whether the vehicle it needs is there."""

    post_id: int
    day: date
    part: str
    standing: list[tuple[str, Standing]]
    over: bool
    wrong: str = ""
    drives: bool = False


@dataclass(slots=True)
class RowView:
    """A seat in one of the two shifts, through the week."""

    post: Post
    seat: str
    part: str
    needs_vehicle: bool
    cells: list[CellView]


@dataclass(slots=True)
class BodyView:
    """A trio or an office."""

    body: Body
    rows: list[RowView]
    gaps: list[Gap] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where it works."""
        return place_name(self.body.lo)


@dataclass(slots=True)
class RosterView:
    """A page of a roster; `short` are its posts with a gap and fewer holders than a week within the cap takes."""

    bodies: list[BodyView]
    days: list[date]
    gaps: list[tuple[Body, str, Gap, str]]
    faults: Faults
    total: int
    matching: int
    empty_bodies: int
    short: list[Post]

    @property
    def gap_hours(self) -> int:
        """Hours in which a seat stays empty."""
        return sum(gap.minutes for _body, _seat, gap, _why in self.gaps) // 60


def seat_name(post: Post) -> str:
    """What a seat is called inside its body."""
    return post.title.removeprefix(post.body.name).strip() or post.get_role_display()


def short_name(name: str, post: Post) -> str:
    """A name without the post's, which the row says already."""
    return name.removeprefix(post.title).strip("（） ") or name


def rule_text(one: Violation) -> str:
    """A broken rule in words."""
    return _(RULES[one.code]) % {"found": one.found, "limit": one.limit} if one.code in RULES else one.code


def roster_page(scope: Scope, roster: Roster, text: str, only: str, start: int) -> RosterView:
    """The bodies of a roster that match a text and a filter ('gaps'), from a number on; offices before their trios."""
    posts = seats_of(roster)
    by_body: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        by_body[post.body_id].append(post)
    cells = standing_in(scope, roster, posts)
    now = clock.now()
    gaps = [gap for gap in gaps_of(posts, cells, roster) if gap.ends > now]
    empty = {gap.body_id for gap in gaps}
    chosen = [
        body
        for body, members in by_body.items()
        if (text in members[0].body.name or text in members[0].body.code)
        and (only != "gaps" or body in empty)
    ]
    shown = chosen[start : start + SIZE]
    wanted = asked(scope, roster, shown)
    faults = faults_in(roster, wanted)
    wrong = _wrong(roster, [*faults.illegal, *faults.unkind, *faults.walking])
    vehicles = needing_vehicle(wanted.posts), drivers_among({m.user_id for m in wanted.crew})
    views = [_body(roster, by_body[body], cells, wrong, vehicles) for body in shown]
    for view in views:
        view.gaps = [gap for gap in gaps if gap.body_id == view.body.pk]
    named = [_named(by_body[gap.body_id], gap, roster.found) for gap in gaps]
    holders = Counter(member.post_id for member in wanted.crew if not member.deputy)
    open_seats = {(gap.body_id, gap.key) for gap in gaps}
    short = [
        post
        for post in wanted.posts
        if holders[post.pk] < CREWS and (post.body_id, key_of(post)) in open_seats
    ]
    return RosterView(views, days_of(roster), named, faults, len(by_body), len(chosen), len(empty), short)


def _wrong(roster: Roster, found: Iterable[Violation]) -> dict[tuple[int, date], str]:
    return {
        (int(one.person), date.fromordinal(roster.begins.toordinal() + one.day)): rule_text(one)
        for one in found
        if one.day is not None
    }


def _body(
    roster: Roster,
    posts: list[Post],
    cells: Mapping[Any, list[Standing]],
    wrong: Mapping[tuple[int, date], str],
    vehicles: tuple[set[int], set[int]],
) -> BodyView:
    rows = []
    now, (needing, driving) = clock.now(), vehicles
    for post in posts:
        for part in PARTS:
            row = RowView(post, seat_name(post), part.key, post.pk in needing, [])
            for day in days_of(roster):
                standing = cells.get((post.pk, day, part.key), [])
                names = [(short_name(one.name, post), one) for one in standing]
                broken = next(
                    (wrong[one.user_id, day] for one in standing if (one.user_id, day) in wrong), ""
                )
                over = shift_span(day, part)[0] <= now
                drives = row.needs_vehicle and any(one.user_id in driving for one in standing)
                row.cells.append(CellView(post.pk, day, part.key, names, over, broken, drives))
            rows.append(row)
    return BodyView(posts[0].body, rows)


def _named(posts: list[Post], gap: Gap, found: Mapping[str, Any]) -> tuple[Body, str, Gap, str]:
    """A gap with its body, its seat and why the solver could not fill it."""
    seat = next(post for post in posts if key_of(post) == gap.key)
    day = gap.begins.astimezone(clock.CIVIL)
    part = PARTS[0] if day.hour < 20 and day.hour >= 8 else PARTS[1]
    reasons: list[Any] = []
    for key, why in found.get("gaps", {}).items():
        if key.startswith(f"{seat.pk}:") and key.endswith(part.key):
            reasons = why
            break
    return seat.body, seat_name(seat), gap, "; ".join(_why(code, n) for code, n in reasons)


def _why(code: str, number: int) -> str:
    said = _(WHY_EMPTY[code]) if code in WHY_EMPTY else code
    return said if code == "nobody" else f"{said} ({number})"


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A member's load: in the four weeks before, and in this one."""

    name: str
    seat: str
    body: str
    before: Load
    week: Load


def load_lines(
    scope: Scope, roster: Roster, start: int = 0, size: int = 100_000
) -> tuple[list[LoadLine], int]:
    """Hours, nights and weekends of the members of a roster by their names, never by their load; and how many."""
    wanted = seats_of(roster)
    posts = {post.pk: post for post in wanted}
    members: dict[int, Member] = {}
    for member in crew_of(roster, wanted):
        members.setdefault(member.user_id, member)
    ordered = sorted(members.values(), key=lambda one: (one.name, one.user_id))
    shown = ordered[start : start + size]
    users = [one.user_id for one in shown]
    ago = worked(users, before(roster))
    week = worked(users, roster.span) if roster.status == "published" else planned(scope, roster, users)
    nothing = Load()
    return [
        LoadLine(
            one.name,
            seat_name(posts[one.post_id]),
            posts[one.post_id].body.name,
            ago.get(one.user_id, nothing),
            week.get(one.user_id, nothing),
        )
        for one in shown
    ], len(ordered)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may take a cell: what he has already, and what speaks against him."""

    user_id: int
    name: str
    deputy: bool
    hours: float
    nights: int
    against: str


def candidates(scope: Scope, roster: Roster, post: Post, day: date) -> list[Candidate]:
    """Who may take a cell of a post, by name, holders before deputies; nobody is hidden for what he wishes."""
    wanted = asked(scope, roster, [post.body_id])
    crew = [member for member in wanted.crew if member.post_id == post.pk]
    load = planned(scope, roster, [member.user_id for member in crew])
    number = (day - roster.begins).days
    away = {person.key for person in wanted.problem.people if number in person.off}
    wished = {
        wish.person
        for wish in wanted.problem.wishes
        if wish.day == number and not wish.on and wish.shift is None and wish.weight == OFF
    }
    nothing = Load()
    found = []
    for member in crew:
        key = str(member.user_id)
        against = (
            _("away or on duty elsewhere") if key in away else _("wishes to be off") if key in wished else ""
        )
        mine = load.get(member.user_id, nothing)
        found.append(Candidate(member.user_id, member.name, member.deputy, mine.hours, mine.nights, against))
    return sorted(found, key=lambda one: (one.deputy, one.name, one.user_id))
