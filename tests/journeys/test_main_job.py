"""The main job as its users do it: a pushed file becomes a released report, and the ledger balances."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.live import Live

pytestmark = pytest.mark.browser

PASSWORD = "gangmu-demo"
CLEARS = ("count_clear", "identity_clear", "location_clear", "control_clear", "sampled")
Visitor = Callable[..., Page]

# One door in 三新村, the same person twice, one outside the city, one nowhere, one that nobody could act on.
LIST = """姓名,证件类型,证件号码,联系电话,现住址,来源地,到惠时间,风险类别
测试甲,身份证,11010519491231002X,13800138000,惠城区江北街道三新村3栋201,广州,2026-11-22 10:00,旅居史
测试甲,身份证,11010519491231002X,13800138000,惠城区江北街道三新村3栋201,广州,2026-11-22 10:00,旅居史
测试乙,身份证,,13800138001,深圳市龙岗区布吉街道1号,广州,2026-11-22 10:00,旅居史
测试丙,身份证,,13800138002,龙华镇某处,广州,2026-11-22 10:00,旅居史
测试丁,身份证,,,,广州,2026-11-22 10:00,旅居史
"""


def signed_in(visitor: Visitor, live: Live, username: str, *, phone: bool = False) -> Page:
    """A page of its own, signed in as a demo account."""
    page = visitor(phone=phone)
    page.goto(f"{live.url}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page).not_to_have_url(f"{live.url}/account/login/")
    return page


def pushed(page: Page, live: Live, file: Path) -> None:
    """Put a file into a slot; the page of the batch opens."""
    page.goto(f"{live.url}/push/upload/?incident=mosquito")
    page.set_input_files("input[type=file]", file)
    page.locator("form:has(input[type=file]) button[type=submit]").first.click()


def committed(page: Page, rows: int) -> None:
    """Commit the previewed file, and be sure of it."""
    page.get_by_role("button", name=f"提交 {rows} 条").click()
    if (sure := page.get_by_role("button", name="确定")).is_visible():
        sure.click()


def reported(page: Page) -> None:
    """Report the door that is open on a phone as found, with its four clears."""
    page.get_by_role("link", name="上报").click()
    for name in CLEARS:
        page.locator(
            f"label:has(input[name={name}][value=yes]), input[name={name}][value=yes] + label"
        ).first.click()
    page.locator("button[form=answers]").click()
    expect(page.locator("body")).to_contain_text("已上报")


def passed_both_gates(visitor: Visitor, live: Live) -> None:
    """Let the one report that waits pass the comparer, then the gatekeeper."""
    for account, word in (("compare-jiangbei", "一致，通过"), ("gate-jiangbei", "放行")):
        reviewer = signed_in(visitor, live, account)
        reviewer.goto(f"{live.url}/review/")
        reviewer.get_by_role("button", name=word).click()
        expect(reviewer.get_by_role("button", name=word)).to_have_count(0)


def test_a_pushed_file_becomes_a_released_report_and_the_ledger_balances(
    live: Live, visitor: Visitor, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(LIST.encode("gb18030"))

    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, file)
    committed(clerk, 5)
    expect(clerk.get_by_text("账目平衡")).to_be_visible(timeout=60_000)
    expect(clerk.locator("main")).to_contain_text("待合署研判", timeout=60_000)
    ledger = "SELECT received, tasks, merged, handed_over, out_of_city, refused, waiting FROM intake_batch"
    expect(clerk.locator("main")).to_contain_text("未办结", timeout=60_000)
    assert live.query(ledger) == [(5, 1, 1, 0, 1, 1, 1)]

    cadre = signed_in(visitor, live, "cadre-sanxin", phone=True)
    cadre.locator("a[href*='/field/tasks/']").first.click()
    cadre.get_by_role("button", name="认领").click()
    reported(cadre)

    passed_both_gates(visitor, live)

    ((status,),) = live.query("SELECT status FROM casework_task WHERE name = %s", "测试甲")
    assert status in ("released", "closed")
    moves = live.query(
        "SELECT h.move FROM casework_task_transition h JOIN casework_task t ON t.id = h.subject_id"
        " WHERE t.name = %s ORDER BY h.id",
        "测试甲",
    )
    assert [move for (move,) in moves][:5] == ["open", "claim", "report", "compare", "release"]


def test_a_broken_file_is_refused_in_words_and_leaves_nothing_behind(
    live: Live, visitor: Visitor, tmp_path: Path
) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04" + b"\x00\x01\x02" * 400)
    before = live.query("SELECT count(*) FROM intake_row")
    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, file)
    expect(clerk).to_have_url(re.compile(r"/push/\d+/"))
    assert live.query(
        "SELECT status, problem IS NOT NULL FROM intake_batch WHERE filename = %s", "broken.xlsx"
    ) == [("rejected", True)]
    assert live.query("SELECT count(*) FROM intake_row") == before


def test_an_outsider_who_guesses_an_address_finds_nothing(live: Live, visitor: Visitor) -> None:
    ((task,),) = live.query("SELECT id FROM casework_task WHERE name = %s", "测试甲")
    stranger = signed_in(visitor, live, "cadre-cuimeiyuan", phone=True)
    answer = stranger.goto(f"{live.url}/field/tasks/{task}/")
    assert answer is not None and answer.status == 404
    assert "测试甲" not in stranger.content()


def test_a_returned_report_goes_back_to_the_trio_which_opens_the_reason_and_reports_again(
    live: Live, visitor: Visitor, tmp_path: Path
) -> None:
    header = LIST.splitlines()[0]
    row = "测试戊,身份证,,13800138005,惠城区江北街道三新村5栋301,广州,2026-11-22 10:00,旅居史"
    file = tmp_path / "one.csv"
    file.write_text(f"{header}\n{row}\n", encoding="utf-8-sig")
    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, file)
    committed(clerk, 1)
    expect(clerk.get_by_text("账目平衡")).to_be_visible(timeout=60_000)
    expect(clerk.locator("main")).to_contain_text("未办结", timeout=60_000)

    medic = signed_in(visitor, live, "medic-sanxin", phone=True)
    medic.locator("a[href*='/field/tasks/']", has_text="测试戊").click()
    medic.get_by_role("button", name="认领").click()
    reported(medic)

    comparer = signed_in(visitor, live, "compare-jiangbei")
    comparer.goto(f"{live.url}/review/")
    comparer.get_by_role("button", name="退回").first.click()
    comparer.fill("input[name=reason]", "门牌与名单不一致，请复核")
    comparer.locator("dialog, [role=dialog]").get_by_role("button", name="退回").click()
    expect(comparer.get_by_role("button", name="一致，通过")).to_have_count(0)

    medic.goto(f"{live.url}/field/")
    door = medic.locator("a[href*='/field/tasks/']").first
    expect(door).to_contain_text("门牌与名单不一致")
    door.click()
    expect(medic.get_by_role("link", name="上报")).to_have_count(0)
    medic.get_by_text("打开退回原因").click()
    medic.get_by_role("button", name="我已阅读").click()
    if (claim := medic.get_by_role("button", name="认领")).is_visible():
        claim.click()
    reported(medic)

    passed_both_gates(visitor, live)
    moves = live.query(
        "SELECT h.move FROM casework_task_transition h JOIN casework_task t ON t.id = h.subject_id"
        " WHERE t.name = %s ORDER BY h.id",
        "测试戊",
    )
    assert [move for (move,) in moves if move in ("report", "return", "release")] == [
        "report", "return", "report", "release",
    ]  # fmt: skip
