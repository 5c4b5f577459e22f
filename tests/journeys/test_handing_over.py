"""协转: a door that lies elsewhere is offered, refused with a reason that must be read, accepted, reported there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    Visitor,
    answered,
    ledger,
    moves,
    opened_door,
    passed_both_gates,
    person,
    pushed,
    reported,
    signed_in,
)
from tests.live import Live

pytestmark = pytest.mark.browser

WHO = "测试己"


def offered(phone: Page, live: Live) -> None:
    """Offer the door to 翠美园 in 博罗, on the phone."""
    opened_door(phone, live, WHO)
    phone.get_by_role("link", name="协转").click()
    phone.locator("input[name=q]").press_sequentially("翠美园")
    phone.locator("#places label", has_text="博罗").first.click()
    phone.locator("label:has(input[name=why])", has_text="人住在那里").click()
    phone.get_by_role("button", name="提出协转").click()
    expect(phone.locator("#gm-flash")).to_contain_text("已提出协转")
    expect(phone.locator("a[href*='/field/tasks/']", has_text=WHO)).to_have_count(0)


def test_a_door_is_offered_refused_offered_again_accepted_and_reported_there(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    file = pushed(clerk, live, person(WHO, "13800138006", "惠城区江北街道三新村7栋101"))
    police = signed_in(visitor, live, "police-sanxin", phone=True)
    offered(police, live)

    desk = signed_in(visitor, live, "desk-luoyang")
    desk.goto(f"{live.url}/handovers/")
    desk.locator("tr", has_text=WHO).get_by_role("button", name="拒收").click()
    desk.get_by_role("dialog").locator("input[name=reason]").fill("该址在惠城，请核对楼栋")
    desk.get_by_role("dialog").get_by_role("button", name="拒收").click()
    expect(desk.locator("#gm-flash")).to_contain_text("已拒收")
    expect(desk.locator("tr", has_text="待您答复").filter(has_text=WHO)).to_have_count(0)

    # Refused: it is with the trio again, and nothing can be done before the reason has been opened.
    opened_door(police, live, WHO)
    expect(police.get_by_role("link", name="上报")).to_have_count(0)
    police.get_by_text("打开退回原因").click()
    expect(police.get_by_text("该址在惠城，请核对楼栋")).to_be_visible()
    police.get_by_role("button", name="我已阅读").click()
    expect(police.get_by_role("link", name="上报")).to_be_visible()
    offered(police, live)

    medic = signed_in(visitor, live, "medic-cuimeiyuan", phone=True)
    offer = medic.locator("a[href*='/field/tasks/']", has_text=WHO)
    expect(offer).to_contain_text("人住在那里")
    offer.click()
    medic.get_by_role("button", name="接收").click()
    expect(medic.locator("#gm-flash")).to_contain_text("已接收")
    opened_door(medic, live, WHO)
    reported(medic)

    # Who gave it away sees that it was accepted, and nothing more of it.
    police.goto(f"{live.url}/field/done/")
    expect(police.locator("main")).to_contain_text("已接收")
    passed_both_gates(visitor, live, WHO, "luoyang")
    assert [move for move in moves(live, WHO) if move != "close"] == [
        "open", "offer", "refuse", "offer", "accept", "report", "compare", "release",
    ]  # fmt: skip
    assert ledger(live, file) == {"received": 1, "tasks": 1}


def test_a_report_typed_while_the_door_was_handed_over_is_not_lost(live: Live, visitor: Visitor) -> None:
    name = "测试庚"
    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, person(name, "13800138007", "惠城区江北街道三新村8栋101"))
    cadre = signed_in(visitor, live, "cadre-sanxin", phone=True)
    opened_door(cadre, live, name)
    cadre.get_by_role("link", name="上报").click()
    answered(cadre)
    cadre.locator("label:has(input[name=count_clear][value=no])").click()

    desk = signed_in(visitor, live, "desk-jiangbei")
    ((task,),) = live.query("SELECT id FROM casework_task WHERE name = %s", name)
    desk.goto(f"{live.url}/tasks/{task}/offer/")
    desk.fill("[name=area]", "441322001220")
    desk.fill("[name=reason]", "电话核实住翠美园")
    desk.get_by_role("button", name="提出协转").click()
    expect(desk.locator("#gm-flash")).to_contain_text("已提出协转")

    # The answer that is missing is asked for; what was tapped is still there; then it is kept for the office.
    cadre.locator("button[form=answers]").click()
    expect(cadre.locator("main")).to_contain_text("已不在本组")
    expect(cadre.locator("main")).not_to_contain_text(name)
    expect(cadre.locator("input[name=sampled][value=yes]")).to_be_checked()
    cadre.fill("input[name=unclear_because]", "同住两人未见到")
    cadre.locator("button[form=answers]").click()
    expect(cadre.locator("#gm-flash")).to_contain_text("合署")
    kept = live.query(
        "SELECT late, answers ->> 'unclear_because' FROM casework_report WHERE task_id = %s", task
    )
    assert kept == [(True, "同住两人未见到")]
