"""The ground on a phone: outlines of its own grids, where doors lie as far as it is known, and whom to hand over to."""

from __future__ import annotations

from collections.abc import Sequence

from ninja import Router, Schema
from pydantic import Field

from gangmu.casework.models import Task
from gangmu.doors.api.access import ApiRequest, within
from gangmu.doors.api.schema import PROBLEMS
from gangmu.ground.territory.queries import Point, Unit, children, county_units, outlines, points
from gangmu.ground.territory.rules.drawing import rings
from gangmu.kernel.area import Jurisdiction, floor_to
from gangmu.kernel.scope import Scope

router = Router(tags=["field"])
METRE = 5  # decimals of a degree
Degrees = tuple[float, float]  # longitude, latitude
Spot = tuple[Degrees | None, str]  # where something lies, and what that place is called


class GridOut(Schema):
    """A comprehensive grid to be drawn."""

    area: str = Field(description="18 digits; a door lies in the grid that its own `area` begins with")
    name: str
    rings: list[list[Degrees]] = Field(description="outer rings, WGS84: longitude, latitude")


class TownOut(Schema):
    """A town, and its villages and communities."""

    name: str
    villages: list[tuple[str, str]] = Field(description="12 digits (`to` of the command `offer`), name")


class CountyOut(Schema):
    """A county, district or functional zone, and its towns."""

    name: str
    towns: list[TownOut]


class PlacesOut(Schema):
    """The whole city."""

    counties: list[CountyOut]


def grids_of(scope: Scope) -> list[GridOut]:
    """The outlines of the scope's own grids, to the metre; of a group inside a grid, the whole grid."""
    where = scope.jurisdiction
    ground = Jurisdiction(min(where.lo, floor_to(where.lo, "grid")), where.hi, where.holes)
    return [
        GridOut(
            area=f"{one.area:018d}",
            name=one.name,
            rings=[[(round(x, METRE), round(y, METRE)) for x, y in ring] for ring in rings(one.geometry)],
        )
        for one in outlines(ground)
    ]


class Positions:
    """Where doors lie: at the entry of the address library that their address names, on the same ground."""

    def __init__(self, scope: Scope, tasks: Sequence[Task]) -> None:
        self._points = points(scope.jurisdiction) if tasks else []

    def of(self, task: Task) -> Spot:
        """Position and name of a task's estate, village group or road; None and '' where none is known."""
        found = next((one for one in self._points if self._names(one, task)), None)
        if found is None:
            return None, ""
        return (round(found.longitude, METRE), round(found.latitude, METRE)), found.name

    @staticmethod
    def _names(point: Point, task: Task) -> bool:
        return point.name in task.address and floor_to(point.area, "village") == floor_to(
            task.area, "village"
        )


@router.get("/places", response={200: PlacesOut, **PROBLEMS}, summary="Where a door can be handed over to")
@within("field")
def field_places(request: ApiRequest) -> PlacesOut:
    """Every village and community of the city. It changes a few times a year: a phone asks once a shift."""
    return PlacesOut(
        counties=[
            CountyOut(name=county.name, towns=[_town(town) for town in children(county.code)])
            for county in county_units()
        ]
    )


def _town(town: Unit) -> TownOut:
    return TownOut(name=town.name, villages=[(village.code, village.name) for village in children(town.code)])
