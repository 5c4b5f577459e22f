"""A resident on the smallest old phone, without scripts: opens his link, tells a temperature, asks, sees who looked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import Visitor, signed_in
from tests.journeys.test_accessible import AXE, RUN, too_wide
from tests.live import Live

pytestmark = pytest.mark.browser

SMALL = {"width": 320, "height": 568}


def given_link(visitor: Visitor, live: Live) -> tuple[str, int]:
    """A member of the joint office makes the link of an order that is in force; the address, and the person."""
    ((order, person),) = live.query(
        "SELECT id, person_id FROM isolation_order WHERE status = 'running' AND area / 1000000 = 441302004200"
        " ORDER BY id DESC LIMIT 1"
    )
    desk = signed_in(visitor, live, "desk-jiangbei")
    desk.goto(f"{live.url}/orders/{order}/")
    desk.get_by_role("link", name="住户链接").click()
    desk.locator("button[name=move][value=give]").click()
    address = desk.locator("#address").input_value()
    expect(desk.locator("svg.segno")).to_be_visible()
    desk.goto(f"{live.url}/orders/{order}/link/")
    expect(desk.locator("#address")).to_have_count(0)
    return address, person


def axe_finds(page: Page, scripted: Page) -> list[str]:
    """What axe, a script itself, says of a page as it came without scripts: it is shown to another browser."""
    scripted.set_content(page.content())
    scripted.evaluate(AXE.read_text())
    return [f"{page.url.rpartition('/')[2]}  {one}" for one in scripted.evaluate(RUN, None)]


def test_a_resident_needs_no_account_and_no_script(live: Live, visitor: Visitor) -> None:
    address, person = given_link(visitor, live)
    phone = visitor(java_script_enabled=False, bypass_csp=True)
    phone.set_viewport_size(SMALL)  # type: ignore[arg-type]
    phone.goto(f"{address}?lang=zh-hans")
    expect(phone.get_by_role("link", name="120")).to_be_visible()
    phone.get_by_label("体温（℃）").fill("三十六度七")
    phone.get_by_role("button", name="提交").first.click()
    expect(phone.get_by_role("alert")).to_contain_text("请写成36.7")
    phone.get_by_label("体温（℃）").fill("３６，７")
    phone.get_by_role("button", name="提交").first.click()
    expect(phone.get_by_role("status")).to_contain_text("体温已记录")
    assert live.query(
        "SELECT temperature::text FROM isolation_reading WHERE channel = 'self' ORDER BY id DESC"
    )[0] == ("36.7",)
    phone.get_by_role("button", name="报备").click()
    expect(phone.get_by_role("status")).to_contain_text("届时可以开门")
    phone.get_by_label("事项类别").select_option("food")
    phone.get_by_label("补充说明").fill("米两斤")
    phone.locator("form[action*='/need/'] button").click()
    expect(phone.get_by_role("status")).to_contain_text("答复会显示在本页")
    expect(phone.get_by_text("米两斤")).to_be_visible()
    looked = phone.locator("details", has_text="谁看过我的信息")
    expect(looked).to_contain_text("江北街道")
    expect(looked).to_contain_text("向本人发放链接")
    ((name,),) = live.query("SELECT name FROM register_person WHERE id = %s", person)
    assert name not in phone.content()
    scripted = visitor(bypass_csp=True)
    scripted.set_viewport_size(SMALL)  # type: ignore[arg-type]
    found = axe_finds(phone, scripted) + too_wide(scripted, SMALL["width"])
    phone.get_by_role("link", name="English").click()
    expect(phone).to_have_url(re.compile("lang=en"))
    expect(phone.get_by_text("Who looked")).to_be_visible()
    found += axe_finds(phone, scripted) + too_wide(scripted, SMALL["width"])
    assert found == [], "\n".join(found)
