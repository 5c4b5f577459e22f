"""A zone of a whole town and of a whole county among a million people: drawn, and who is inside, by age and need."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import perf_counter

import shapely
from django.db import transaction
from shapely.geometry import shape

from bench.browsing import Visitor
from bench.lists import milliseconds
from bench.table import Figure
from gangmu.control.zones.actions import keep_counts
from gangmu.control.zones.bulk import count_inside, put_parts
from gangmu.control.zones.models import Zone
from gangmu.control.zones.queries import inside_of, zones_at
from gangmu.control.zones.queries.drawing import of_shape
from gangmu.ground.incidents.queries import incident_by_code
from gangmu.ground.organization.queries import actor_of
from gangmu.ground.territory.queries import outlines, unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.scope import Scope, entered

UNITS = {"a town": ("leader-huicheng", "441302004000"), "a county": ("leader-boluo", "441322000000")}
BARE = "SELECT count(DISTINCT person_id) FROM register_presence WHERE area >= %s AND area < %s"
INWARD = -0.0003  # degrees: the border cuts through grids, so that houses decide


def figures(quick: bool) -> Iterator[Figure]:
    """Drawing, counting, and the zone over fifty doors, each in a transaction that is taken back."""
    times = 3 if quick else 15
    for place, (login, code) in UNITS.items():
        actor, unit, incident = (
            actor_of(Visitor(login).user),
            unit_by_code(code),
            incident_by_code("mosquito"),
        )
        assert actor is not None and unit is not None and incident is not None  # the demo's
        where = unit.jurisdiction
        whole = shapely.union_all([shape(one.geometry) for one in outlines(where)]).buffer(INWARD)
        with entered(Scope.of(actor)) as scope:
            of_shape(scope, whole, "polygon")  # the grids of the city are read once
            began = perf_counter()
            found = of_shape(scope, whole, "polygon")
            zone = Zone.objects.create(
                area=found.area, hi=found.hi, incident=incident, name="x", level="alert", rank=1, organ="x",
                pack=incident.pack, pack_version=incident.pack_version, control_since=clock.now(), hotline="1",
                changed_at=clock.now(),
            )  # fmt: skip
            parts = put_parts(zone, found.inside)
            drawing = (perf_counter() - began) * 1000
            with bulk_role():
                bare = milliseconds(partial(fetch, BARE, [where.lo, where.hi]), times)
            counting = milliseconds(partial(count_inside, scope, zone, clock.today()), times)
            with bulk_role():  # the job sees all of the zone
                keep_counts(Scope.system("bench").actor)
            count = inside_of(scope, zone)
            reading = milliseconds(partial(inside_of, scope, zone), times)
            doors = [(n, area_of(code[:9] + "001001001"), None) for n in range(50)]
            over = milliseconds(lambda scope=scope, doors=doors: zones_at(scope, doors), times)
            transaction.set_rollback(True)
        yield Figure(f"zone of {place} drawn: {parts:,} parts", drawing, "ms")
        said = f"who is inside {place}, {count.persons:,} people"
        yield Figure(f"{said}, counted", counting, "ms", bare, "bare count of persons")
        yield Figure(f"{said}, as a page reads it", reading, "ms", bare, "bare count of persons", 1000)
        yield Figure(f"… the zone over fifty doors of {place}, p50", over, "ms", 0, "", 50)
