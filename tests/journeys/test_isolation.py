"""From a verification that was released to the lift: a human decides, the trio reads and looks in, he has his own page.

His phone is the smallest old one, without scripts: he tells a temperature, asks, takes back, sees who looked.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from gangmu.kernel import clock
from tests.journeys.steps import (
    Visitor,
    listed,
    opened_door,
    passed_both_gates,
    reported,
    signed_in,
    uploaded,
)
from tests.journeys.steps import committed as counted
from tests.journeys.test_accessible import AXE, RUN, too_wide
from tests.live import Live

pytestmark = pytest.mark.browser

SMALL = {"width": 320, "height": 568}
WHO = "测试隔离"
LINE = f"{WHO},,,13800138021,惠城区江北街道三新村9栋301,广州,2026-11-22 10:00,确诊病例"


def released(live: Live, visitor: Visitor) -> None:
    """He is pushed as a case, found at his door, and the report passes both gates."""
    clerk = signed_in(visitor, live, "push")
    uploaded(clerk, live, listed(LINE))
    counted(clerk, 1)
    cadre = signed_in(visitor, live, "cadre-sanxin", phone=True)
    opened_door(cadre, live, WHO)
    reported(cadre)
    passed_both_gates(visitor, live, WHO, "jiangbei")


def decided(live: Live, leader: Page) -> int:
    """The rules propose, and a human decides: counted from three days ago, so that today is a day of the plan."""
    row = leader.locator("tr[data-row]", has_text=WHO)
    for _ in range(30):  # what is released is closed within seconds
        leader.goto(f"{live.url}/orders/?show=decide")
        if row.count():
            break
        leader.wait_for_timeout(500)
    row.get_by_role("link").first.click()
    leader.locator("input[name=anchor]").fill(f"{clock.today() - timedelta(days=3)}")
    leader.locator("form:has(input[name=anchor]) button.btn-primary").click()
    expect(leader.locator("#gm-flash")).to_contain_text("已决定")
    ((order,),) = live.query("SELECT id FROM isolation_order WHERE name = %s", WHO)
    return int(order)


def recorded(page: Page, dialog: str, *ticked: str, **typed: str) -> None:
    """Fill in a dialog of the order's page, and record it."""
    page.locator(f"[data-dialog={dialog}]").first.click()
    form = page.locator(f"dialog#{dialog}")
    for value in ticked:
        form.locator(f"label:has(input[value={value}])").click()
    for name, value in typed.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button.btn-primary").click()
    expect(page.locator("#gm-flash")).to_contain_text("已登记")


def given_link(live: Live, desk: Page, order: int) -> str:
    """The joint office makes his link, which is shown once."""
    desk.goto(f"{live.url}/orders/{order}/")
    desk.get_by_role("link", name="住户链接").click()
    desk.locator("button[name=move][value=give]").click()
    address = desk.locator("#address").input_value()
    expect(desk.locator("svg.segno")).to_be_visible()
    desk.goto(f"{live.url}/orders/{order}/link/")
    expect(desk.locator("#address")).to_have_count(0)
    return address


def axe_finds(page: Page, scripted: Page) -> list[str]:
    """What axe, a script itself, says of a page as it came without scripts: it is shown to another browser."""
    scripted.set_content(page.content())
    scripted.evaluate(AXE.read_text())
    found = [f"{page.url.rpartition('/')[2]}  {one}" for one in scripted.evaluate(RUN, None)]
    return found + too_wide(scripted, SMALL["width"])


def says(phone: Page) -> None:
    """What he says on his page: a temperature, an opening that he calls off, a need that he takes back."""
    phone.get_by_label("体温（℃）").fill("三十六度七")
    phone.get_by_role("button", name="提交").first.click()
    expect(phone.get_by_role("alert")).to_contain_text("请写成36.7")
    phone.get_by_label("体温（℃）").fill("３６，７")
    phone.get_by_role("button", name="提交").first.click()
    expect(phone.get_by_role("status")).to_contain_text("体温已记录")
    phone.get_by_role("button", name="报备").click()
    expect(phone.get_by_role("status")).to_contain_text("届时可以开门")
    phone.get_by_role("button", name="取消", exact=True).click()
    expect(phone.get_by_role("status")).to_contain_text("届时不开门")
    phone.get_by_label("事项类别").select_option("food")
    phone.get_by_label("补充说明").fill("米两斤")
    phone.locator("form[action*='/need/'] button").click()
    expect(phone.get_by_text("米两斤")).to_be_visible()
    phone.get_by_role("button", name="不再需要").click()
    expect(phone.get_by_role("status")).to_contain_text("已撤回")


def test_a_case_is_isolated_by_a_human_looked_after_and_released_on_the_organs_word(
    live: Live, visitor: Visitor
) -> None:
    released(live, visitor)
    leader = signed_in(visitor, live, "leader-huicheng")
    order = decided(live, leader)

    medic = signed_in(visitor, live, "medic-sanxin", phone=True)
    medic.goto(f"{live.url}/field/orders/")
    medic.locator("a.gm-door", has_text=WHO).click()
    recorded(medic, "read", "himself", "paper")
    recorded(medic, "home")

    address = given_link(live, signed_in(visitor, live, "desk-jiangbei"), order)
    phone = visitor(java_script_enabled=False, bypass_csp=True)
    phone.set_viewport_size(SMALL)  # type: ignore[arg-type]
    phone.goto(f"{address}?lang=zh-hans")
    expect(phone.get_by_role("link", name="120")).to_be_visible()
    says(phone)
    looked = phone.locator("details", has_text="谁看过我的信息")
    expect(looked).to_contain_text("江北街道")
    expect(looked).to_contain_text("向本人发放链接")
    assert WHO not in phone.content()
    scripted = visitor(bypass_csp=True)
    scripted.set_viewport_size(SMALL)  # type: ignore[arg-type]
    found = axe_finds(phone, scripted)
    phone.get_by_role("link", name="English").click()
    expect(phone).to_have_url(re.compile("lang=en"))
    found += axe_finds(phone, scripted)
    assert found == [], "\n".join(found)

    recorded(medic, "reading", "door", temperature="36.5")
    leader.goto(f"{live.url}/orders/{order}/")
    leader.locator("[data-dialog=lift]").click()
    leader.locator("#lift-reason").fill("诊断排除")
    leader.locator("dialog#lift button.btn-primary").click()
    expect(leader.locator("#gm-flash")).to_be_visible()
    paper = leader.request.get(f"{live.url}/orders/{order}/papers/lift.pdf")
    assert paper.body().startswith(b"%PDF-")
    phone.reload()
    expect(phone.get_by_text("You are free")).to_be_visible()
    ((status, kept),) = live.query(
        "SELECT status, kept_until - current_date FROM isolation_order WHERE id = %s", order
    )
    assert (status, kept >= 29) == ("lifted", True)
    readings = live.query("SELECT channel FROM isolation_reading WHERE order_id = %s ORDER BY id", order)
    assert readings == [("self",), ("door",)]
