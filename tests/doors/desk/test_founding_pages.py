"""Bodies founded by hand: with vacant posts, with their grids, by whoever leads there."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

from django.test import Client

from gangmu.casework.actions import NewTask, follow_ground, open_task
from gangmu.casework.models import Task
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.organization import queries
from gangmu.ground.organization.models import Body, Guarantee
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import entered
from tests.casework.world import KIND, incident
from tests.doors.desk.test_organization_pages import SYSTEM, divisions, ground, leader, text, trios

__all__ = ["divisions", "ground", "leader", "trios"]


def test_a_reserve_is_founded_by_hand_with_its_vacant_posts(leader: Client) -> None:
    page = "/organization/found/"
    shown = text(leader.get(f"{page}?unit=441302001000"))
    assert "机动力量" in shown and "三人小组" not in re.findall(r"<select.*?</select>", shown, re.DOTALL)[0]
    given = {"unit": "441302001000", "kind": "reserve", "name": "桥东街道夜间机动力量", "day": "2026-11-01"}
    command = uuid4()
    for _again in range(2):  # a click that arrives twice founds one
        answer = leader.post(page, {**given, "command": command}, follow=True)
        assert "已设立" in text(answer) and text(answer).count("空缺") >= 3
    body = Body.objects.get(name="桥东街道夜间机动力量")
    assert body.lo == body.hi and body.posts.count() == 3 and not body.standing_by
    assert "另取名称" in text(leader.post(page, {**given, "command": uuid4()}, follow=True))
    nameless = leader.post(page, {**given, "name": "", "command": uuid4()})
    assert nameless.status_code == 422
    force = {**given, "kind": "task_force", "name": "灭蚊专班", "command": uuid4()}
    assert "条线" in text(leader.post(page, force, follow=True))
    assert not Body.objects.filter(name="灭蚊专班").exists()


def test_a_trio_of_a_village_is_founded_with_its_three_and_nobody_founds_elsewhere(leader: Client) -> None:
    given = {"unit": "441302001001", "kind": "trio", "name": "东湖社区第三三人小组", "day": "2026-11-01"}
    leader.post("/organization/found/", {**given, "command": uuid4()}, follow=True)
    trio = Body.objects.get(name="东湖社区第三三人小组")
    assert set(trio.posts.values_list("role", flat=True)) == {"cadre", "police", "medic"}
    assert trio.posts.filter(in_charge=True).count() == 1 and trio.lo == area_of("441302001001")
    # Of a place that is not his the page is that of his own unit, where there are no trios.
    far = leader.post("/organization/found/", {**given, "unit": "441322001001", "command": uuid4()})
    assert far.status_code == 422 and Body.objects.filter(name="东湖社区第三三人小组").count() == 1


def test_a_trio_is_founded_with_grids_and_what_is_open_there_moves_on_their_day(leader: Client) -> None:
    with bulk_role():
        opened = incident(newest_pack("mosquito"))
    village, area = "441302001001", area_of("441302001001001")
    with entered(SYSTEM):
        new = NewTask(KIND, opened, "arrival", None, area + 1, "居民", "门")
        task, _fresh = open_task(SYSTEM.actor, uuid4(), new)
    page, today = "/organization/found/", clock.today()
    before = queries.owner_of(area)
    name = Body.objects.get(pk=before).name
    shown = text(leader.get(f"{page}?unit={village}"))
    assert f'value="{area}"' in shown and name in shown
    for day, at_once in ((today + timedelta(days=1), False), (today, True)):
        given = {"unit": village, "kind": "trio", "name": f"东湖{day}组", "day": day.isoformat()}
        grid = area if not at_once else area_of("441302001001002")
        asked = text(leader.post(page, {**given, "grid": grid, "command": uuid4()}))
        held_by = Body.objects.get(pk=queries.owner_of(grid)).name
        assert held_by in asked and 'name="sure"' in asked
        assert not Body.objects.filter(name=given["name"]).exists()
        sure = {**given, "grid": grid, "sure": "yes", "command": uuid4()}
        for _again in range(2):
            assert "已设立" in text(leader.post(page, sure, follow=True))
        queries.forget()
        trio = Body.objects.get(name=given["name"])
        assert (queries.owner_of(grid) == trio.pk) == at_once
        held = Guarantee.objects.get(area=grid, valid__contains=day)
        assert held.post.body_id == trio.pk
    owner = Task.objects.values_list("owner", flat=True)
    with entered(SYSTEM):
        assert owner.get(pk=task) == before
    with clock.at(clock.now() + timedelta(days=1)), entered(SYSTEM):
        assert follow_ground(SYSTEM.actor) == 1 and follow_ground(SYSTEM.actor) == 0
        assert owner.get(pk=task) == Body.objects.get(name=f"东湖{today + timedelta(days=1)}组").pk
    queries.forget()
