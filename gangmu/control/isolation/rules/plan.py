"""What an order asks for, day by day; and where it asks more than the pack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gangmu.control.isolation.rules.rhythm import rhythm
from gangmu.ground.incidents.rules import Day, Measure, Pack
from gangmu.ground.incidents.rules.care import OUTINGS


@dataclass(frozen=True, slots=True)
class Decision:
    """What a human decides of an order. `planned_end`: where it differs from the pack's. `because`: why it does.

    `heeded`: he has seen the warning that this is stricter than the pack, and decides it all the same.
    """

    anchor: date
    organ: str
    basis: str
    planned_end: date | None = None
    because: str = ""
    heeded: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The days of an order, and in what they ask more than the pack ('longer')."""

    days: tuple[Day, ...]
    stricter: tuple[str, ...]

    @property
    def end(self) -> date:
        """Its last day."""
        return self.days[-1].on


def plan(
    pack: Pack, measure: Measure, anchor: date, today: date, planned_end: date | None = None
) -> Planned | None:
    """The days of a measure from today on, up to `planned_end` where that differs from the pack's.

    Days beyond the pack's are like its last one, without tests and visits. None: nothing is left of it.
    """
    days = pack.days(measure, anchor)
    last = days[-1]
    end = planned_end or last.on
    kept = [day for day in days if today <= day.on <= end]
    more = max((end - last.on).days, 0)
    for n in range(1, more + 1):
        extra = replace(
            last, on=last.on + timedelta(days=n), number=last.number + n, stage_day=last.stage_day + n,
            test=False, visits=0,
        )  # fmt: skip
        if extra.on >= today:
            kept.append(extra)
    return Planned(tuple(kept), ("longer",) if more else ()) if kept else None


def closer(pack: Pack, before: str, after: str) -> bool:
    """Whether a level holds somebody closer than another one of the pack."""
    outing = {level.code: OUTINGS.index(level.outing) for level in pack.levels}
    return outing[after] > outing[before]


def acts_at_once(temperature: float | None, symptoms: Iterable[str]) -> bool:
    """Whether a reading calls the medic at once: a temperature from the bound on (°C), or any symptom."""
    return any(symptoms) or (temperature is not None and temperature >= rhythm().fever)
