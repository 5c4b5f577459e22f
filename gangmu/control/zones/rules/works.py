"""What is to be done in a zone on a day by its pack's plan of a place: which works, how often, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gangmu.ground.incidents.rules.indices import Index
from gangmu.ground.incidents.rules.zones import Past, PlacePlan, Work
from gangmu.kernel.clock import CIVIL

BEGIN, END = 6, 22  # civil hours between which works are done; those of a day share them evenly
COLOURS = ("green", "yellow", "orange", "red")  # of grades, the best first


@dataclass(frozen=True, slots=True)
class Turn:
    """One of the times that a work is done on a day (1 is the first), and when it must be over."""

    work: Work
    run: int
    due: datetime


def first_day(past: Past) -> date:
    """The day that counts as the first: of control, or of what came later, a fall to this level or a case."""
    return max(day for day in (past.control, past.fell, past.last_case) if day is not None)


def turns(plan: PlacePlan, first: date, at: datetime, met: Iterable[str] = ()) -> list[Turn]:
    """What is to be done now: of each work of the day the turn whose hours it is. `met`: works whose index is met."""
    local, done = at.astimezone(CIVIL), set(met)
    hours = (local - datetime.combine(local.date(), time(BEGIN), CIVIL)) / timedelta(hours=1)
    if not 0 <= hours < END - BEGIN:
        return []
    found = []
    for work in plan.works:
        times = 0 if work.code in done else work.times_on((local.date() - first).days + 1)
        if times:
            run = int(hours * times / (END - BEGIN)) + 1
            over = BEGIN + (END - BEGIN) * run / times
            due = datetime.combine(local.date(), time(), CIVIL) + timedelta(hours=over)
            found.append(Turn(work, run, due))
    return found


def is_met(work: Work, index: Index | None, surveys: Sequence[tuple[int, int]]) -> bool:
    """Whether a work's index has been met often enough in a row; `surveys`: (found, inspected), the newest last."""
    last = [pair for pair in surveys if pair[1]][-work.in_a_row :]
    if index is None or len(last) < work.in_a_row:
        return False
    colours = {grade.code: COLOURS.index(grade.colour) for grade in index.grades}
    return all(colours[index.grade(*pair).code] <= colours[str(work.until_grade)] for pair in last)
