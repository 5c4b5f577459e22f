"""Somebody is away tomorrow: the trio is red, somebody near is proposed, one click fills the seat."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import Visitor, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser


def test_a_red_trio_is_green_after_one_click(live: Live, visitor: Visitor) -> None:
    page = signed_in(visitor, live, "leader-huicheng")
    page.goto(f"{live.url}/organization/week/?unit=441302001000")
    trio = page.locator("tr", has_text="东湖社区第一三人小组").filter(has_text="医务人员").first
    expect(trio).to_contain_text("机动力量")
    page.get_by_text("七天内变红的三人小组").wait_for()
    trio.get_by_role("button", name="安排顶岗").click()
    expect(page.get_by_text("岗位有人")).to_be_visible()
    expect(page).to_have_url(f"{live.url}/organization/week/?unit=441302001000")
    expect(page.locator("tr", has_text="东湖社区第一三人小组").filter(has_text="医务人员")).to_have_count(0)
    page.get_by_role("link", name="组织架构图").click()
    expect(page.locator("h1")).to_have_text("惠城区")
