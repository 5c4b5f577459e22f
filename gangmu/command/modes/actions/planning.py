"""Making a plan, saying that it was looked at, throwing it away. Nobody is sent anywhere by these.

A few towns are worked out at once, so that a plan needs nobody but the web server at two in the morning; more are
a job.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from gangmu.command.modes import policy
from gangmu.command.modes.bulk import keep
from gangmu.command.modes.models import Plan, PlanTown
from gangmu.command.modes.queries.planning import Planned, Planning, everything_of, towns_of
from gangmu.command.modes.queries.plans import locked
from gangmu.command.modes.states import LIFECYCLE, PlanStatus
from gangmu.ground.organization.models import ModeChange
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered, tell

AT_ONCE = 12
"""Towns that are worked out while their leader waits: half a second of processor."""


def draft(
    actor: Actor, command_id: UUID, name: str, mechanism: str, wanted: Mapping[int, int], *, anew: bool
) -> int:
    """Make a plan and work it out, or have it worked out if it has many towns; returns its id.

    `wanted`: town (lowest key) → how many trios. Refused: not_allowed, name_missing, mechanism_unknown, towns_missing,
    not_found (a town is not his), and trios_out_of_range where it is worked out at once.
    """
    if not policy.may_plan(actor):
        raise Refused("not_allowed")
    if not name.strip():
        raise Refused("name_missing")
    if mechanism not in ModeChange.Mechanism.values:
        raise Refused("mechanism_unknown")

    def do() -> int:
        towns = towns_of(Scope.of(actor), wanted)
        if not policy.may_switch(actor, everything_of(towns)):
            raise Refused("not_allowed")
        tell(move="draft")
        plan = Plan.objects.create(
            area=actor.jurisdiction.lo,
            name=name.strip()[:60],
            mechanism=mechanism,
            anew=anew,
            made_by_id=actor.user_id,
            made_at=clock.now(),
        )
        PlanTown.objects.bulk_create(
            PlanTown(plan=plan, area=town.area, wanted=wanted[town.area]) for town in towns
        )
        if len(towns) > AT_ONCE:
            from gangmu.command.modes.jobs import work_plan_out

            work_plan_out.defer(plan_id=plan.pk, post_id=actor.post_id or 0)
        else:
            work = Planning(Scope.of(actor), wanted, anew=anew)
            for town in towns:
                work.add(town)
            _keep(plan.pk, work.finish())
        return plan.pk

    return int(once(actor, command_id, "modes.draft", do))


def work_out(actor: Actor, plan_id: int, post_id: int) -> bool:
    """Work a plan of many towns out, for whoever made it in that post; False if it is not waited for any more.

    Each town is a transaction, so that its reader sees how far it is; what comes of all of them is one.
    """
    with entered(Scope.of(actor)):
        plan = Plan.objects.select_related("made_by").get(pk=plan_id)
        maker = actor_of(plan.made_by, post_id) if plan.made_by else None
        wanted = dict(PlanTown.objects.filter(plan=plan).values_list("area", "wanted"))
    if maker is None or plan.status != PlanStatus.WORKING:
        return False
    scope = Scope.of(maker, f"plan {plan_id}")
    try:
        with entered(scope):
            work = Planning(scope, wanted, anew=plan.anew)
        for number, town in enumerate(work.towns, 1):
            with entered(scope):
                work.add(town)
                waits = Plan.objects.filter(pk=plan_id, status=PlanStatus.WORKING)
                if not waits.update(progress=number):
                    return False
        with entered(scope):
            if not Plan.objects.select_for_update().filter(pk=plan_id, status=PlanStatus.WORKING):
                return False
            _keep(plan_id, work.finish())
    except Refused as refused:
        said = {"code": refused.code, "params": {name: str(value) for name, value in refused.params.items()}}
        with entered(scope):
            tell(move="fail")
            waits = Plan.objects.filter(pk=plan_id, status=PlanStatus.WORKING)
            waits.update(status=PlanStatus.FAILED, failure=said)
    return True


def _keep(plan_id: int, found: Planned) -> None:
    keep(plan_id, found)
    tell(move="work_out")
    Plan.objects.filter(pk=plan_id).update(
        status=LIFECYCLE.check("work_out", PlanStatus.WORKING),
        progress=len(found.towns),
        warnings=[list(warning) for warning in found.warnings],
    )


def check(actor: Actor, command_id: UUID, plan_id: int) -> None:
    """Say that the dry run was looked at: only then can a plan be carried out. Refused: not_allowed, not_found."""
    _moved(actor, command_id, plan_id, "check")


def discard(actor: Actor, command_id: UUID, plan_id: int) -> None:
    """Throw a plan away that was never carried out, or that is still worked out."""
    _moved(actor, command_id, plan_id, "discard")


def _moved(actor: Actor, command_id: UUID, plan_id: int, move: str) -> None:
    def do() -> None:
        plan, towns = locked(Scope.of(actor), plan_id)
        if not policy.may_switch(actor, everything_of(unit for _town, unit in towns)):
            raise Refused("not_allowed")
        target = LIFECYCLE.check(move, plan.status)
        tell(move=move)
        Plan.objects.filter(pk=plan.pk).update(status=target)

    once(actor, command_id, f"modes.{move}", do)
