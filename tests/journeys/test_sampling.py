"""A round in the rain: scanned without a signal, a pool is positive, its members are swabbed, it is resolved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from gangmu.control.sampling.rules.codes import person_code
from tests.journeys.steps import Visitor, signed_in
from tests.journeys.test_field_app import installed
from tests.live import Live

pytestmark = pytest.mark.browser
MISSING = """SELECT q.person_id FROM sampling_required q WHERE q.missed = '' AND q.area / 1000000 = 441302004200
    AND NOT EXISTS (SELECT FROM sampling_specimen s WHERE s.person_id = q.person_id AND s.round_id = q.round_id)
    ORDER BY q.id LIMIT 2"""
TUBE = "SELECT status FROM sampling_tube WHERE code = %s"
ROUND = "SELECT id FROM sampling_round WHERE status = 'open' ORDER BY id LIMIT 1"


def scanned(page: Page, *codes: str) -> None:
    """What a scanner at the phone does: it types a code and presses Enter."""
    for code in codes:
        page.locator("#scan").fill(code)
        page.locator("#scan").press("Enter")


def results(desk: Page, live: Live, number: int, rows: str) -> None:
    """The laboratory's file, taken in at the desk."""
    desk.goto(f"{live.url}/sampling/{number}/results/")
    desk.fill("input[name=laboratory]", "中心实验室")
    data = f"管号,结果\n{rows}\n".encode("gb18030")
    desk.set_input_files("input[type=file]", {"name": "r.csv", "mimeType": "text/csv", "buffer": data})
    desk.get_by_role("button", name="导入").click()


def test_a_pool_scanned_without_a_signal_is_positive_recalled_and_resolved(
    live: Live, visitor: Visitor
) -> None:
    ((number,),) = live.query(ROUND)
    people = [person_code(person) for (person,) in live.query(MISSING)]
    phone = signed_in(visitor, live, "medic-sanxin", phone=True)
    installed(phone, live)
    phone.get_by_role("link", name="核酸采样").click()
    phone.locator(".gm-map-list button").first.click()
    phone.context.set_offline(True)
    scanned(phone, "RAIN-0001", *people)
    expect(phone.locator("h2", has_text="RAIN-0001")).to_contain_text("2 / 10")
    phone.get_by_role("button", name="封管").click()
    expect(phone.get_by_text("已封管：RAIN-0001")).to_be_visible()
    assert live.query(TUBE, "RAIN-0001") == []
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    for _look in range(60):
        if live.query(TUBE, "RAIN-0001") == [("sealed",)]:
            break
        phone.wait_for_timeout(500)
    assert live.query(TUBE, "RAIN-0001") == [("sealed",)]

    desk = signed_in(visitor, live, "desk-jiangbei")
    results(desk, live, number, "RAIN-0001,阳性")
    expect(desk.get_by_text("阳性 1 管")).to_be_visible()
    back = desk.locator("table", has_text="RAIN-0001").locator("tr", has_text="RAIN-0001")
    for _look in range(120):
        desk.goto(f"{live.url}/sampling/{number}/")
        if back.count() == 2:
            break
        desk.wait_for_timeout(500)
    expect(back).to_have_count(2)

    phone.get_by_role("button", name=re.compile("^单采")).click()
    for n, person in enumerate(people):
        scanned(phone, f"RAIN-S00{n}", person)
        phone.get_by_role("button", name="封管").click()
    for _look in range(60):
        if live.query(TUBE, "RAIN-S001") == [("sealed",)]:
            break
        phone.wait_for_timeout(500)
    results(desk, live, number, "RAIN-S000,阴性\nRAIN-S001,阴性")
    expect(desk.locator("main")).to_contain_text("新增或更正")
    assert live.query(TUBE, "RAIN-0001") == [("resolved",)]
    desk.goto(f"{live.url}/sampling/{number}/")
    expect(desk.locator("tr", has_text="RAIN-0001")).to_have_count(0)
