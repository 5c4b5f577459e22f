"""Three towns go to emergency and back: a leader plans, looks, carries out; a member's phone shows what he has now."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import Visitor, person, pushed, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

WHO = "测试应急"
TOWNS = {"江北街道": "441302004000000000", "罗阳街道": "441322001000000000", "桥东街道": "441302001000000000"}
WHY = "连续两日新增聚集性病例"
LOST = """
    SELECT count(*) FROM casework_task t JOIN organization_body b ON b.id = t.owner_id
     WHERE b.standing_by AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')"""


def planned(page: Page, live: Live) -> None:
    """Make a plan for the three towns and say that the dry run was looked at."""
    page.goto(f"{live.url}/modes/")
    page.get_by_role("link", name="拟定方案").click()
    page.fill("input[name=name]", "三镇应急")
    for area in TOWNS.values():
        page.check(f"input[name=town][value='{area}']")
    page.get_by_role("button", name="生成方案").click()
    expect(page).to_have_url(re.compile(r"/modes/\d+/"), timeout=60_000)
    expect(page.get_by_text("推演：尚未发生任何变动")).to_be_visible()
    page.get_by_role("link", name="江北街道").click()
    expect(page.locator("#trios")).to_contain_text("三新村应急三人小组01")
    expect(page.locator("#trios")).to_contain_text(WHO)
    page.get_by_role("button", name="我已核对").click()


def decided(page: Page, button: str) -> None:
    """Give the reason and press the button."""
    page.fill("input[name=reason]", WHY)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#gm-flash")).to_contain_text("未办结任务已转交", timeout=60_000)


def test_three_towns_go_to_emergency_and_back(live: Live, visitor: Visitor) -> None:
    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, person(WHO, "13800138077", "惠城区江北街道三新村7栋101"))
    member = signed_in(visitor, live, "police-sanxin", phone=True)
    member.goto(f"{live.url}/field/")
    expect(member.locator("a[href*='/field/tasks/']", has_text=WHO)).to_be_visible()

    leader = signed_in(visitor, live, "leader-city")
    planned(leader, live)
    decided(leader, "执行")
    expect(leader.get_by_text("应急中").first).to_be_visible()
    assert live.query(LOST) == [(0,)]

    member.reload()
    expect(member.locator("body")).to_contain_text("三新村应急三人小组01")
    expect(member.locator("a[href*='/field/tasks/']", has_text=WHO)).to_be_visible()

    decided(leader, "撤回")
    assert live.query(LOST) == [(0,)]
    leader.get_by_role("link", name="应急行动总结").or_(leader.locator("a[href$='/report/']")).first.click()
    expect(leader.get_by_role("heading", name="应急行动总结")).to_be_visible()
    for town in TOWNS:
        expect(leader.locator("tr", has_text=town)).to_be_visible()
    member.reload()
    expect(member.locator("body")).not_to_contain_text("应急三人小组")
    expect(member.locator("a[href*='/field/tasks/']", has_text=WHO)).to_be_visible()
