"""A push is settled, and the phones of those who have to go there say so: once, with a number and without a name."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import Visitor, person, pushed, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

WORKER = """async () => {
  const there = await navigator.serviceWorker.register("/field/worker.js");
  return new URL(there.scope).pathname;
}"""


def test_a_push_rings_the_bell_of_a_member_once_and_his_notice_leads_to_the_doors(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    names = [f"测试铃{number}" for number in "一二三四五六七"]
    people = [
        person(name, f"1390013900{n}", f"惠城区江北街道三新村{n + 20}栋101") for n, name in enumerate(names)
    ]
    pushed(clerk, live, *people)
    phone = signed_in(visitor, live, "cadre-sanxin", phone=True)
    bell = phone.get_by_role("link", name=re.compile("条未读通知"))
    notice = phone.locator("a[href*='/notices/']", has_text="新任务 7 户")

    for _look in range(60):  # the worker tells within seconds; the page does not follow by itself
        phone.goto(f"{live.url}/notices/")
        with suppress(AssertionError):
            expect(notice).to_have_count(1, timeout=500)
            break
    expect(bell).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text("测试铃")
    notice.click()
    expect(phone).to_have_url(f"{live.url}/field/")
    expect(phone.locator("main")).to_contain_text("测试铃一")
    phone.goto(f"{live.url}/notices/")
    expect(notice).to_have_count(1)
    expect(notice).not_to_contain_text("未读")
    assert phone.evaluate(WORKER) == "/field/"

    leader = signed_in(visitor, live, "leader-city")
    leader.goto(f"{live.url}/notices/channels/")
    expect(leader.locator("main")).to_contain_text("惠州市推送调度群")
    expect(leader.locator("main")).to_contain_text("手机通知")
