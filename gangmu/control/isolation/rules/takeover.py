"""What new rules mean for somebody who is under the old ones: said before they take effect, and done the same way.

A change of rules holds nobody longer or closer by itself: where the transition says `new` and they would, the order
stays as it is and its organ is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gangmu.ground.incidents.rules import Day, Measure, Pack, Takeover
from gangmu.ground.incidents.rules.care import OUTINGS

How = Literal["asked", "over", "sooner", "other", "stays"]
HOWS: tuple[How, ...] = ("asked", "over", "sooner", "other", "stays")


@dataclass(frozen=True, slots=True)
class Taken:
    """How an order fares, and its days from today on by the new rules.

    stays: under its own rules. other: other days, the same end. sooner: it ends earlier. over: nothing is left of it.
    asked: by the new rules it would last longer or be closer, so a human of its organ decides.
    """

    how: How
    days: tuple[Day, ...] = ()


def takeover(
    old: Pack, measure: Measure, new: Pack, rule: Takeover, anchor: date, end: date, today: date
) -> Taken:
    """What a transition makes of an order until `end` under `measure` of `old`, counted from `anchor`.

    `keep`: nothing. `shorter`: the new days where they end before the old ones and before what was decided. `new`: the
    new days, from today on; what a human has decided beyond the pack stays where the new ones end before it.
    """
    before, measured = old.days(measure, anchor), new.measure_for(measure.category)
    after = new.days(measured, anchor) if measured else ()
    held = tuple(day for day in before if today <= day.on <= end)
    ahead = tuple(day for day in after if day.on >= today)
    usual = before[-1].on
    if rule == "keep" or end < today:
        return Taken("stays")
    if not ahead:
        return Taken("over")
    last = ahead[-1].on
    if last < min(end, usual):
        return Taken("sooner", ahead)
    if rule == "shorter" or usual <= last <= end != usual:
        return Taken("stays")
    steps = _steps(old, held, new, ahead)
    if last > end or any(step > 0 for step in steps):
        return Taken("asked", ahead)
    return Taken("stays" if ahead == held and not any(steps) else "other", ahead)


def _steps(old: Pack, held: tuple[Day, ...], new: Pack, ahead: tuple[Day, ...]) -> list[int]:
    """By how much the new level of each day holds him closer (above 0) or lets him out more (below)."""
    was = {day.on: _closeness(old, day.level) for day in held}
    return [_closeness(new, day.level) - was[day.on] for day in ahead if day.on in was]


def _closeness(pack: Pack, code: str) -> int:
    return next(OUTINGS.index(level.outing) for level in pack.levels if level.code == code)
