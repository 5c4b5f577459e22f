"""Instances of the public shift-scheduling benchmark of Curtois and Qu: the format, and its own objective.

T. Curtois and R. Qu, "Computational results on new staff scheduling benchmark instances", 2014. A text of sections;
lines that begin with `#` are comments. All instances begin on a Monday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gangmu.ground.duty.rules.problem import Assignment, Demand, Person, Problem, Shift, Wish

_MONDAY = date(2024, 1, 1)
_WIDTH = {"SHIFTS": 3, "STAFF": 8, "SHIFT_ON_REQUESTS": 4, "SHIFT_OFF_REQUESTS": 4, "COVER": 5}
_NUMBERS = {
    "HORIZON": (0,), "SHIFTS": (1,), "STAFF": (2, 3, 4, 5, 6, 7), "COVER": (0, 2, 3, 4),
    "SHIFT_ON_REQUESTS": (1, 3), "SHIFT_OFF_REQUESTS": (1, 3),
}  # fmt: skip


class UnreadableInstance(ValueError):
    """The text is not of the format; every line that is wrong, with its number."""


@dataclass(frozen=True, slots=True)
class Instance:
    """The sections of an instance, cell by cell."""

    days: int
    shifts: list[list[str]]
    staff: list[list[str]]
    off: list[list[str]]
    on_requests: list[list[str]]
    off_requests: list[list[str]]
    cover: list[list[str]]


def read(text: str) -> Instance:
    """Raises UnreadableInstance, naming all wrong lines."""
    sections: dict[str, list[list[str]]] = {}
    wrong, now = [], ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            now = line.removeprefix("SECTION_")
            sections[now] = []
            continue
        cells = [cell.strip() for cell in line.split(",")]
        if not now or len(cells) < _WIDTH.get(now, 1):
            wrong.append(
                f"line {number}: {_WIDTH.get(now, 1)} cells expected in section {now or '?'}: {line}"
            )
        elif not all(cells[at].isdigit() for at in _NUMBERS.get(now, ())):
            wrong.append(f"line {number}: a number expected: {line}")
        else:
            sections[now].append(cells)
    for name in ("HORIZON", "SHIFTS", "STAFF", "COVER"):
        if not sections.get(name):
            wrong.append(f"section SECTION_{name} is missing or empty")
    if wrong:
        raise UnreadableInstance("\n".join(wrong))
    return Instance(
        days=int(sections["HORIZON"][0][0]),
        shifts=sections["SHIFTS"],
        staff=sections["STAFF"],
        off=sections.get("DAYS_OFF", []),
        on_requests=sections.get("SHIFT_ON_REQUESTS", []),
        off_requests=sections.get("SHIFT_OFF_REQUESTS", []),
        cover=sections["COVER"],
    )


def to_problem(instance: Instance) -> Problem:
    """The instance as a roster of one group without seats."""
    shifts = tuple(
        Shift(key, 0, int(length), forbids=frozenset(after.split("|")) - {""})
        for key, length, after, *_ in instance.shifts
    )
    off = {key: frozenset(map(int, days)) for key, *days in instance.off}
    people = tuple(
        Person(
            key,
            frozenset({""}),
            off=off.get(key, frozenset()),
            most_of=tuple((shift, int(most)) for shift, most in _limits(limits)),
            most_minutes=int(most),
            least_minutes=int(least),
            most_days=int(row),
            least_days=int(least_row),
            least_off=int(least_off),
            most_weekends=int(weekends),
        )
        for key, limits, most, least, row, least_row, least_off, weekends, *_ in instance.staff
    )
    asked = {
        (int(day), shift): Demand(int(day), shift, preferred=int(number), under=int(under), over=int(over))
        for day, shift, number, under, over, *_ in instance.cover
    }
    for day in range(instance.days):
        for shift in shifts:
            asked.setdefault(
                (day, shift.key), Demand(day, shift.key, preferred=0, under=0, over=0)
            )  # fmt: skip
    wishes = [
        Wish(person, int(day), shift, int(weight), on)
        for on, requests in ((True, instance.on_requests), (False, instance.off_requests))
        for person, day, shift, weight, *_ in requests
    ]
    return Problem(
        _MONDAY, instance.days, shifts, people, tuple(asked.values()), wishes=tuple(wishes),
        rest=0, nights=0, weekends=0,
    )  # fmt: skip


def _limits(cell: str) -> list[tuple[str, str]]:
    return [(shift, most) for shift, _, most in (part.partition("=") for part in cell.split("|") if part)]


def judge(instance: Instance, roster: Iterable[Assignment]) -> tuple[int, list[str]]:
    """The published objective of a roster, and each hard rule it breaks, straight from the instance's lines."""
    given = list(roster)
    at = {(one.person, one.day): one.shift for one in given}
    broken = [] if len(at) == len(given) else ["somebody has two shifts on one day"]
    for staff in instance.staff:
        row = [at.get((staff[0], day)) for day in range(instance.days)]
        broken += [f"{staff[0]}: {what}" for what in _broken(instance, staff, row)]
    cost = sum(
        int(weight) for who, day, shift, weight in instance.on_requests if at.get((who, int(day))) != shift
    )
    cost += sum(
        int(weight) for who, day, shift, weight in instance.off_requests if at.get((who, int(day))) == shift
    )
    there = Counter((one.day, one.shift) for one in given)
    for day, shift, number, under, over in instance.cover:
        lack = int(number) - there[int(day), shift]
        cost += lack * int(under) if lack > 0 else -lack * int(over)
    return cost, broken


def _broken(instance: Instance, staff: list[str], row: list[str | None]) -> Iterable[str]:
    key, limits, most, least, longest, shortest, rest, weekends = staff[:8]
    length = {shift: int(minutes) for shift, minutes, *_ in instance.shifts}
    forbids = {shift: after.split("|") for shift, _, after, *_ in instance.shifts}
    if any(shift not in length for shift in row if shift):
        yield "a shift that does not exist"
        return
    if any(a and b and b in forbids[a] for a, b in pairwise(row)):
        yield "a shift follows one that forbids it"
    for shift, limit in _limits(limits):
        if row.count(shift) > int(limit):
            yield f"more than {limit} of shift {shift}"
    if not int(least) <= sum(length[shift] for shift in row if shift) <= int(most):
        yield "too many or too few minutes"
    off = [int(day) for who, *days in instance.off if who == key for day in days]
    if any(row[day] for day in off):
        yield "works on a day off"
    worked = "".join("W" if shift else " " for shift in row)
    if any(len(run) > int(longest) for run in worked.split()):
        yield "too many days in a row"
    inner = _inner(worked)
    if any(run[0] == "W" and len(run) < int(shortest) for run in inner):
        yield "too few days in a row"
    if any(run[0] == " " and len(run) < int(rest) for run in inner):
        yield "too few days off in a row"
    if sum("W" in worked[day : day + 2] for day in range(5, instance.days, 7)) > int(weekends):
        yield "too many weekends"


def _inner(worked: str) -> list[str]:
    """Runs of equal days that neither begin nor end the horizon."""
    runs: list[str] = []
    for day in worked:
        if runs and runs[-1][0] == day:
            runs[-1] += day
        else:
            runs.append(day)
    return runs[1:-1]
