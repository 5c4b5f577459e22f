"""The small ground of casework, with a partner of the town and one of another county."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from gangmu.doors.api.access import TOKENS
from gangmu.ground.organization.queries import forget
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World, actor, body, build, division
from tests.doors.api.calling import Caller, caller


@dataclass
class Ground:
    """The world, and callers by what they are."""

    world: World
    partner: Actor
    outsider: Actor
    field: Caller
    police: Caller
    far: Caller
    pusher: Caller


@pytest.fixture
def ground(db: Any) -> Ground:
    """Made anew for each test; what the process remembers of an earlier one is forgotten."""
    TOKENS.clear()
    world = build()
    with entered(Scope.system("test")), bulk_role():
        town = division("441302", "county", "甲区", None)
        other = division("441322", "county", "乙县", None)
        partner = actor(body("push_office", "441302-push", "甲区大数据专班", town), "partner")
        outsider = actor(body("push_office", "441322-push", "乙县大数据专班", other), "partner")
    forget()
    return Ground(
        world,
        partner,
        outsider,
        caller(world.cadre, "field"),
        caller(world.police, "field"),
        caller(world.far_cadre, "field"),
        caller(partner, "push", "laboratory", "reports"),
    )


@pytest.fixture
def settle() -> Callable[[int], None]:
    """Do what the worker would: settle a push."""
    from gangmu.control.intake.actions import process

    def work(push: int) -> None:
        with entered(Scope.system(f"push {push}")) as scope:
            process(scope.actor, push)

    return work
