"""值班: a leader has next week solved, changes a cell, publishes; a member sees it, is sick, and his shift is free."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import Visitor, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

TRIO = "三新村三人小组"


def test_a_week_is_solved_published_seen_and_a_sick_leave_frees_a_shift(live: Live, visitor: Visitor) -> None:
    leader = signed_in(visitor, live, "leader-huicheng")
    leader.get_by_role("link", name="值班排班").click()
    leader.locator("#unit").select_option(label="江北街道")
    leader.get_by_role("button", name="起草").click()
    expect(leader).to_have_url(re.compile(r"/duty/\d+/$"))
    roster = leader.url

    # One cell by hand, locked: the demo's medic takes the Tuesday.
    leader.goto(f"{roster}?q={TRIO}")
    medics = leader.locator("tr", has=leader.get_by_role("rowheader", name="医护"))
    medics.locator("a.gm-cell").nth(1).click()
    leader.locator(".gm-choices label", has_text="演示").click()
    leader.get_by_role("button", name="保存").first.click()
    expect(medics.locator("a.gm-cell").nth(1)).to_contain_text("演示")

    leader.get_by_role("button", name="求解").click()
    expect(leader.locator(".gm-status").first).to_have_text("已求解", timeout=60_000)
    leader.goto(f"{roster}?q={TRIO}")
    expect(medics.locator("a.gm-cell").nth(1)).to_contain_text("演示")
    leader.get_by_role("button", name="发布").click()
    leader.get_by_role("dialog").get_by_label("为何别无他法").fill("每岗仅两人")
    leader.get_by_role("dialog").get_by_role("button", name="发布").click()
    expect(leader.locator("#gm-flash")).to_contain_text("已发布")

    phone = signed_in(visitor, live, "medic-sanxin", phone=True)
    phone.goto(f"{live.url}/field/duty/")
    expect(phone.locator("main li", has_text="星期二")).to_have_count(1)
    begins = live.query(
        "SELECT (lower(s.during) AT TIME ZONE 'Asia/Shanghai')::date::text FROM organization_shift s"
        " JOIN accounts_user u ON u.id = s.user_id WHERE u.username = 'medic-sanxin'"
    )[0][0]
    phone.get_by_role("link", name="请假").click()
    phone.locator("[name=kind]").select_option(label="病假")
    phone.fill("[name=first]", begins)
    phone.fill("[name=last]", begins)
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("#gm-flash")).to_contain_text("已提交")

    leader.goto(f"{live.url}/duty/leave/")
    leader.locator("tr", has_text="病假").get_by_role("button", name="批准", exact=True).click()
    expect(leader.locator("#gm-flash")).to_contain_text("1 个班次现在无人")
    leader.goto(f"{roster}?q={TRIO}")
    expect(medics.locator(".gm-cell").nth(1)).to_have_text("空缺")
    phone.goto(f"{live.url}/field/duty/")
    expect(phone.locator("main")).to_contain_text("已批准")
    expect(phone.locator("main li", has_text="星期二")).to_have_count(0)
