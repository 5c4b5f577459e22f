"""The board of a unit: its parts with the worst first, sums that agree from the door up, nobody else's ground."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from gangmu.casework import actions
from gangmu.command.board.queries import STEPS, Board, board, map_of
from gangmu.ground.accounts.models import AccessLog
from gangmu.ground.territory.models import Division, Grid
from gangmu.ground.territory.queries import forget
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.test_tally import push
from tests.casework.world import ALWAYS, HERE, NOON, THERE, World, actor, body, division

TOWN, OTHER, ZONE = "441302001", "441302002", "441302003"
SQUARE = {"type": "Polygon", "coordinates": [[[114.0, 23.0], [114.1, 23.0], [114.1, 23.1], [114.0, 23.0]]]}
Visit = Callable[[Actor], Client]


@pytest.fixture
def leader(world: World) -> Actor:
    """A leader of the city, over a county of two towns and a zone cut out of it."""
    with entered(Scope.system("test")), bulk_role():
        city = division("4413", "city", "惠州市", None)
        county = division("441302", "county", "惠城区", city)
        town = Division.objects.get(code=TOWN.ljust(12, "0"))
        town.parent = county
        town.save()
        division(OTHER, "town", "乙镇", county)
        cut = Jurisdiction.of(ZONE)
        county.holes = [[cut.lo, cut.hi]]
        county.save()
        zone = Division.objects.create(
            code="ZK",
            level="county",
            name="仲恺",
            short_name="仲恺",
            parent=city,
            lo=cut.lo,
            hi=cut.hi,
            valid=ALWAYS,
        )
        division(ZONE, "town", "丙镇", zone)
        for area in (HERE, HERE + 1000, THERE):
            village = Division.objects.get(level="village", lo=area // 10**6 * 10**6)
            Grid.objects.create(
                area=area, kind="comprehensive", name=f"{village.name}网格{area // 1000 % 1000}", village=village,
                outline=SQUARE, valid=DateRange(date(2020, 1, 1), None),
            )  # fmt: skip
        leading = actor(body("leading_trio", "city", "惠州市领导小组", city), "leader")
    forget()  # what a process knows of the ground from before
    return leading


def seen(who: Actor, code: str = "", incident: int | None = None) -> Board:
    with entered(Scope.of(who)) as scope:
        return board(scope, code, incident)


def open_of(found: Board) -> dict[str, int]:
    return {line.name: line.unfinished for line in found.lines}


def test_every_step_down_adds_up_to_the_line_above(world: World, leader: Actor) -> None:
    world.task("居民甲")
    world.task("居民乙", area=HERE + 1002)
    world.task("居民丙", area=THERE)
    assert open_of(seen(leader)) == {"惠城区": 3, "仲恺": 0}
    assert open_of(seen(leader, "441302000000")) == {"甲街道": 3, "乙镇": 0}
    assert open_of(seen(leader, "441302001000")) == {"东社区": 2, "西社区": 1}
    village = seen(leader, "441302001001")
    assert open_of(village) == {"东社区网格1": 1, "东社区网格2": 1}
    assert [line.code for line in village.lines] == ["441302001001001", "441302001001002"]
    assert [unit.name for unit in village.above] == ["惠州市", "惠城区", "甲街道", "东社区"]
    assert village.total.unfinished == 2


def test_what_is_known_to_a_unit_only_has_a_line_of_its_own(world: World, leader: Actor) -> None:
    world.task("居民甲", area=area_of("441302001001"))
    assert open_of(seen(leader, "441302001000")) == {"东社区": 1, "西社区": 0}
    assert open_of(seen(leader, "441302001001")) == {"": 1, "东社区网格1": 0, "东社区网格2": 0}


def test_a_town_of_a_zone_is_counted_in_the_zone_and_not_in_the_county_around_it(
    world: World, leader: Actor
) -> None:
    with entered(Scope.system("test")), bulk_role():
        push(world, [area_of(ZONE), area_of(ZONE) + 5])
    assert open_of(seen(leader)) == {"仲恺": 2, "惠城区": 0}
    assert open_of(seen(leader, "ZK")) == {"丙镇": 2}
    assert seen(leader, "441302000000").total.unfinished == 0


def test_the_worst_come_first_and_what_was_released_is_of_today(world: World, leader: Actor) -> None:
    with clock.at(NOON):
        done = world.reported()
        world.do(world.comparer, actions.compare, done)
        world.do(world.gatekeeper, actions.release, done)
        for n in range(3):
            world.task(f"居民{n}")
        world.task("村民", area=THERE)
        assert seen(leader).total.figures["today"] == 1
        assert [line.name for line in seen(leader, "441302001000").lines] == ["东社区", "西社区"]
    with clock.at(NOON + timedelta(days=1)), entered(Scope.system("deadlines")) as scope:
        actions.tell_deadlines(scope.actor)
        found = seen(leader, "441302001000")
        assert found.total.figures["today"] == 0 and found.total.figures["released"] == 1
        assert {line.name: line.figures["late"] for line in found.lines} == {"东社区": 3, "西社区": 1}


def test_a_board_of_one_incident_counts_that_alone(world: World, leader: Actor) -> None:
    world.task()
    assert seen(leader, incident=world.incident.pk).total.unfinished == 1
    assert seen(leader, incident=world.incident.pk + 1).total.unfinished == 0


def test_a_reader_begins_at_his_own_unit_and_finds_nobody_elses(world: World, leader: Actor) -> None:
    world.task()
    world.task("村民", area=THERE)
    assert seen(world.desk).unit.name == "甲街道"
    assert seen(world.cadre).total.unfinished == 1
    for who, code in (
        (world.desk, "441302002000"),
        (world.desk, "441302000000"),
        (leader, "999999"),
        (leader, "x"),
    ):
        with pytest.raises(Refused, match="not_found"):
            seen(who, code)


def test_a_map_has_a_shape_for_each_line_and_shade_and_every_grid_is_in_one(
    world: World, leader: Actor
) -> None:
    for n in range(STEPS[1]):
        world.task(f"居民{n}")
    with entered(Scope.of(leader)) as scope:
        village, city = (map_of(scope, board(scope, code)) for code in ("441302001001", ""))
    assert {(shape.line.name, shape.shade) for shape in village} == {("东社区网格1", 2), ("东社区网格2", 0)}
    assert {(shape.line.name, shape.shade) for shape in city} == {("惠城区", 2), ("惠城区", 0)}
    assert sum(shape.path.count("M") for shape in city) == 3
    assert seen(leader).lines[0].name == "惠城区"


def test_the_page_leads_down_to_the_tasks_of_a_grid_and_leaves_as_a_file(
    world: World, leader: Actor, visit: Visit
) -> None:
    task = world.task("张三丰")
    world.task("李四光", area=THERE)
    client = visit(leader)
    assert "?unit=441302000000" in client.get("/board/").content.decode()
    page = client.get("/board/?unit=441302001001").content.decode()
    assert "/tasks/?status=unfinished&amp;ground=441302001001001" in page and "<path" in page
    tasks = client.get("/tasks/?status=unfinished&ground=441302001001001").content.decode()
    assert f"/tasks/{task}/" in tasks and "李四光" not in tasks
    csv = b"".join(client.get("/board.csv?unit=441302001000").streaming_content).decode("utf-8-sig")
    lines = [line.split(",")[:3] for line in csv.splitlines()]
    assert lines[1:] == [
        ["甲街道", "441302001000", "2"],
        ["东社区", "441302001001", "1"],
        ["西社区", "441302001002", "1"],
    ]
    assert b"".join(client.get("/board.xlsx").streaming_content)[:2] == b"PK"
    assert AccessLog.objects.filter(act="export").count() == 2


def test_who_does_not_lead_has_no_board_and_no_ground_but_his_own(
    world: World, leader: Actor, visit: Visit
) -> None:
    world.task("李四光", area=THERE)
    assert visit(world.desk).get("/board/").status_code == 403
    assert visit(leader).get("/board/?unit=441322000000").status_code == 404
    assert "李四光" not in visit(world.police).get("/tasks/?ground=441302001002").content.decode()
    assert visit(world.desk).get("/tasks/?ground=nonsense").status_code == 404
