"""Divisions, grids and places from lists: versioned by date, and loading twice changes nothing."""

from __future__ import annotations

import json
from datetime import date

from gangmu.ground.territory import bulk
from gangmu.ground.territory.models import Alias, Division, Grid, Place
from gangmu.ground.territory.queries import county_unit_of, division_of, unit_by_code
from gangmu.kernel.area import area_of
from gangmu.twin import city
from tests.ground.conftest import VILLAGES, small_divisions

LATER = date(2025, 1, 1)


def test_the_shipped_lists_hold_the_whole_city() -> None:
    levels = [row.level for row in bulk.shipped_divisions(city.residents())]
    assert [levels.count(level) for level in ("county", "town", "village")] == [7, 84, 1364]
    assert sum(
        row.population or 0 for row in bulk.shipped_divisions(city.residents()) if row.level == "city"
    ) == (sum(count for count, _, _ in city.residents().values()))


def test_every_village_lies_in_exactly_one_county_level_unit() -> None:
    rows = bulk.shipped_divisions()
    units = [row for row in rows if row.level == "county"]
    for village in (row for row in rows if row.level == "village"):
        holders = [
            unit.code
            for unit in units
            if unit.lo <= village.lo < unit.hi
            and not any(lo <= village.lo < hi for lo, hi in json.loads(unit.holes))
        ]
        assert len(holders) == 1, village


def test_loading_the_same_lists_again_changes_nothing(
    ground: None, divisions: list[bulk.DivisionRow]
) -> None:
    again = bulk.load_divisions(divisions, bulk.DIVISIONS_AS_OF)
    grids = bulk.load_grids((g for g in city.grids() if g.village in VILLAGES), city.SINCE)
    places = bulk.load_places(p for p in city.places() if p.village_code in VILLAGES)
    assert sum(again.values()) - again["read"] == 0
    assert sum(grids.values()) - grids["read"] == 0
    assert places["drop_places"] == places["add_places"] == 0
    assert bulk.load_aliases(bulk.shipped_aliases())["add_aliases"] == 0


def test_names_that_a_newer_version_ships_reach_a_ground_that_is_there_and_no_other(db: None) -> None:
    assert bulk.renew_aliases() == 0 and not Alias.objects.exists()
    bulk.load_divisions(small_divisions(), bulk.DIVISIONS_AS_OF)
    shipped = bulk.renew_aliases()
    Alias.objects.filter(text="路溪镇").delete()
    assert bulk.renew_aliases() == 1 < shipped


def test_a_renamed_village_keeps_its_old_name_for_the_old_days(divisions: list[bulk.DivisionRow]) -> None:
    rows = [r._replace(name="新东湖社区居委会") if r.code == "441302001001" else r for r in divisions]
    bulk.load_divisions(rows, LATER)
    area = area_of("441302001001")
    then, now = division_of(area, date(2024, 6, 1)), division_of(area)
    assert then is not None and then.name == "东湖社区居委会"
    assert now is not None and now.name == "新东湖社区居委会"
    assert Division.objects.filter(code="441302001001").count() == 2


def test_a_vanished_code_ends_on_the_day_of_the_new_list(divisions: list[bulk.DivisionRow]) -> None:
    bulk.load_divisions([r for r in divisions if r.code != "441302001003"], LATER)
    gone = Division.objects.get(code="441302001003")
    assert gone.valid.upper == LATER
    assert unit_by_code("441302001003") is None


def test_a_list_of_the_same_date_corrects_that_date(divisions: list[bulk.DivisionRow]) -> None:
    rows = [r._replace(name="东湖社区") if r.code == "441302001001" else r for r in divisions]
    bulk.load_divisions(rows, bulk.DIVISIONS_AS_OF)
    assert list(Division.objects.filter(code="441302001001").values_list("name", flat=True)) == ["东湖社区"]


def test_a_list_of_one_county_leaves_the_others_alone(divisions: list[bulk.DivisionRow]) -> None:
    boluo = next(r for r in divisions if r.code == "441322000000")
    bulk.load_divisions([r for r in divisions if r.code.startswith("441322")], LATER, (boluo.lo, boluo.hi))
    assert not Division.objects.filter(valid__endswith__isnull=False).exists()


def test_a_town_of_a_zone_answers_to_the_zone(divisions: list[bulk.DivisionRow]) -> None:
    zone, county = county_unit_of(area_of("441302007001")), county_unit_of(area_of("441302001001"))
    assert zone is not None and zone.code == "ZK"
    assert county is not None and county.code == "441302000000"


def test_grids_have_outlines_groups_lie_in_their_grid(ground: None) -> None:
    assert not Grid.objects.filter(kind="comprehensive", outline=None).exists()
    groups = Grid.objects.filter(kind="group").values_list("area", flat=True)
    grids = set(Grid.objects.filter(kind="comprehensive").values_list("area", flat=True))
    assert groups and all(area // 1000 * 1000 in grids and area % 1000 for area in groups)
    assert Place.objects.filter(kind="road").exists()
    assert Alias.objects.filter(unit="ZK", area=0).exists()
