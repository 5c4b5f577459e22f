"""A functional zone has no code: a row known to lie in one, and no nearer, goes to a desk of that zone all the same."""

from __future__ import annotations

from typing import Any

import pytest

from gangmu.control.intake.queries import waiting_rows
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.organization import queries as organization
from gangmu.ground.territory.bulk import (
    DIVISIONS_AS_OF,
    load_aliases,
    load_divisions,
    shipped_aliases,
    shipped_divisions,
)
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget, forget_matcher
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World, actor, body, incident
from tests.control.intake.conftest import Intake, person


def seat(kind: str, code: str, role: str) -> Actor:
    """Somebody in a body of a real division."""
    where = Division.objects.get(code=code.ljust(12, "0") if code.isdigit() else code)
    made = body(kind, f"{kind}-{code}", f"{where.name}{kind}", where)
    made.holes = where.holes
    made.save()
    return actor(made, role)


@pytest.fixture
def real(db: Any) -> tuple[Intake, dict[str, Actor]]:
    """The real divisions, the city's push office, a desk in the first town of each zone and in one of 惠阳."""
    with entered(Scope.system("test")), bulk_role():
        load_divisions(shipped_divisions(), DIVISIONS_AS_OF)
        load_aliases(shipped_aliases())
        firsts = {zone: str(Division.objects.get(code=zone).lo)[:9] for zone in ("DYW", "ZK")}
        clerk = seat("push_office", "441300", "push_clerk")
        seats = {zone: seat("joint_office", town, "desk") for zone, town in firsts.items()}
        seats |= {f"{zone} leader": seat("leading_trio", zone, "leader") for zone in firsts}
        seats["HY"] = seat("leading_trio", "441303", "leader")
        world = World(incident(newest_pack("mosquito")), *[clerk] * 6)
    organization.forget()
    forget()
    forget_matcher()
    return Intake(world, clerk, clerk), seats


@pytest.mark.parametrize(
    ("zone", "address"), [("DYW", "惠州市大亚湾区无名小院5号"), ("ZK", "惠州仲恺高新区无名小院5号")]
)
def test_a_row_known_to_lie_in_a_zone_waits_at_a_desk_of_the_zone(
    real: tuple[Intake, dict[str, Actor]], zone: str, address: str
) -> None:
    intake, seats = real
    batch = intake.push([person(1, address)])
    (row,) = intake.rows(batch)
    assert (row.outcome, row.match) == ("waiting", "county")
    for name, whose in seats.items():
        with entered(Scope.of(whose)) as scope:
            seen = [one.pk for one in waiting_rows(scope)]
        assert seen == ([row.pk] if name.startswith(zone) else []), name
