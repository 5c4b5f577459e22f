"""The course of a zone: temporary, declared, proposed by its rules, decided by a human."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from gangmu.control.zones import actions
from gangmu.control.zones.models import Event, Extent, Zone
from gangmu.control.zones.queries import Asked, drawn, standing
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import own_pack
from tests.control.zones.conftest import EAST_VILLAGE, WEST_VILLAGE, Town, square

VILLAGE = Asked("grids", EAST_VILLAGE)
START = datetime(2026, 11, 2, 12, tzinfo=clock.CIVIL)


def day(n: int) -> datetime:
    return START + timedelta(days=n)


def test_a_zone_goes_from_control_to_lifted_and_a_human_decides_each_step(town: Town) -> None:
    with clock.at(day(0)):
        zone = town.declared(VILLAGE)
    with clock.at(day(24)):
        town.do(Scope.system("zones").actor, lambda who, _c: actions.propose_due(who))
        assert town.zone(zone).status == "declared"
    with clock.at(day(25)):
        with entered(Scope.system("zones")) as scope:
            assert actions.propose_due(scope.actor) == 1
            assert actions.propose_due(scope.actor) == 0
        assert town.zone(zone).status == "proposed"
        town.do(town.leader, actions.lower, zone)
    assert town.zone(zone).status == "lifted"
    assert list(FactRow.objects.filter(kind__startswith="zones.").order_by("id").values_list("kind", flat=True)) == [
        "zones.begun", "zones.declared", "zones.proposed", "zones.lifted"
    ]  # fmt: skip


def test_a_zone_with_a_level_below_falls_to_it_and_its_days_go_on_there(town: Town) -> None:
    with clock.at(day(0)):
        zone = town.declared(Asked("polygon", json.dumps(square(0.2, 0.4, 0.002))), "core")
        town.do(town.leader, actions.happened, zone, "case", clock.today())
    with clock.at(day(14)):
        with entered(Scope.system("zones")) as scope:
            actions.propose_due(scope.actor)
        town.do(town.leader, actions.lower, zone)
        fallen = town.zone(zone)
    assert (fallen.status, fallen.level, fallen.rank) == ("declared", "alert", 1)
    with entered(Scope.system("test")), clock.at(day(14)):
        assert standing(fallen).quiet_on == date(2026, 11, 2) + timedelta(days=25)


def test_a_new_case_takes_the_proposal_back_and_taking_the_case_back_brings_it_again(town: Town) -> None:
    with clock.at(day(0)):
        zone = town.declared(VILLAGE)
    with clock.at(day(25)):
        with entered(Scope.system("zones")) as scope:
            actions.propose_due(scope.actor)
        line = town.do(town.leader, actions.happened, zone, "case", clock.today())
        assert town.zone(zone).status == "declared"
        town.do(town.leader, actions.take_back, zone, line, "检验复核为阴性")
        assert town.zone(zone).status == "proposed"
    with entered(Scope.system("test")):
        assert Event.objects.filter(zone_id=zone).count() == 2


def test_a_level_with_a_final_round_waits_for_one_without_a_find(town: Town) -> None:
    lift = {"quiet_days": 7, "round_within_days": 1}
    levels = [{"code": "high", "name": "高", "english": "high", "unit": "village", "source": "x",
               "rules": [{"text": "足不出户", "english": "stay in"}], "lift": lift}]  # fmt: skip
    with own_pack(town.world, zones=levels) as world:
        town.world = world
        with clock.at(day(0)):
            zone = town.declared(VILLAGE, "high")
        with clock.at(day(7)), entered(Scope.system("test")):
            assert standing(town.zone(zone)).against == ("round",)
        with clock.at(day(7)):
            town.do(town.world.desk, actions.happened, zone, "find", clock.today())
            assert town.zone(zone).status == "declared"
        with clock.at(day(14)):
            town.do(town.world.desk, actions.happened, zone, "clear", clock.today())
            assert town.zone(zone).status == "proposed"


def test_keeping_a_proposed_zone_needs_a_reason_and_a_day(town: Town) -> None:
    with clock.at(day(0)):
        zone = town.declared(VILLAGE)
    with clock.at(day(25)):
        with entered(Scope.system("zones")) as scope:
            actions.propose_due(scope.actor)
        with pytest.raises(Refused, match="reason_missing"):
            town.do(town.leader, actions.decline, zone, " ", clock.today() + timedelta(days=2))
        with pytest.raises(Refused, match="zone_hold_days"):
            town.do(town.leader, actions.decline, zone, "风险评估", clock.today())
        town.do(town.leader, actions.decline, zone, "风险评估", clock.today() + timedelta(days=2))
        with entered(Scope.system("zones")) as scope:
            assert actions.propose_due(scope.actor) == 0
    with clock.at(day(27)), entered(Scope.system("zones")) as scope:
        assert actions.propose_due(scope.actor) == 1


def test_nobody_but_a_leader_of_the_whole_ground_decides(town: Town) -> None:
    with clock.at(day(0)):
        zone = town.begin(VILLAGE, who=town.world.desk)
        for who, code in (
            (town.world.desk, "not_allowed"), (town.world.cadre, "not_allowed"), (town.stranger, "not_found")
        ):  # fmt: skip
            with pytest.raises(Refused, match=code):
                town.do(who, actions.declare, zone)
        wide = town.begin(Asked("grids", "441302001"), "core")
        with pytest.raises(Refused, match="not_allowed"):
            town.do(town.world.cadre, actions.happened, wide, "case", clock.today())
        town.do(town.mayor, actions.declare, zone)


def test_a_zone_wider_than_its_unit_needs_a_reason_that_is_kept(town: Town) -> None:
    two = Asked("grids", f"{EAST_VILLAGE} {WEST_VILLAGE}")
    with clock.at(day(0)):
        with pytest.raises(Refused) as refused:
            town.begin(two, because="")
        assert refused.value.code == "zone_too_wide" and refused.value.params["places"] == 2
        zone = town.begin(two, because="两村交界连片")
    with entered(Scope.system("test")):
        assert Extent.objects.get(zone_id=zone).because == "两村交界连片"


def test_ground_is_in_one_zone_of_a_level_and_the_stricter_one_wins(town: Town) -> None:
    with clock.at(day(0)):
        wide = town.declared(VILLAGE)
        with pytest.raises(Refused, match="zone_overlaps"):
            town.begin(Asked("grids", f"{EAST_VILLAGE}001"))
        core = town.declared(Asked("grids", f"{EAST_VILLAGE}001001"), "core")
        with entered(Scope.of(town.leader)) as scope:
            from gangmu.control.zones.queries import zones_at
            from gangmu.kernel.area import area_of

            asked = [
                (1, area_of(f"{EAST_VILLAGE}001001"), None), (2, area_of(f"{EAST_VILLAGE}002001"), None),
                (3, area_of(f"{WEST_VILLAGE}001001"), None),
            ]  # fmt: skip
            assert {key: one.pk for key, one in zones_at(scope, asked).items()} == {1: core, 2: wide}


def test_a_part_set_apart_has_days_of_its_own_and_the_rest_goes_on(town: Town) -> None:
    with clock.at(day(0)):
        zone = town.declared(VILLAGE)
    with clock.at(day(20)), entered(Scope.of(town.leader)) as scope:
        beyond = drawn(scope, Asked("grids", WEST_VILLAGE))
        elsewhere = actions.NewZone(town.world.incident.pk, "alert", "别处", "12345", clock.now())
        with pytest.raises(Refused, match="zone_not_inside"):
            actions.set_apart(town.leader, uuid4(), zone, beyond, elsewhere)
        part = drawn(scope, Asked("grids", f"{EAST_VILLAGE}001"))
        new = actions.NewZone(town.world.incident.pk, "alert", "第一网格", "12345", clock.now())
        made = actions.set_apart(town.leader, uuid4(), zone, part, new)
    with clock.at(day(25)):
        with entered(Scope.system("zones")) as scope:
            actions.propose_due(scope.actor)
        assert (town.zone(zone).status, town.zone(made).status) == ("proposed", "declared")
        assert town.zone(made).parent_id == zone
        with entered(Scope.of(town.leader)) as scope:
            actions.redraw(town.leader, uuid4(), zone, drawn(scope, VILLAGE))


def test_drawing_anew_keeps_the_former_ground_and_changes_who_is_inside(town: Town) -> None:
    with clock.at(day(0)):
        zone = town.declared(VILLAGE)
        with entered(Scope.of(town.leader)) as scope:
            actions.redraw(town.leader, uuid4(), zone, drawn(scope, Asked("grids", f"{EAST_VILLAGE}002")))
        kept = town.zone(zone)
    with entered(Scope.system("test")):
        assert [len(one.items) for one in kept.extents.order_by("pk")] == [1, 1]
        assert [part.lo % 10**6 for part in kept.parts.all()] == [2000]


def test_the_same_command_twice_makes_one_zone(town: Town) -> None:
    command = uuid4()
    with clock.at(day(0)):
        made = set()
        for _ in range(2):
            with entered(Scope.of(town.leader)) as scope:
                new = actions.NewZone(town.world.incident.pk, "alert", "某区", "12345", clock.now())
                made.add(actions.control(town.leader, command, new, drawn(scope, VILLAGE)))
    with entered(Scope.system("test")):
        assert len(made) == 1 and Zone.objects.count() == 1


def test_an_evacuation_has_no_days_that_software_could_count(town: Town) -> None:
    levels = [{"code": "out", "name": "转移区", "english": "evacuation", "unit": "village", "source": "x",
               "rules": [{"text": "转移", "english": "leave"}], "lift": {"quiet_days": 0}}]  # fmt: skip
    with own_pack(town.world, zones=levels) as world:
        town.world = world
        with clock.at(day(0)):
            zone = town.declared(VILLAGE, "out")
        assert town.zone(zone).status == "declared"
        with clock.at(day(1)):
            town.do(town.leader, actions.revoke, zone, "预警解除")
        assert town.zone(zone).status == "lifted"
