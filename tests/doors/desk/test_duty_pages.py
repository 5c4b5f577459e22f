"""Duty at the desk and on the phone: what a leader and a member see and press, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gangmu.ground.accounts.models import User
from gangmu.ground.duty import actions
from gangmu.ground.duty.models import Leave, Roster, Turn
from gangmu.ground.organization.models import Post, Shift
from gangmu.kernel.scope import Actor, Scope, entered
from tests.ground.conftest import divisions  # noqa: F401  (a fixture)
from tests.ground.duty.conftest import NOW, WEEK, Duty, begin, duty, make_actor, wednesday  # noqa: F401  (fixtures)

Visit = Callable[[Actor], Client]
TUESDAY = WEEK + timedelta(days=1)


def pressed(client: Client, path: str, **fields: Any) -> Any:
    """A button, which always carries a command; what comes after it."""
    return client.post(path, {"command": str(uuid4()), **fields}, follow=True)


def said(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def leader(duty: Duty, visit: Visit) -> Client:  # noqa: F811
    """The town's leader at his desk."""
    return visit(duty.leader)


def planned(leader: Client) -> str:
    """The page of a drafted week."""
    answer = pressed(leader, "/duty/plan/", unit="441302001000", begins=WEEK.isoformat())
    assert answer.status_code == 200
    return str(answer.redirect_chain[-1][0])


def test_a_week_from_the_draft_to_the_phone(duty: Duty, leader: Client, visit: Visit) -> None:  # noqa: F811
    page = planned(leader)
    assert "桥东街道" in said(leader.get("/duty/")) and "空缺" in said(leader.get(page))
    assert "every 2s" in said(pressed(leader, f"{page}move/", move="solve"))
    with entered(Scope.system("test")):
        roster = Roster.objects.get()
    assert actions.run_solver(Scope.system("test").actor, roster.pk, roster.run)
    assert leader.get(f"{page}state/").headers["HX-Refresh"] == "true"
    assert "有空缺的机构" in said(leader.get(page)) and "is-empty" not in said(leader.get(page))
    assert "已发布" in said(pressed(leader, f"{page}move/", move="publish"))
    shown = said(visit(duty.member()).get("/field/duty/"))
    assert shown.count("/field/duty/shifts/") >= 3 and re.search("1[12]-[03]", shown)


def test_a_cell_is_changed_by_hand_and_locked(duty: Duty, leader: Client) -> None:  # noqa: F811
    page, medic = planned(leader), duty.member()
    cell = {"post": str(medic.post_id), "day": TUESDAY.isoformat(), "part": "day"}
    form = said(leader.get(f"{page}cell/", {**cell, "back": "only=gaps"}))
    assert "医护 甲班" in form and "医护 乙班" in form
    answer = pressed(leader, f"{page}cell/", **cell, user=medic.user_id, locked="yes", back="only=gaps")
    assert answer.redirect_chain[-1][0].endswith("?only=gaps")
    assert "甲班" in said(leader.get(page)) and "已锁定" in said(leader.get(page))
    with entered(Scope.system("test")):
        assert Turn.objects.get().locked
    assert "一天两班" not in said(leader.get(page))
    police = duty.member("police")
    refused = pressed(leader, f"{page}cell/", **cell, user=police.user_id)
    assert refused.status_code == 200
    with entered(Scope.system("test")):
        assert Turn.objects.get().user_id == medic.user_id


def test_a_seat_that_needs_a_vehicle_is_marked_where_nobody_drives(duty: Duty, leader: Client) -> None:  # noqa: F811
    page, medic = planned(leader), duty.member()
    cell = {"post": str(medic.post_id), "day": TUESDAY.isoformat(), "part": "day"}
    pressed(leader, f"{page}cell/", **cell, user=medic.user_id, locked="yes")
    address = f"{page}vehicle/{medic.post_id}/"
    assert "无车" in said(pressed(leader, address, needed="yes"))
    assert "checked" in said(leader.get(f"{page}cell/", cell)).split('name="needed"')[1][:30]
    assert "无车" not in said(pressed(leader, address, needed="yes", driver=medic.user_id))


def test_an_empty_week_is_not_published_without_a_reason(leader: Client) -> None:
    page = planned(leader)
    assert "请补齐" in said(pressed(leader, f"{page}move/", move="publish"))
    assert "带空缺发布" in said(pressed(leader, f"{page}move/", move="publish", reason="试运行"))


def test_sick_on_the_phone_approved_at_the_desk(duty: Duty, leader: Client, visit: Visit) -> None:  # noqa: F811
    medic = duty.on(NOW.date())
    phone = visit(medic)
    assert "医护" in said(phone.get("/field/duty/"))
    wrong = phone.post(
        "/field/duty/leave/",
        {"command": uuid4(), "kind": "sick", "first": "2026-11-27", "last": "2026-11-26"},
    )
    assert wrong.status_code == 422 and "结束日期早于开始日期" in said(wrong)
    pressed(phone, "/field/duty/leave/", kind="sick", first="2026-11-25", last="2026-11-26")
    waiting = said(leader.get("/duty/leave/"))
    assert "病假" in waiting and User.objects.get(pk=medic.user_id or 0).name in waiting
    with entered(Scope.system("test")):
        leave = Leave.objects.get()
    assert "2 个班次现在无人" in said(pressed(leader, f"/duty/leave/{leave.pk}/", answer="approve"))
    assert "已批准" in said(phone.get("/field/duty/"))
    assert "已撤回" in said(pressed(phone, f"/field/duty/leave/{leave.pk}/end/"))


def test_a_swap_between_two_phones(duty: Duty, leader: Client, visit: Visit) -> None:  # noqa: F811
    friday = NOW.date() + timedelta(days=2)
    giver, taker = duty.on(friday), make_actor("441302001001N01", "medic", "第三人")
    shift = Shift.objects.get(user_id=giver.user_id, during__startswith=begin(friday))
    one, other = visit(giver), visit(taker)
    assert "第三人" in said(one.get(f"/field/duty/shifts/{shift.pk}/"))
    assert other.get(f"/field/duty/shifts/{shift.pk}/").status_code == 404
    pressed(one, f"/field/duty/shifts/{shift.pk}/", to=f"{taker.user_id}:")
    offered = said(other.get("/field/duty/"))
    address = f"/field/duty/swaps/{offered.split('/field/duty/swaps/')[1].split('/')[0]}/"
    assert "已接受" in said(pressed(other, address, answer="accept"))
    assert "班次已互换" in said(pressed(leader, address.replace("/field", ""), answer="approve"))
    assert Shift.objects.get(during__startswith=begin(friday), post=shift.post).user_id == taker.user_id


def test_a_calendar_follows_ones_shifts_without_signing_in(duty: Duty, visit: Visit) -> None:  # noqa: F811
    medic, colleague = duty.on(NOW.date() + timedelta(days=1)), duty.member("police")
    phone, seat = visit(medic), Post.objects.select_related("body__division").get(pk=medic.post_id or 0)
    duty.do(actions.set_vehicle, seat, True, {medic.user_id})
    assert "请自带车辆" in said(phone.get("/field/duty/"))
    page = said(pressed(phone, "/field/duty/calendar/"))
    found = re.search(r'href="http://testserver(/field/calendar/[^"]+)"', page)
    assert found
    address = found[1]
    answer = Client().get(address)
    text = said(answer).replace("\r\n ", "")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") >= 3 and "三人小组 医护" in text
    assert text.count("DESCRIPTION:") == text.count("BEGIN:VEVENT")
    assert "DTSTART:20261126T000000Z" in text and "民警" not in text and colleague.label not in text
    pressed(phone, "/field/duty/calendar/", answer="end")
    assert Client().get(address).status_code == 404


def test_wishes_are_said_granted_and_taken_back(duty: Duty, leader: Client, visit: Visit) -> None:  # noqa: F811
    phone = visit(duty.member())
    assert "休息一天" in said(pressed(phone, "/field/duty/wish/", day="2026-12-02", wanted="off"))
    page = said(leader.get("/duty/leave/"))
    address = f"/duty/wishes/{page.split('/duty/wishes/')[1].split('/')[0]}/"
    assert "已确认" in said(pressed(leader, address, firm="yes"))
    assert "意愿" in said(phone.get("/field/duty/wish/"))


def test_what_leaves_as_a_file_is_what_the_page_shows(duty: Duty, leader: Client) -> None:  # noqa: F811
    page, medic = planned(leader), duty.member()
    duty.cell(duty.plan(), medic, TUESDAY, "day")
    lines = b"".join(leader.get(f"{page}roster.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert len([line for line in lines if "甲班" in line]) == 1
    assert sum("2026-12-01" in line for line in lines) == 2 * 17
    assert "甲班" in said(leader.get(f"{page}loads/"))
    assert leader.get(f"{page}loads.xlsx").status_code == 200
