"""Making a plan, saying that it was looked at, throwing it away. Nobody is sent anywhere by these."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from gangmu.command.modes import policy
from gangmu.command.modes.bulk import keep
from gangmu.command.modes.models import Plan
from gangmu.command.modes.queries.planning import everything_of, planned
from gangmu.command.modes.queries.plans import locked
from gangmu.command.modes.states import LIFECYCLE
from gangmu.ground.organization.models import ModeChange
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, tell


def draft(
    actor: Actor, command_id: UUID, name: str, mechanism: str, wanted: Mapping[int, int], *, anew: bool
) -> int:
    """Work a plan out and keep it; returns its id. `wanted`: town (lowest key) → how many trios.

    Refused: not_allowed, name_missing, mechanism_unknown, and what `queries.planning.planned` refuses.
    """
    if not policy.may_plan(actor):
        raise Refused("not_allowed")
    if not name.strip():
        raise Refused("name_missing")
    if mechanism not in ModeChange.Mechanism.values:
        raise Refused("mechanism_unknown")

    def do() -> int:
        found = planned(Scope.of(actor), wanted, anew=anew)
        if not policy.may_switch(actor, everything_of(town.unit for town in found.towns)):
            raise Refused("not_allowed")
        tell(move="draft")
        plan = Plan.objects.create(
            area=actor.jurisdiction.lo,
            name=name.strip()[:60],
            mechanism=mechanism,
            anew=anew,
            made_by_id=actor.user_id,
            made_at=clock.now(),
            warnings=[list(warning) for warning in found.warnings],
        )
        keep(plan.pk, found)
        return plan.pk

    return int(once(actor, command_id, "modes.draft", do))


def check(actor: Actor, command_id: UUID, plan_id: int) -> None:
    """Say that the dry run was looked at: only then can a plan be carried out. Refused: not_allowed, not_found."""
    _moved(actor, command_id, plan_id, "check")


def discard(actor: Actor, command_id: UUID, plan_id: int) -> None:
    """Throw a plan away that was never carried out."""
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
