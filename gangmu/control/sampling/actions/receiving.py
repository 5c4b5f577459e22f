"""A laboratory's list of results: taken line by line, what is wrong said all at once, what follows done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from gangmu.control.sampling import policy
from gangmu.control.sampling.actions.allowing import allow
from gangmu.control.sampling.actions.recalling import end_tasks
from gangmu.control.sampling.bulk import apply
from gangmu.control.sampling.facts import PoolPositive, PoolResolved
from gangmu.control.sampling.models import ResultList
from gangmu.control.sampling.rules.lists import Line, Wrong
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor
from gangmu.partners.laboratory.actions import keep_singles

Read = Callable[[datetime], tuple[Sequence[Line], Sequence[Wrong]]]
MOST_SHOWN = 1000  # faults that are kept with the command; a file with more has another fault


class Fault(BaseModel):
    """What is wrong with a line: its number in the file, the field, what it says, and the code of the fault."""

    row: int
    field: str
    value: str
    code: str


class ResultsTaken(BaseModel):
    """What became of a list: received = stored + unchanged + refused."""

    list: int
    received: int
    stored: int = Field(description="new or corrected")
    unchanged: int
    refused: int
    positive: int
    wrong: Sequence[Fault] = Field(description="all of them, up to 1,000")


def receive_results(
    actor: Actor, command: UUID, laboratory: str, read: Read, filename: str = ""
) -> ResultsTaken:
    """Take what can be taken of a list and say all that is wrong with the rest. The same list again changes nothing.

    `read` gives the lines at a moment (rules.lists). Refused: not_allowed, laboratory_missing,
    results_unreadable(wrong) where the list as a whole says nothing.
    """
    allow(policy.may_receive(actor))
    laboratory = laboratory.strip()[:60]
    if not laboratory:
        raise Refused("laboratory_missing")

    def do() -> dict[str, Any]:
        now = clock.now()
        lines, wrong = read(now)
        if not lines and any(one.code == "column_missing" for one in wrong):
            raise Refused("results_unreadable", wrong=list(wrong))
        return _applied(actor, command, laboratory, filename, lines, wrong, now).model_dump(mode="json")

    return ResultsTaken.model_validate(once(actor, command, "sampling.results", do))


def _applied(
    actor: Actor, command: UUID, laboratory: str, filename: str, lines: Sequence[Line], wrong: Sequence[Wrong],
    now: datetime,
) -> ResultsTaken:  # fmt: skip
    kept = ResultList.objects.create(
        area=actor.jurisdiction.lo, laboratory=laboratory, filename=filename[:200], received=0, stored=0, unchanged=0,
        refused=0, by=actor.key, at=now,
    )  # fmt: skip
    done = apply(actor.jurisdiction, kept.pk, lines, now)
    unread = {one.row for one in wrong}
    refused = len(unread) + len(done.refused)
    received = len(lines) + len(unread)
    counts = {"received": received, "stored": done.stored, "refused": refused}
    counts["unchanged"] = received - done.stored - refused
    ResultList.objects.filter(pk=kept.pk).update(**counts)
    if done.singles:
        keep_singles(actor, laboratory, done.singles)
    record(actor, *(PoolPositive(tube, area, tube) for tube, area in done.positive))
    record(actor, *(PoolResolved(tube, area) for tube, area in done.resolved))
    end_tasks(command, done.over)
    faults = sorted([*wrong, *done.refused])
    told = [Fault(**one._asdict()) for one in faults[:MOST_SHOWN]]
    return ResultsTaken(list=kept.pk, positive=len(done.positive), wrong=told, **counts)
