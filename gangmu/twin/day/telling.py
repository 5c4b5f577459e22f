"""A rehearsal as text: the two questions, and what the answers rest on."""

from __future__ import annotations

from collections.abc import Iterator

from gangmu.twin.day.ground import Ground
from gangmu.twin.day.parameters import Entry, Parameters
from gangmu.twin.day.plot import clock
from gangmu.twin.day.rehearsal import Case, Outcome


def minute_of(text: str) -> float:
    """22:00 as minutes of the day, up to 47:59 for the day after; ValueError for anything else."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 48 and int(minutes) < 60):
        raise ValueError(f"{text!r} is no time such as 22:00 (of the day after: 26:30)")
    return int(hours) * 60.0 + int(minutes)


def beginning(case: Case, runs: int) -> Iterator[str]:
    """What is rehearsed."""
    names = ", ".join(f"{push.rows:,} at {clock(push.at)}" for push in case.pushes)
    people = sum(town.people for town in case.ground.towns)
    yield f"Names pushed: {names}. {people:,} people, {len(case.ground.towns)} towns; {runs} runs, seed {case.seed}."


def title(case: Case, runs: int) -> str:
    """The head of the picture."""
    return f"{', '.join(f'{clock(push.at)}: {push.rows:,}' for push in case.pushes)} · n = {runs}"


def plan(outcome: Outcome, certainty: float, by: float | None, share: float) -> Iterator[str]:
    """How a plan ends."""
    runs = outcome.runs
    doors = sum(len(run.released) for run in runs) / len(runs)
    fates = ", ".join(
        f"{sum(run.settled[fate] for run in runs) / len(runs):,.0f} {fate.replace('_', ' ')}"
        for fate in runs[0].settled
    )
    yield f"{outcome.trios:,} trios on, {outcome.switched} villages switched ({doors:,.0f} doors; {fates}):"
    yield (
        f"  last report made by {clock(outcome.reported_by(certainty))}, last one released by "
        f"{clock(outcome.by(certainty))} in {certainty:.0%} of the runs (median {clock(outcome.by(0.5))})"
    )
    for part in sorted({0.9, 0.99, share} - {1.0}):
        yield f"  {part:.0%} of the doors released by {clock(outcome.by(certainty, part))}"
    if by is not None:
        yield f"  released by {clock(by)}: {outcome.share_by(by, certainty):.1%} of the doors or more"


def answer(
    found: Outcome | None, all_on: Outcome, ground: Ground, by: float, certainty: float, share: float
) -> Iterator[str]:
    """How many trios must be switched."""
    aim = f"{'the last' if share == 1 else f'{share:.0%}'} released by {clock(by)} in {certainty:.0%} of the runs"
    if found is None:
        yield f"Not to be had: {aim}. With all {all_on.trios:,} trios it is {clock(all_on.by(certainty, share))}."
        slow = all_on.by(certainty) - all_on.reported_by(certainty)
        if slow > 15:
            yield f"The gates are behind the trios by {slow:.0f} minutes: more reviewers come first."
        return
    villages = [ground.villages[n] for n in ground.order[: found.switched]]
    raised, rested = sum(v.emergency for v in villages), sum(v.routine for v in villages)
    yield (
        f"For {aim}: {found.trios:,} trios on. In {found.switched} villages {raised:,} emergency trios take over from "
        f"{rested:,} routine ones."
    )
    most = ", ".join(f"{village.name} ({village.code})" for village in villages[:5])
    if most:
        yield f"In most need: {most}."


def assumptions(entries: dict[str, Entry], p: Parameters) -> Iterator[str]:
    """Every parameter with what it rests on, the measured ones first."""
    for name, entry in sorted(entries.items(), key=lambda item: item[1].known != "measured"):
        yield f"  {entry.known:<8}  {name} = {getattr(p, name):g} {entry.unit}: {entry.source}"
