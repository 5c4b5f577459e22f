"""An incident ends: first what still runs, then a freeze, then a second leader's word, and nobody is left in it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hardships import until
from tests.journeys.steps import (
    Visitor,
    in_dialog,
    opened_door,
    passed_both_gates,
    person,
    pushed,
    reported,
    signed_in,
)
from tests.live import Live

pytestmark = pytest.mark.browser
WHO, PHONE, DOOR = "测试终结", "13800138088", "惠城区江北街道三新村8栋101"
PROPOSED = "SELECT id FROM isolation_order WHERE name = %s"
END = "SELECT status FROM sunset_closing ORDER BY id DESC LIMIT 1"
OPEN = "incident outbreak --name 惠城疫情 --pack mosquito --area 441302 --basis 传染病防治法 --organ 惠城区指挥部"


def rehearsed(page: Page, live: Live) -> str:
    """A dry run of the end; the address of its page."""
    page.goto(f"{live.url}/incidents/")
    page.locator("tr", has_text="惠城疫情").locator("button", has_text="预演").first.click()
    page.fill("dialog[open] [name=reason]", "响应结束")
    page.locator("dialog[open] .btn-primary").click()
    expect(page).to_have_url(re.compile(r"/incidents/closings/\d+/$"))
    return page.url


def test_an_incident_ends_with_a_certificate_and_without_its_persons(live: Live, visitor: Visitor) -> None:
    opened = [sys.executable, "-m", "gangmu", *OPEN.split()]
    subprocess.run(opened, env=live.environment, check=True, timeout=60)
    pushed(signed_in(visitor, live, "push"), live, person(WHO, PHONE, DOOR), incident="outbreak")
    county = signed_in(visitor, live, "leader-huicheng")
    closing = rehearsed(county, live)
    expect(county.locator("main")).to_contain_text("仍在进行")
    in_dialog(county, "freeze", reason="响应结束")
    expect(county.locator("main")).to_contain_text("还有 1 项未结束")

    phone = signed_in(visitor, live, "medic-sanxin", phone=True)
    opened_door(phone, live, WHO)
    reported(phone)
    passed_both_gates(visitor, live, WHO, "jiangbei")

    until(
        county, lambda: live.query(PROPOSED, WHO) != []
    )  # what was released is closed by a job, then rules propose
    ((order,),) = live.query(PROPOSED, WHO)
    county.goto(f"{live.url}/orders/{order}/decide/")
    county.fill("form:has([name=decline]) [name=reason]", "已离开")
    county.get_by_role("button", name="不予采取").click()
    county.goto(closing)
    in_dialog(county, "freeze", reason="响应结束")
    expect(county.locator("main")).to_contain_text("须由另一名领导决定销毁")
    city = signed_in(visitor, live, "leader-city")
    city.goto(closing)
    in_dialog(city, "destroy", reason="评估完成", backups_until="2099-12-31")
    until(
        city,
        lambda: live.query(END) == [("destroyed",)],
    )
    city.reload()
    paper = city.get_by_role("link", name="销毁证明").first.get_attribute("href")
    assert city.request.get(f"{live.url}{paper}").body()[:5] == b"%PDF-"
    assert live.query("SELECT count(*) FROM casework_task WHERE name = %s", WHO) == [(0,)]
    assert live.query("SELECT count(*) FROM register_person WHERE name = %s", WHO) == [(0,)]
    phone.goto(f"{live.url}/field/")
    expect(phone.locator("body")).not_to_contain_text(WHO)
