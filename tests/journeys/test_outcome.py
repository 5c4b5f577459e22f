"""A county plans its week, a sick leave is repaired, three towns go to emergency and back, and the report is there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import Visitor, person, pushed, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

TRIO = "三新村三人小组"
WHO = "测试应急"
TOWNS = {"江北街道": "441302004000000000", "罗阳街道": "441322001000000000", "桥东街道": "441302001000000000"}
WHY = "连续两日新增聚集性病例"
LOST = """
    SELECT count(*) FROM casework_task t JOIN organization_body b ON b.id = t.owner_id
     WHERE b.standing_by AND t.status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered')"""
FIRST_SHIFT = """
    SELECT (lower(s.during) AT TIME ZONE 'Asia/Shanghai')::date::text
      FROM organization_shift s JOIN accounts_user u ON u.id = s.user_id WHERE u.username = 'medic-sanxin'"""


def published(page: Page, live: Live) -> str:
    """Next week of a town: one cell by hand, the rest solved, published without a word about caps; its address."""
    page.get_by_role("link", name="值班排班").click()
    page.locator("#unit").select_option(label="江北街道")
    page.get_by_role("button", name="起草").click()
    expect(page).to_have_url(re.compile(r"/duty/\d+/$"))
    roster = page.url
    page.goto(f"{roster}?q={TRIO}")
    medics = page.locator("tr", has=page.get_by_role("rowheader", name="医护"))
    medics.locator("a.gm-cell").first.click()
    page.locator(".gm-choices label", has_text="演示").click()
    page.get_by_role("button", name="保存").first.click()
    expect(medics.locator("a.gm-cell").first).to_contain_text("演示")
    page.get_by_role("button", name="求解").click()
    expect(page.locator(".gm-status").first).to_have_text("已求解", timeout=60_000)
    page.goto(f"{roster}?q={TRIO}")
    expect(medics.locator("a.gm-cell").first).to_contain_text("演示")
    expect(page.locator("svg[aria-label='自带车辆']").first).to_be_visible()
    page.get_by_role("button", name="发布").click()
    page.get_by_role("dialog").get_by_role("button", name="发布").click()
    expect(page.locator("#gm-flash")).to_contain_text("已发布")
    return roster


def sick(phone: Page, live: Live) -> None:
    """The member of that cell sees his shift, and asks for leave on its day."""
    phone.goto(f"{live.url}/field/duty/")
    expect(phone.locator("main li", has_text="星期一")).to_have_count(1)
    ((day,),) = live.query(FIRST_SHIFT)
    phone.get_by_role("link", name="请假").click()
    phone.locator("[name=kind]").select_option(label="病假")
    phone.fill("[name=first]", day)
    phone.fill("[name=last]", day)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("#gm-flash")).to_contain_text("已提交")


def repaired(page: Page, live: Live, roster: str) -> None:
    """The leave is granted, the trio turns red, somebody near is proposed, one click fills the seat."""
    page.goto(f"{live.url}/duty/leave/")
    page.locator("tr", has_text="病假").get_by_role("button", name="批准", exact=True).click()
    expect(page.locator("#gm-flash")).to_contain_text("1 个班次现在无人")
    page.goto(f"{roster}?q={TRIO}")
    medics = page.locator("tr", has=page.get_by_role("rowheader", name="医护"))
    expect(medics.locator(".gm-cell").first).to_have_text("空缺")
    page.goto(f"{live.url}/organization/week/?unit=441302004200")
    red = page.locator("tr", has=page.get_by_role("link", name=TRIO, exact=True)).filter(has_text="医务人员")
    red.first.get_by_role("button", name="安排顶岗").click()
    expect(page.get_by_text("岗位有人")).to_be_visible()
    expect(red).to_have_count(0)
    page.goto(f"{roster}?q={TRIO}")
    expect(medics.locator(".gm-cell").first).not_to_have_text("空缺")


def planned(page: Page, live: Live) -> None:
    """A plan for the three towns, worked out while its leader waits; he says that he has looked at the dry run."""
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


def test_a_week_is_planned_a_leave_repaired_and_three_towns_go_to_emergency_and_back(
    live: Live, visitor: Visitor
) -> None:
    county = signed_in(visitor, live, "leader-huicheng")
    roster = published(county, live)
    medic = signed_in(visitor, live, "medic-sanxin", phone=True)
    sick(medic, live)
    repaired(county, live, roster)
    medic.goto(f"{live.url}/field/duty/")
    expect(medic.locator("main")).to_contain_text("已批准")
    expect(medic.locator("main li", has_text="星期一")).to_have_count(0)

    pushed(signed_in(visitor, live, "push"), live, person(WHO, "13800138077", "惠城区江北街道三新村7栋101"))
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
    leader.locator("a[href$='/report/']").first.click()
    expect(leader.get_by_role("heading", name="应急行动总结")).to_be_visible()
    expect(leader.get_by_text("概要")).to_be_visible()
    expect(leader.locator("td", has_text=WHY)).to_have_count(2)
    for town in TOWNS:
        expect(leader.locator("tr", has_text=town).last).to_be_visible()
    member.reload()
    expect(member.locator("body")).not_to_contain_text("应急三人小组")
    expect(member.locator("a[href*='/field/tasks/']", has_text=WHO)).to_be_visible()
