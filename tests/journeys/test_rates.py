"""A county opens a frozen number to names and objects; then the ladder and a letter."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import Visitor, in_dialog, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser
HUICHENG = "441302000000"
# The week before the demo's own: its numbers again, with a window that is open for an hour.
AGAIN = """
    WITH me AS MATERIALIZED (SELECT set_config('gangmu.actor', 'system:journey', true)),
    week AS (INSERT INTO rates_week (incident_id, begins, status, rules, denominator, frozen_at, objections_until)
        SELECT incident_id, begins - 7, 'frozen', rules, denominator, now(), now() + interval '1 hour'
          FROM rates_week, me WHERE id = %s RETURNING id),
    rolls AS (INSERT INTO rates_roll (week_id, area, revision, required, sampled)
        SELECT week.id, area, 0, required, sampled FROM rates_roll, week WHERE week_id = %s)
    INSERT INTO rates_rate (week_id, area, revision, level, code, name, required, sampled, at)
    SELECT week.id, area, 0, level, code, name, required, sampled, at FROM rates_rate, week WHERE week_id = %s
    RETURNING week_id"""
OVER = """UPDATE rates_week SET objections_until = now() - interval '1 minute'
    FROM (SELECT set_config('session_replication_role', 'replica', true)) s WHERE id = %s RETURNING id"""


def test_a_county_objects_to_a_frozen_number_and_gets_its_letter(live: Live, visitor: Visitor) -> None:
    ((demo,),) = live.query("SELECT id FROM rates_week ORDER BY id LIMIT 1")
    week = live.query(AGAIN, demo, demo, demo)[0][0]
    county, city = signed_in(visitor, live, "leader-huicheng"), signed_in(visitor, live, "leader-city")

    county.goto(f"{live.url}/rates/{week}/{HUICHENG}/")
    county.get_by_role("link", name="未有效采样人员").click()
    expect(county.locator("tbody tr")).to_have_count(50)
    seen = live.query("SELECT count(*) FROM accounts_accesslog WHERE detail LIKE 'weekly rate%%'")
    assert seen[0][0] >= 50
    county.goto(f"{live.url}/rates/{week}/{HUICHENG}/")
    county.locator("[data-dialog=object]").click()
    county.locator("dialog[open] input[value=samples]").check()
    county.fill("dialog[open] [name=text]", "三个采样点结果晚到")
    county.locator("dialog[open] .btn-primary").click()
    expect(county.locator("#gm-flash")).to_contain_text("已记录")

    city.goto(f"{live.url}/rates/{week}/")
    city.get_by_role("button", name="处理", exact=True).first.click()
    city.locator("dialog[open] input[value=reject]").check()
    city.fill("dialog[open] [name=answer]", "核实：样本均已计入")
    city.locator("dialog[open] .btn-primary").click()
    expect(city.locator("main")).to_contain_text("样本均已计入")
    live.query(OVER, week)
    city.reload()
    city.get_by_role("button", name="确定本周").click()
    city.locator("dialog[open] button.btn-primary").click()
    expect(city.locator("#gm-flash")).to_contain_text("均待人工决定")
    city.get_by_role("link", name="惠城区").last.click()
    expect(city).to_have_url(re.compile(r"/rates/steps/\d+/$"))
    in_dialog(city, "m-confirm", reason="数据属实")
    step = city.url

    county.goto(step)
    expect(county.locator("main")).to_contain_text("公安局局长")
    paper = county.get_by_role("link", name="DOCX").first.get_attribute("href")
    got = county.request.get(f"{live.url}{paper}")
    assert got.ok and got.body()[:2] == b"PK"
    assert county.request.get(f"{live.url}{str(paper).replace('docx', 'pdf')}").body()[:5] == b"%PDF-"
    in_dialog(county, "answer", text="已整改")
    expect(county.locator("main")).to_contain_text("已整改")
