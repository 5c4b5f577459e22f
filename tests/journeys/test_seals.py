"""门磁: a seal is put on a door; another door opens unannounced, and the trio calls, goes and says what it was."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import expect

from gangmu.kernel import clock
from gangmu.partners.seals.fake import FakeCloud, Said, cloud_message
from tests.journeys.steps import Visitor, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

NEW, OLD = "SEAL-441302-05", "SEAL-441302-01"


def test_a_seal_comes_to_a_door_and_an_unannounced_opening_is_answered(live: Live, visitor: Visitor) -> None:
    installer = signed_in(visitor, live, "installer")
    installer.goto(f"{live.url}/seals/doors/?state=asked")
    waiting = installer.locator("tbody tr").first
    door = waiting.locator("td.lead").inner_text()
    waiting.get_by_role("button", name="安装", exact=True).click()
    dialog = installer.get_by_role("dialog")
    dialog.get_by_label("序列号").fill(NEW)
    dialog.get_by_label("住户本人").check()
    dialog.get_by_role("button", name="已装好").click()
    expect(installer.locator("#gm-flash")).to_contain_text("已安装")
    ((name,),) = live.query(
        "SELECT o.name FROM isolation_order o JOIN seals_binding b ON b.order_id = o.id WHERE b.door = %s",
        door,
    )
    assert name not in installer.content()

    desk = signed_in(visitor, live, "desk-jiangbei")
    desk.goto(f"{live.url}/seals/doors/?state=bound")
    desk.get_by_role("button", name="接收").click()
    expect(desk.locator("#gm-flash")).to_contain_text("已接收")

    cloud = FakeCloud(f"{live.url}/api/v1/seals/onenet", settings.SEALS["token"])
    assert cloud.shake_hands()
    now = clock.now()
    for state, wait in ((True, 40), (False, 20), (False, 20)):
        said = Said(OLD, "doorcontact_state", state, now - timedelta(seconds=wait))
        assert cloud.push([cloud_message(said)])

    phone = signed_in(visitor, live, "police-sanxin", phone=True)
    phone.goto(f"{live.url}/field/seals/")
    with_it = (
        "SELECT b.door FROM seals_binding b JOIN seals_device d ON d.id = b.device_id WHERE d.serial = %s"
    )
    ((where,),) = live.query(with_it, OLD)
    alarm = phone.locator("a.gm-door", has_text=where).first
    expect(alarm).to_contain_text("未报备开门", timeout=40_000)
    alarm.click()
    phone.get_by_role("button", name="我来处理").click()
    expect(phone.locator(".gm-line").first).to_contain_text("处理中")
    phone.get_by_role("button", name=re.compile("拨打")).click()
    expect(phone.locator("#call")).to_contain_text("已记录")
    phone.reload()
    phone.get_by_role("button", name="我们上门").click()
    expect(phone.locator("#gm-flash")).to_contain_text("半小时内可开门")
    phone.get_by_label("核实情况").fill("取快递，已提醒报备")
    phone.get_by_role("button", name="已上门").click()
    expect(phone.locator("#gm-flash")).to_contain_text("不会据此自动作任何处理")
    phone.get_by_role("button", name="归档").click()
    expect(phone.locator(".gm-line").first).to_contain_text("已归档")

    desk.goto(f"{live.url}/seals/?list=closed")
    desk.locator("a", has_text=re.compile(re.escape(where))).first.click()
    expect(desk.locator("main")).to_contain_text("已报备：三人小组上门")
