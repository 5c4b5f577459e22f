"""Carrying a plan out and taking it back, whole or town by town: one transaction, or nothing has happened.

Whoever writes the owner of a task (a push, an opening, an accepted hand-over) waits for the end of it, and it waits for
them, so no task is ever without an owner. Of two that come at once the second finds the plan as the first has left it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.db import OperationalError, transaction
from psycopg.errors import LockNotAvailable

from gangmu.casework.bulk import reassign
from gangmu.command.modes import policy
from gangmu.command.modes.facts import TownSwitched, TrioCalled
from gangmu.command.modes.models import Plan, PlanTown, PlanTrio
from gangmu.command.modes.queries.planning import everything_of
from gangmu.command.modes.queries.plans import awake_trios, locked, seats_now
from gangmu.command.modes.states import LIFECYCLE, PlanStatus
from gangmu.ground.organization.bulk import Seated, Switch, hold_alone, to_emergency, to_routine
from gangmu.ground.organization.queries import forget, modes
from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.area import floor_to
from gangmu.kernel.bulk import run
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, tell

PATIENCE = "20s"
"""How long it waits for a push that is being settled before it asks to be tried again."""
Town = tuple[PlanTown, Unit]
Moved = dict[int, tuple[int, int]]


def activate(
    actor: Actor, command_id: UUID, plan_id: int, reason: str, towns: Collection[int] | None = None
) -> int:
    """Switch towns of a checked plan to emergency, all that have not been yet by default; returns how many tasks moved.

    Refused: not_allowed, reason_missing, towns_missing, not_found, move_not_possible, in_emergency(town),
    tasks_left_behind(n), ground_busy.
    """

    def do(plan: Plan, chosen: Sequence[Town]) -> int:
        where = everything_of(unit for _town, unit in chosen)
        known = modes(where)
        for town, unit in chosen:
            if town.area in known and known[town.area].mode == "emergency":
                raise Refused("in_emergency", town=unit.name)
        laid = to_emergency(actor, _switch(plan, chosen, reason, seats_now([t.pk for t, _ in chosen])))
        moved = reassign(reason)
        now = clock.now()
        for town, _unit in chosen:
            town.activated_at, town.before = now, [list(ground) for ground in laid.get(town.area, [])]
        _finish(actor, plan, chosen, "emergency", moved)
        return sum(n for n, _freed in moved.values())

    return _carried_out(actor, command_id, plan_id, "activate", reason, towns, do)


def roll_back(
    actor: Actor, command_id: UUID, plan_id: int, reason: str, towns: Collection[int] | None = None
) -> int:
    """Take towns back to routine, all that are in emergency by this plan by default; returns how many tasks moved back.

    Refused as `activate`.
    """

    def do(plan: Plan, chosen: Sequence[Town]) -> int:
        seats = [Seated(*row) for row in _seats_sent(chosen)]
        grounds = [(code, area) for town, _unit in chosen for code, area in town.before]
        to_routine(actor, _switch(plan, chosen, reason, seats, grounds))
        moved = reassign(reason)
        now = clock.now()
        for town, _unit in chosen:
            town.ended_at = now
        _finish(actor, plan, chosen, "routine", moved)
        return sum(n for n, _freed in moved.values())

    return _carried_out(actor, command_id, plan_id, "roll_back", reason, towns, do)


def _carried_out(
    actor: Actor,
    command_id: UUID,
    plan_id: int,
    move: str,
    reason: str,
    towns: Collection[int] | None,
    do: Callable[[Plan, Sequence[Town]], int],
) -> int:
    if not policy.may_plan(actor):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_missing")

    def carry_out() -> int:
        try:
            run(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            hold_alone()
            run("SET LOCAL lock_timeout = 0")
        except OperationalError as failure:
            if isinstance(failure.__cause__, LockNotAvailable):
                raise Refused("ground_busy") from failure
            raise
        plan, known = locked(Scope.of(actor), plan_id)
        LIFECYCLE.check(move, plan.status)
        open_ones = [one for one in known if _may(move, one[0])]
        chosen = [one for one in open_ones if towns is None or one[0].area in towns]
        if not chosen or (towns is not None and len(chosen) < len(set(towns))):
            raise Refused("towns_missing")
        if not policy.may_switch(actor, everything_of(unit for _town, unit in chosen)):
            raise Refused("not_allowed")
        moved = do(plan, chosen)
        _settle(plan, move, whole=len(chosen) == len(open_ones))
        transaction.on_commit(forget)
        return moved

    return int(once(actor, command_id, f"modes.{move}", carry_out))


def _may(move: str, town: PlanTown) -> bool:
    return town.activated_at is None if move == "activate" else bool(town.activated_at and not town.ended_at)


def _settle(plan: Plan, move: str, *, whole: bool) -> None:
    name = move if whole else f"{move}_part"
    status = LIFECYCLE.check(name, plan.status)
    if move == "activate" and whole and PlanTown.objects.filter(plan=plan, ended_at__isnull=False).exists():
        name, status = "activate_part", PlanStatus.PARTIAL
    tell(move=name)
    Plan.objects.filter(pk=plan.pk).update(status=status)


def _switch(
    plan: Plan,
    chosen: Sequence[Town],
    reason: str,
    seats: Sequence[Seated],
    grounds: Sequence[tuple[str, int]] | None = None,
) -> Switch:
    trios = list(
        PlanTrio.objects.filter(town__in=[town for town, _ in chosen]).values_list(
            "code", "name", "village", "areas"
        )
    )
    if grounds is None:
        grounds = [(code, area) for code, _name, _village, areas in trios for area in areas]
    return Switch(
        [(unit.jurisdiction.lo, unit.jurisdiction.hi) for _town, unit in chosen],
        plan.mechanism,
        plan.pk,
        reason.strip(),
        [(code, name, f"{village:018d}"[:12]) for code, name, village, _areas in trios],
        grounds,
        seats,
    )


def _seats_sent(chosen: Sequence[Town]) -> list[tuple[str, str, int | None, bool]]:
    return list(
        PlanTrio.objects.filter(town__in=[town for town, _ in chosen], seats__user__isnull=False).values_list(
            "code", "seats__role", "seats__user", "seats__deputy"
        )
    )


def _finish(actor: Actor, plan: Plan, chosen: Sequence[Town], mode: str, moved: Moved) -> None:
    """Note on each town what has happened, and record it for whoever has to tell the trios."""
    awake: dict[int, list[tuple[int, int]]] = {}
    for body, lo in awake_trios(everything_of(unit for _town, unit in chosen)):
        awake.setdefault(floor_to(lo, "town"), []).append((body, lo))
    facts: list[TrioCalled] = []
    towns: list[TownSwitched] = []
    for town, _unit in chosen:
        bodies = awake.get(town.area, [])
        tasks = sum(moved.get(body, (0, 0))[0] for body, _lo in bodies)
        if mode == "emergency":
            town.moved = tasks
        else:
            town.moved_back = tasks
        towns.append(TownSwitched(plan.pk, town.area, mode, plan.mechanism, len(bodies), tasks))
        facts += [TrioCalled(body, lo, mode, plan.pk, *moved.get(body, (0, 0))) for body, lo in bodies]
    changed = ("activated_at", "before", "moved") if mode == "emergency" else ("ended_at", "moved_back")
    PlanTown.objects.bulk_update([town for town, _unit in chosen], changed)
    record(actor, *towns, *facts)
