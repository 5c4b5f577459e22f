"""Who is inside: set by set in the database as one by one on paper."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, shape

from gangmu.control.zones import actions
from gangmu.control.zones.models import Headcount, Part, Zone
from gangmu.control.zones.queries import Asked, inside_of
from gangmu.control.zones.rules import Cell, Cells, House, Inside, inside
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of, floor_to, span
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.control.zones.conftest import EAST_VILLAGE, SIDE, SOUTH, WEST, WEST_VILLAGE, Town, house, square
from tests.control.zones.test_course import day

GROUP = area_of(f"{EAST_VILLAGE}001001")
CELLS = Cells(
    Cell(
        area_of(f"{village}{number:03d}"), shape(square(x, 0)), (WEST + (x + 0.5) * SIDE, SOUTH + 0.5 * SIDE)
    )
    for village, number, x in ((EAST_VILLAGE, 1, 0), (EAST_VILLAGE, 2, 1), (WEST_VILLAGE, 1, 2))
)
corners = st.tuples(st.floats(-0.5, 3.5), st.floats(-0.5, 1.5))
shapes = (
    st.lists(corners, min_size=3, max_size=7)
    .map(lambda found: Polygon([(WEST + x * SIDE, SOUTH + y * SIDE) for x, y in found]).buffer(0))
    .filter(lambda one: one.area > 1e-7)
)
stands = st.one_of(st.none(), st.tuples(st.floats(0, 3), st.floats(0, 1)))


def held(found: Inside, area: int, number: int, stands: bool) -> bool:
    """Whether somebody is inside: behind the door of a house, or known by his area alone (number 0)."""
    ranges = found.whole + (() if stands else found.loose)
    return any(lo <= area < hi for lo, hi in ranges) or (number, area) in found.buildings


@given(one=shapes, houses=st.lists(st.tuples(st.integers(0, 5), stands), max_size=12))
@settings(max_examples=100, deadline=None)
def test_a_house_with_a_position_is_inside_by_it_and_all_else_by_its_grid(
    one: Polygon, houses: list[tuple[int, tuple[float, float] | None]]
) -> None:
    touched = CELLS.touched(one)
    groups = [
        (cell.area + n, (cell.point[0] + (n - 1.5) * SIDE / 2, cell.point[1]))
        for cell in CELLS.cells for n in (1, 2) if cell.point
    ]  # fmt: skip
    known = []
    for number, (place, at) in enumerate(houses, start=1):
        point = None if at is None else (WEST + at[0] * SIDE, SOUTH + at[1] * SIDE)
        known.append(House(number, groups[place][0], point))
    near = [h for h in known if floor_to(h.area, "grid") in {c.area for c in touched} or h.point is not None]
    found = inside(
        one, touched, [g for g in groups if floor_to(g[0], "grid") in {c.area for c in touched}], near
    )
    covered = {c.area for c in CELLS.cells if one.intersection(c.outline).area >= 0.995 * c.outline.area}
    by_group = {
        area: floor_to(area, "grid") in covered or shapely.intersects_xy(one, *at) for area, at in groups
    }
    for area, expected in by_group.items():
        assert held(found, area, 0, stands=False) == (
            expected and any(floor_to(area, "grid") == c.area for c in touched)
        )
    for one_house in known:
        expected = (
            bool(shapely.intersects_xy(one, *one_house.point))
            if one_house.point
            else by_group[one_house.area]
        )
        assert held(found, one_house.area, one_house.id, one_house.point is not None) == expected


def test_who_is_inside_is_counted_by_age_each_person_once(town: Town) -> None:
    with entered(Scope.system("test")), bulk_role():
        here, there = house("东一号", GROUP, 0.3, 0.5), house("东二号", GROUP, 0.9, 0.9)
        nowhere = house("东三号", GROUP)
    with clock.at(day(0)):
        for born in (
            date(2025, 1, 1),
            date(2015, 1, 1),
            date(1960, 1, 1),
            date(1940, 1, 1),
            date(1990, 1, 1),
        ):
            town.resident(here, born=born)
        town.resident(there)
        town.resident(nowhere)
        town.resident(None, area_of(EAST_VILLAGE))
    with clock.at(day(1)):
        zone = town.declared(Asked("polygon", json.dumps(square(0.2, 0.4, 0.002))), "core")
        with entered(Scope.of(town.leader)) as scope:
            count = inside_of(scope, town.zone(zone))
        assert (count.persons, count.households, count.vague) == (6, 2, 1)
        assert (count.infants, count.minors, count.old, count.very_old) == (1, 1, 1, 1)
        with entered(Scope.of(town.world.far_cadre)) as scope:
            assert inside_of(scope, town.zone(zone)).persons == 0
        with entered(Scope.of(town.leader)) as scope:
            assert inside_of(scope, town.zone(zone), date(2026, 11, 1)).persons == 0


@given(one=shapes)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_numbers_of_the_database_are_those_of_a_walk_from_door_to_door(town: Town, one: Polygon) -> None:
    with entered(Scope.system("test")), bulk_role():
        from gangmu.ground.territory.models import Building

        houses = list(Building.objects.order_by("pk"))
        if not houses:
            houses = [house(f"{n}号", GROUP + n % 2, 0.05 + n * 0.19, 0.5) for n in range(10)]
            houses += [house(f"无{n}", GROUP + n % 2) for n in range(2)]
            with clock.at(day(0)):
                for one_house in houses:
                    town.resident(one_house)
    with clock.at(day(1)), entered(Scope.system("test")) as scope, bulk_role():
        from gangmu.control.zones.queries.drawing import of_shape
        from gangmu.control.zones.rules import Undrawable

        clipped = one.intersection(shapely.box(WEST, SOUTH, WEST + 3 * SIDE, SOUTH + SIDE))
        if clipped.area < 1e-8:
            return
        try:
            found = of_shape(scope, clipped, "polygon")
        except Undrawable as nothing:
            assert [problem.code for problem in nothing.problems] == ["zone_empty"]
            return
        from gangmu.control.zones.bulk import put_parts

        zone = Zone.objects.create(
            area=found.area, hi=found.hi, incident=town.world.incident, name="x", level="alert", rank=1, organ="x",
            pack=town.world.incident.pack, pack_version=town.world.incident.pack_version, hotline="1",
            control_since=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
        put_parts(zone, found.inside)
        walked = sum(held(found.inside, h.area, h.pk, h.longitude is not None) for h in houses)
        assert inside_of(scope, zone).persons == walked
        Part.objects.filter(zone=zone).delete()


@pytest.mark.parametrize("living", [True, False])
def test_whoever_has_left_or_comes_later_is_not_inside(town: Town, living: bool) -> None:
    with entered(Scope.system("test")), bulk_role():
        here = house("东一号", GROUP, 0.3, 0.5)
    with clock.at(day(0)):
        person = town.resident(here)
        zone = town.declared(Asked("grids", f"{EAST_VILLAGE}001"))
    with entered(Scope.system("test")), bulk_role():
        from gangmu.ground.register.models import Presence

        Presence.objects.filter(person_id=person).update(
            until=None if living else day(0) + timedelta(hours=1)
        )
    with clock.at(day(2)), entered(Scope.of(town.leader)) as scope:
        assert inside_of(scope, town.zone(zone)).persons == int(living)


MANY = {
    "persons": 30_000, "households": 9_000, "infants": 300, "minors": 4_000, "old": 5_000, "very_old": 900,
    "unknown_age": 0, "vague": 0, "needs": {"dialysis": 12},
}  # fmt: skip


def test_a_large_zone_is_read_as_it_was_counted_a_small_one_and_a_part_of_it_as_they_are(town: Town) -> None:
    with entered(Scope.system("test")), bulk_role():
        here = house("东一号", GROUP, 0.3, 0.5)
    with clock.at(day(0)):
        town.resident(here)
        zone = town.declared(Asked("grids", f"{EAST_VILLAGE}001"))

    def seen(hours: float, actor: Actor) -> tuple[int, bool]:
        with clock.at(day(1) + timedelta(hours=hours)), entered(Scope.of(actor)) as scope:
            count = inside_of(scope, town.zone(zone))
            return count.persons, count.counted_at is not None

    def kept(hours: float) -> int:
        with clock.at(day(1) + timedelta(hours=hours)), entered(Scope.system("test")) as scope:
            return actions.keep_counts(scope.actor)

    assert kept(0) == 1 and seen(0, town.leader) == (1, False)
    assert kept(8) == 0, "a small zone is counted in the time of a page"
    with entered(Scope.system("test")):
        assert Headcount.objects.get(zone=zone).numbers == {"persons": 1}
        numbers = MANY
        at = day(1) + timedelta(hours=9)
        Headcount.objects.filter(zone=zone).update(numbers=numbers, counted_at=at, seconds=10.0)
    assert seen(9 + 3 / 60, town.leader) == (30_000, True), (
        "ten seconds of counting are not spent every minute"
    )
    assert seen(9 + 3 / 60, town.world.far_cadre) == (0, False)
    with entered(Scope.of(town.world.far_cadre)):
        assert not Headcount.objects.exists(), (
            "the numbers of all of it are for whoever has all of it on his ground"
        )
    here_lo, here_hi = span(area_of(f"{EAST_VILLAGE}001"))
    with clock.at(day(1) + timedelta(hours=9)), entered(Scope.of(town.leader)) as scope:
        where = scope.jurisdiction
        for hole, whole in (((here_hi, where.hi), True), ((here_lo, here_lo + 1), False)):
            cut = scope.narrowed(Jurisdiction(where.lo, where.hi, (hole,)))
            assert (inside_of(cut, town.zone(zone)).persons == 30_000) == whole, (
                "what was cut out of his ground counts"
            )
    assert kept(9 + 3 / 60) == 0
    assert seen(10, town.leader) == (1, False), "nobody counted it again"
    assert kept(10) == 1
    with entered(Scope.system("test")):
        assert Headcount.objects.get(zone=zone).numbers["persons"] == 1


def test_a_county_reads_its_own_part_of_a_zone_that_lies_in_several(town: Town) -> None:
    with clock.at(day(1)):
        zone = town.declared(Asked("grids", f"{EAST_VILLAGE}001"))
        with entered(Scope.of(town.leader)) as scope:
            where = scope.jurisdiction
            for holes, persons in ((where.holes_literal, 30_000), ("{[1,2)}", 0)):
                Headcount.objects.all().delete()
                Headcount.objects.create(
                    zone_id=zone,
                    lo=where.lo,
                    hi=where.hi,
                    holes=holes,
                    counted_at=clock.now(),
                    seconds=1,
                    numbers=MANY,
                )
                assert inside_of(scope, town.zone(zone)).persons == persons


def test_a_count_of_the_ground_as_it_was_before_is_not_shown(town: Town) -> None:
    with entered(Scope.system("test")), bulk_role():
        house("东一号", GROUP, 0.3, 0.5)
    with clock.at(day(1)):
        zone = town.declared(Asked("grids", f"{EAST_VILLAGE}001"))
        with entered(Scope.system("test")) as scope:
            actions.keep_counts(scope.actor)
            Headcount.objects.filter(zone=zone).update(numbers=MANY)
            assert inside_of(scope, town.zone(zone)).persons == 30_000
            Zone.objects.filter(pk=zone).update(changed_at=clock.now() + timedelta(seconds=1))
            assert inside_of(scope, town.zone(zone)).persons == 0
            with pytest.raises(Refused):
                actions.keep_counts(town.leader)
