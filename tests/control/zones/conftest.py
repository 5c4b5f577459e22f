"""Two villages of squares with houses on them, and the posts that draw zones there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from gangmu.control.zones import actions
from gangmu.control.zones.actions import NewZone
from gangmu.control.zones.models import Zone
from gangmu.control.zones.queries import Asked, drawn
from gangmu.ground.register.models import Household, Person, Presence
from gangmu.ground.territory.models import Building, Division, Grid
from gangmu.ground.territory.queries import forget
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import ALWAYS, World, actor, body, build, division

WEST, SOUTH, SIDE = 114.0, 23.0, 0.01  # the corner of the first grid, and how long a side is, in degrees
EAST_VILLAGE, WEST_VILLAGE = "441302001001", "441302001002"


def square(x: float, y: float, side: float = SIDE) -> dict[str, Any]:
    """A square with its lower left corner x, y grids from the first one's."""
    a, b = WEST + x * SIDE, SOUTH + y * SIDE
    return {
        "type": "Polygon",
        "coordinates": [[[a, b], [a + side, b], [a + side, b + side], [a, b + side], [a, b]]],
    }


@dataclass
class Town:
    """The world with grids and houses, a leader of the county, one of the town, one of another county."""

    world: World
    leader: Actor
    mayor: Actor
    stranger: Actor

    def do(self, who: Actor, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """One action as a page does it."""
        with entered(Scope.of(who)):
            return action(who, uuid4(), *args, **more)

    def begin(self, asked: Asked, level: str = "alert", who: Actor | None = None, **more: Any) -> int:
        """A zone under temporary control."""
        who = who or self.leader
        given = {"name": "某区", "hotline": "12345", "since": clock.now(), "because": "两处病例", **more}
        with entered(Scope.of(who)) as scope:
            new = NewZone(self.world.incident.pk, level, **given)
            return actions.control(who, uuid4(), new, drawn(scope, asked))

    def declared(self, asked: Asked, level: str = "alert", **more: Any) -> int:
        """A declared zone."""
        made = self.begin(asked, level, **more)
        self.do(self.leader, actions.declare, made)
        return made

    def zone(self, zone_id: int) -> Zone:
        """As it is now."""
        with entered(Scope.system("test")):
            return Zone.objects.select_related("incident").get(pk=zone_id)

    def resident(self, house: Building | None, area: int = 0, born: date = date(1980, 1, 1)) -> int:
        """Somebody behind a door of a house, or known by an area alone."""
        with entered(Scope.system("test")), bulk_role():
            person = Person.objects.create(name="居民", birth_date=born, created_at=clock.now())
            where = area or (house.area if house else 0)
            door = None
            if house is not None:
                door, _ = Household.objects.get_or_create(
                    area=where,
                    label=f"{house.name}-1",
                    defaults={"building": house, "created_at": clock.now()},
                )
            Presence.objects.create(
                person=person, area=where, household=door, source="register", since=clock.now()
            )
        return int(person.pk)


def house(name: str, area: int, x: float | None = None, y: float | None = None) -> Building:
    """A building; x, y in sides of grids from the corner of the first, none: nobody knows where it stands."""
    point = (None, None) if x is None or y is None else (WEST + x * SIDE, SOUTH + y * SIDE)
    return Building.objects.create(
        area=area, name=name, kind="self_built", floors=2, longitude=point[0], latitude=point[1]
    )


@pytest.fixture
def town(db: Any) -> Town:
    """East village: grids 1 and 2 side by side, each with two groups; west village: one grid to the right of them."""
    with clock.at(datetime(2026, 11, 2, 12, tzinfo=clock.CIVIL)):
        world = build()
        with entered(Scope.system("test")), bulk_role():
            whole = Division.objects.get(level="town")
            county = division("441302", "county", "甲区", None)
            away = division("441322", "county", "乙县", None)
            for village, grids in ((EAST_VILLAGE, ((1, 0), (2, 1))), (WEST_VILLAGE, ((1, 2),))):
                unit = Division.objects.get(code=village)
                for number, x in grids:
                    key = f"{village}{number:03d}"
                    _grid(unit, key, "comprehensive", x + 0.5, 0.5, square(x, 0))
                    _grid(unit, f"{key}001", "group", x + 0.25, 0.5, None)
                    _grid(unit, f"{key}002", "group", x + 0.75, 0.5, None)
            leaders = [
                actor(body("leading_trio", f"LEAD-{n}", f"领导小组{n}", unit), "leader")
                for n, unit in enumerate((county, whole, away))
            ]
    forget()
    return Town(world, *leaders)


def _grid(unit: Division, key: str, kind: str, x: float, y: float, outline: dict[str, Any] | None) -> None:
    Grid.objects.create(
        area=area_of(key), kind=kind, name=f"{unit.name}{key[12:]}", village=unit, valid=ALWAYS, outline=outline,
        longitude=WEST + x * SIDE, latitude=SOUTH + y * SIDE,
    )  # fmt: skip
