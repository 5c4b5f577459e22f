"""The main job as its users do it: a pushed file becomes a released report, and the ledger balances."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import (
    Visitor,
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

DOOR = "惠城区江北街道三新村3栋201"


def test_a_pushed_file_becomes_a_released_report_and_the_ledger_balances(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    # The same person twice, one outside the city, one nowhere, one that nobody could act on.
    same = person("测试甲", "13800138000", DOOR, "11010519491231002X")
    file = pushed(
        clerk,
        live,
        same,
        same,
        person("测试乙", "13800138001", "深圳市龙岗区布吉街道1号"),
        person("测试丙", "13800138002", "龙华镇某处"),
        person("测试丁", "", ""),
    )
    expect(clerk.locator("main")).to_contain_text("待合署研判")
    expect(clerk.locator("main")).to_contain_text("未办结")
    parts = {"tasks": 1, "merged": 1, "out_of_city": 1, "refused": 1, "waiting": 1}
    assert ledger(live, file) == {"received": 5, **parts}

    cadre = signed_in(visitor, live, "cadre-sanxin", phone=True)
    opened_door(cadre, live, "测试甲")
    cadre.get_by_role("button", name="认领").click()
    reported(cadre)
    passed_both_gates(visitor, live, "测试甲", "jiangbei")

    assert moves(live, "测试甲")[:5] == ["open", "claim", "report", "compare", "release"]
    ((status,),) = live.query("SELECT status FROM casework_task WHERE name = '测试甲'")
    assert status in ("released", "closed")
    assert ledger(live, file) == {"received": 5, **parts}


def test_a_returned_report_goes_back_to_the_trio_which_opens_the_reason_and_reports_again(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, person("测试戊", "13800138005", "惠城区江北街道三新村5栋301"))

    medic = signed_in(visitor, live, "medic-sanxin", phone=True)
    opened_door(medic, live, "测试戊")
    medic.get_by_role("button", name="认领").click()
    reported(medic)

    comparer = signed_in(visitor, live, "compare-jiangbei")
    comparer.goto(f"{live.url}/review/")
    comparer.get_by_role("button", name="退回").first.click()
    comparer.fill("input[name=reason]", "门牌与名单不一致，请复核")
    comparer.get_by_role("dialog").get_by_role("button", name="退回").click()
    expect(comparer.get_by_role("button", name="一致，通过")).to_have_count(0)

    medic.goto(f"{live.url}/field/")
    door = medic.locator("a[href*='/field/tasks/']", has_text="测试戊")
    expect(door).to_contain_text("门牌与名单不一致")
    door.click()
    expect(medic.get_by_role("link", name="上报")).to_have_count(0)
    medic.get_by_text("打开退回原因").click()
    medic.get_by_role("button", name="我已阅读").click()
    reported(medic)

    passed_both_gates(visitor, live, "测试戊", "jiangbei")
    found = [move for move in moves(live, "测试戊") if move in ("report", "return", "release")]
    assert found == ["report", "return", "report", "release"]
