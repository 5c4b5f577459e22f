"""A roster given to the solver: asked for by its planner, done by the worker, stopped by whoever does not wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.duty import policy
from gangmu.ground.duty.actions.moving import make_move
from gangmu.ground.duty.models import Roster, Turn
from gangmu.ground.duty.queries.problem import Asked, asked
from gangmu.ground.duty.rules import Progress, Result, Stopped
from gangmu.ground.duty.rules import solve as solved
from gangmu.ground.duty.rules.weeks import PART, shift_span
from gangmu.ground.duty.states import ROSTER, RosterStatus
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered

SECONDS = 30.0
TELL = 0.5  # seconds between two words to the page
WORKERS = 2


def solve(actor: Actor, command: UUID, roster: Roster) -> int:
    """Hand a draft to the worker; locked cells stay. Refused: not_allowed, move_not_possible."""
    if not policy.may_plan_on(actor, roster.territory):
        raise Refused("not_allowed")

    def do() -> int:
        from gangmu.ground.duty.jobs import solve_roster

        make_move(ROSTER, roster, "solve", run=roster.run + 1, progress=0)
        solve_roster.defer(roster_id=roster.pk, run=roster.run)
        return int(roster.run)

    return int(once(actor, command, "duty.solve", do))


def stop(actor: Actor, roster: Roster) -> None:
    """Wait no longer: the draft is as it was, and what the worker finds is not taken."""
    if not policy.may_plan_on(actor, roster.territory):
        raise Refused("not_allowed")
    make_move(ROSTER, roster, "stop")


def run_solver(actor: Actor, roster_id: int, run: int, seconds: float = SECONDS) -> bool:
    """Solve a roster and put the result into its cells; False if it was stopped, or solved already.

    Solving is outside any transaction; the result is one.
    """
    scope = Scope.of(actor)
    with entered(scope):
        if (roster := _awaited(roster_id, run)) is None:
            return False
        wanted = asked(scope, roster)

    try:
        result = solved(wanted.problem, seconds, WORKERS, _teller(scope, roster_id, run, seconds))
    except Stopped:
        return False
    with entered(scope):
        if (roster := _awaited(roster_id, run)) is None:
            return False
        _put(roster, wanted, result)
        make_move(ROSTER, roster, "finish", progress=100, found=_found(result))
    return True


def _teller(scope: Scope, roster_id: int, run: int, seconds: float) -> Callable[[Progress], bool]:
    """Tells the page twice a second how far the solver is: to nine tenths each post gets a roster, then it is bettered.

    It answers whether the run is still waited for.
    """
    told, waits = 0.0, True

    def tell_page(progress: Progress) -> bool:
        nonlocal told, waits
        if progress.seconds >= told + TELL:
            told = progress.seconds
            later = min(1.0, progress.seconds / seconds) if progress.solved == progress.parts else 0.0
            share = min(99, int(90 * progress.solved / progress.parts + 9 * later))
            with entered(scope):
                mine = Roster.objects.filter(pk=roster_id, run=run, status=RosterStatus.SOLVING)
                waits = bool(mine.update(progress=share))
        return waits

    return tell_page


def _awaited(roster_id: int, run: int) -> Roster | None:
    """The roster, locked, if this run of the solver is still waited for."""
    found = Roster.objects.select_for_update().filter(pk=roster_id, run=run, status=RosterStatus.SOLVING)
    roster: Roster | None = found.first()
    return roster


def _put(roster: Roster, wanted: Asked, result: Result) -> None:
    bodies = {post.pk: post.body_id for post in wanted.posts}
    Turn.objects.filter(roster=roster, locked=False).delete()
    locked = set(Turn.objects.filter(roster=roster).values_list("post_id", "during"))
    turns = []
    for one in result.assignments:
        day = roster.begins.fromordinal(roster.begins.toordinal() + one.day)
        post, during = int(one.group), DateTimeTZRange(*shift_span(day, PART[one.shift]))
        if (post, during) not in locked:
            body = bodies[post]
            turns.append(
                Turn(roster=roster, post_id=post, body_id=body, user_id=int(one.person), during=during)
            )
    Turn.objects.bulk_create(turns, batch_size=2000)


def _found(result: Result) -> dict[str, Any]:
    """What the page tells of a result: how good, how long, and why seats stay empty."""
    empty = [gap for gap in result.gaps if not gap.skill]  # a seat without its vehicle is not empty
    gaps = {f"{gap.group}:{gap.day}:{gap.shift}": [list(reason) for reason in gap.reasons] for gap in empty}
    return {
        "status": result.status,
        "seconds": round(result.seconds, 1),
        "processor": round(result.processor, 1),
        "objective": result.objective,
        "bound": result.bound,
        "terms": result.terms,
        "gaps": gaps,
    }
