"""What a zone's events mean for its days, and how wide a zone of a level may be drawn without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gangmu.ground.incidents.rules.zones import Missing, Past, Unit, Zone
from gangmu.kernel.area import floor_to

# Within one place of which level a zone is expected to lie, by the smallest unit of its rules: whoever draws it wider
# says why (九不准, 2022-06: nothing is widened at will). Ours, not the pack's.
EXPECTED: Mapping[Unit, str] = {
    "door": "group", "floor": "group", "unit": "group", "building": "group", "estate": "grid", "village": "village",
    "town": "town", "county": "county",
}  # fmt: skip
FARTHEST = 400  # days that are looked ahead


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as rules see it; those that were taken back are left out before."""

    kind: str
    day: date


def past_of(control: date, events: Iterable[Happened]) -> Past:
    """What has happened in a zone that is controlled since a day. A round with a find is a case."""
    found = list(events)
    cases = [one.day for one in found if one.kind in ("case", "find")]
    fell = [one.day for one in found if one.kind == "fell"]
    clear = tuple(sorted(one.day for one in found if one.kind == "clear"))
    return Past(control, max(fell, default=None), max(cases, default=None), clear)


def held_until(events: Iterable[Happened]) -> date | None:
    """The last day named by those that hold a zone longer than its rules; None if nobody does."""
    return max((one.day for one in events if one.kind == "held"), default=None)


def quiet_on(rules: Zone, past: Past, today: date) -> date | None:
    """The first day, today or later, on which enough quiet days are over; None within FARTHEST days."""
    ahead = (today + timedelta(days=n) for n in range(FARTHEST))
    return next((day for day in ahead if "quiet_days" not in rules.missing(day, past)), None)


def stands_against(rules: Zone, past: Past, held: date | None, today: date) -> list[Missing | str]:
    """What still stands against a proposal to let a zone fall; nothing: a human may be asked.

    Where the level names neither days nor a round (an evacuation), there is nothing to be met: only a human ends it.
    """
    found: list[Missing | str] = list(rules.missing(today, past))
    if rules.lift.quiet_days == 0 and rules.lift.round_within_days is None:
        found.append("by_hand")
    if held is not None and today < held:
        found.append("held")
    return found


def spread(unit: Unit, areas: Iterable[int]) -> int:
    """Over how many places a zone lies where its rules expect one."""
    return len({floor_to(area, EXPECTED[unit]) for area in areas})
