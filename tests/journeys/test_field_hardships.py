"""What phones go through: slow lines, restarts, full storage, wrong clocks, shared hands, updates. Nothing is lost."""

from __future__ import annotations

import json
import os
import re
import signal
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.journeys.fieldwork import STORED, proper
from tests.journeys.hardships import (
    AS_BEFORE,
    BACK_AND_FORTH,
    BALLAST,
    NOTES,
    SHOWN,
    SLOW,
    anew,
    devtools,
    door,
    not_here,
    outcomes,
    picture,
    until,
)
from tests.journeys.steps import PASSWORD, Visitor, document, person, pushed, signed_in
from tests.journeys.test_field_app import installed, pin
from tests.live import Live

pytestmark = pytest.mark.browser
WHERE = "惠城区江北街道三新村"
NAMES = [f"测试难{n}" for n in "甲乙丙丁戊己"]
PHOTO, FULL, SHARED, OLD, BAD_CLOCK, GIVEN = NAMES
NEW = "测试难新"


@pytest.fixture
def phone(live: Live, visitor: Visitor) -> Page:
    """The app of a medic, with a camera and a position."""
    options = {
        "geolocation": {"latitude": 23.1291, "longitude": 114.4163},
        "permissions": ["geolocation", "notifications"],
    }
    return signed_in(visitor, live, "medic-sanxin", phone=True, **options)


@pytest.mark.scale  # a minute of its own: what the phone does each day is in test_field_app
def test_a_hard_day_on_a_phone_loses_nothing(live: Live, visitor: Visitor, phone: Page) -> None:
    clerk = signed_in(visitor, live, "push")
    lines = [
        person(name, f"1380013809{n}", f"{WHERE}{n + 30}栋101", document(700 + n))
        for n, name in enumerate(NAMES)
    ]
    pushed(clerk, live, *lines)
    clerk.goto("about:blank")  # a page of the desk that loses its server is not what is tried here
    installed(phone, live)
    expect(phone.get_by_text(NAMES[-1])).to_be_visible()
    a_photo_arrives_though_the_server_restarts(phone, live)
    a_full_phone_says_so_and_keeps_what_was_typed(phone, live)
    a_door_is_handed_over_without_a_signal(phone, live)
    a_clock_that_is_wrong_ends_no_shift(phone, live)
    phone = an_update_of_the_app_finds_the_queue(phone, live)
    phone = a_shared_phone_sends_each_his_own(phone, live)
    a_push_is_one_notice_and_the_list_is_there_at_once(phone, clerk, live)
    phone.goto("about:blank")


def a_photo_arrives_though_the_server_restarts(phone: Page, live: Live) -> None:
    """On a slow line; the server dies after the first part, and what had arrived is not sent again."""
    line = devtools(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    parts: list[int] = []

    def part(route: Route) -> None:
        number = json.loads(route.request.post_data or "{}")["number"]
        try:
            answer = route.fetch()
        except Error:  # the server is just coming back: the line of the phone breaks too
            route.abort()
            return
        if len(parts) == 1:  # the second part is kept there, its answer lost, and the server dies
            web = live.process("web")
            assert web.child is not None
            os.killpg(web.child.pid, signal.SIGKILL)
            web.child.wait(timeout=10)
            web.start()
            parts.append(number)
            route.abort()
            return
        parts.append(number)
        route.fulfill(response=answer)

    phone.route("**/field/proofs", part)
    door(phone, PHOTO)
    phone.locator(".gm-outcomes button", has_text="联系不上").click()
    phone.locator(".gm-choices label").first.click()
    phone.locator("label", has_text=re.compile("^3")).click()
    phone.get_by_role("button", name="提交上报").click()
    expect(phone.get_by_text("请采集，或注明无法采集")).to_have_count(2)
    phone.set_input_files(
        "input[type=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(phone.get_by_text("已采集并加密")).to_have_count(1)
    phone.get_by_role("button", name="记录位置").click()
    expect(phone.get_by_text("已采集并加密")).to_have_count(2)
    proper(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="提交上报").click()
    expect(phone.get_by_text(f"已保存：{PHOTO}")).to_be_visible()
    phone.context.set_offline(False)
    line.send("Network.emulateNetworkConditions", SLOW)
    until(phone, lambda: len(parts) >= 2)
    live.stack.wait_until_ready()
    phone.goto(f"{live.url}/app/#/sent")
    whole = "SELECT count(*) = max(of) FROM casework_proofpart GROUP BY proof"
    until(phone, lambda: live.query(whole) == [(True,), (True,)])
    assert outcomes(live, PHOTO) == ["unreachable"]
    assert len(parts) >= 3 and sorted(set(parts)) == list(range(max(parts) + 1)), parts
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    line.detach()
    phone.unroute("**/field/proofs")


def a_full_phone_says_so_and_keeps_what_was_typed(phone: Page, live: Live) -> None:
    door(phone, FULL) if phone.get_by_role("link", name=f"上报: {FULL}").count() else phone.goto(
        f"{live.url}/app/#/"
    )
    phone.goto(f"{live.url}/app/#/")
    door(phone, FULL)
    phone.locator(".gm-outcomes button", has_text="不在此地").click()
    storage = devtools(phone)
    storage.send("Storage.overrideQuotaForOrigin", {"origin": live.url, "quotaSize": 8_000_000})
    phone.evaluate(BALLAST)
    phone.get_by_role("button", name="提交上报").click()
    expect(phone.get_by_text("手机空间不足")).to_be_visible()
    assert outcomes(live, FULL) == []
    storage.send("Storage.overrideQuotaForOrigin", {"origin": live.url})
    storage.detach()
    phone.evaluate(
        "new Promise((done) => { indexedDB.deleteDatabase('ballast').onsuccess = done; }).then(() => true)"
    )
    phone.get_by_role("button", name="提交上报").click()
    expect(phone.get_by_text(f"已保存：{FULL}")).to_be_visible()
    until(phone, lambda: outcomes(live, FULL) == ["not_here"])


def a_door_is_handed_over_without_a_signal(phone: Page, live: Live) -> None:
    """The places are on the phone; the offer goes up like a report."""
    phone.context.set_offline(True)
    phone.goto(f"{live.url}/app/#/")
    phone.get_by_role("link", name=re.compile(GIVEN)).first.click()
    phone.get_by_role("link", name="协转").click()
    proper(phone)
    phone.get_by_role("searchbox").fill("博罗 翠美园")
    phone.locator(".gm-places-found label").first.click()
    phone.get_by_text("人住在那里").click()
    phone.locator(".gm-acts button").click()
    expect(phone.get_by_text(f"已保存：{GIVEN}")).to_be_visible()
    phone.context.set_offline(False)
    status = "SELECT status FROM casework_task WHERE name = %s"
    until(phone, lambda: live.query(status, GIVEN) == [("offered",)])


def a_clock_that_is_wrong_ends_no_shift(phone: Page, live: Live) -> None:
    """Three days ahead and without a signal, the app opens all the same, and the office sees both times."""
    ahead = "const real = Date.now; Date.now = () => real() + 3 * 86_400_000;"
    phone.add_init_script(
        f"if (location.protocol === 'http:' && localStorage.getItem('wrong-clock')) {{ {ahead} }}"
    )
    phone.evaluate("localStorage.setItem('wrong-clock', 'yes')")
    phone.goto(f"{live.url}/app/")
    pin(phone)
    expect(phone.get_by_text(BAD_CLOCK)).to_be_visible()
    until(phone, lambda: "skew" in phone.evaluate(NOTES))
    phone.context.set_offline(True)
    phone.reload()
    pin(phone)
    not_here(phone, BAD_CLOCK)
    phone.context.set_offline(False)
    until(phone, lambda: outcomes(live, BAD_CLOCK) == ["not_here"])
    phone.evaluate("localStorage.removeItem('wrong-clock')")
    phone.goto(f"{live.url}/app/")
    pin(phone)


def an_update_of_the_app_finds_the_queue(phone: Page, live: Live) -> Page:
    """The store of the version before, with a report that was not sent: the new app opens it, and sends it once."""
    phone.context.set_offline(True)
    not_here(phone, OLD)
    phone = anew(phone)
    phone.context.set_offline(False)
    phone.goto(f"{live.url}/app/manifest.webmanifest")
    version, states = phone.evaluate(AS_BEFORE)
    assert version == 1 and {"waiting", "sent"} & set(states), states
    phone.goto(f"{live.url}/app/")
    pin(phone)
    until(phone, lambda: outcomes(live, OLD) == ["not_here"])
    return phone


def a_push_is_one_notice_and_the_list_is_there_at_once(phone: Page, clerk: Page, live: Live) -> None:
    """The push service is Google's; what it would hand to the browser is handed to it here, twice."""
    line = devtools(phone)
    found: list[dict[str, Any]] = []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    line.send("ServiceWorker.enable")
    until(phone, lambda: any(one["scopeURL"].endswith("/app/") for one in found))
    (worker, *_) = [one["registrationId"] for one in found if one["scopeURL"].endswith("/app/")]
    pushed(clerk, live, person(NEW, "13800138099", f"{WHERE}40栋101", document(710)))
    told = json.dumps({"key": "one", "title": "新任务 1 户", "text": "x", "url": "/field/"})
    for _ in range(2):
        line.send(
            "ServiceWorker.deliverPushMessage", {"origin": live.url, "registrationId": worker, "data": told}
        )
    expect(phone.get_by_text(NEW).first).to_be_visible(timeout=10_000)
    until(phone, lambda: phone.evaluate(SHOWN) == ["新任务 1 户"])
    line.detach()


def a_shared_phone_sends_each_his_own(phone: Page, live: Live) -> Page:
    """Whoever takes the phone over sends and reads nothing of the one before him, who finds it when he is back."""

    def signs_in(username: str) -> None:
        phone.context.clear_cookies()
        phone.goto(f"{live.url}/account/login/")
        phone.fill("input[name=login]", username)
        phone.fill("input[name=password]", PASSWORD)
        phone.locator("form:has(input[name=password]) button[type=submit]").first.click()
        expect(phone).not_to_have_url(re.compile("/account/login/"))
        phone.goto(f"{live.url}/app/")

    phone.context.set_offline(True)
    not_here(phone, SHARED)
    phone = anew(phone)
    phone.context.clear_cookies()  # the session ends before the line is back
    phone.context.set_offline(False)
    signs_in("police-sanxin")
    expect(phone.get_by_text("六位数字")).to_be_visible()
    stored = phone.evaluate(STORED)
    assert (stored["owner"], stored["sealed"]) == (0, 0) and SHARED not in stored["text"]
    assert [item["state"] in ("waiting", "sent") for item in stored["outbox"]] == [True]
    installed(phone, live)
    assert outcomes(live, SHARED) == []
    signs_in("medic-sanxin")
    until(phone, lambda: outcomes(live, SHARED) == ["not_here"])
    assert live.query(
        "SELECT u.username FROM casework_report r JOIN casework_task t ON t.id = r.task_id"
        " JOIN accounts_user u ON u.id = r.by_id WHERE t.name = %s",
        SHARED,
    ) == [("medic-sanxin",)]
    installed(phone, live)
    return phone


@pytest.mark.scale
def test_five_hundred_commands_go_up_once_and_in_order(live: Live, visitor: Visitor, phone: Page) -> None:
    clerk = signed_in(visitor, live, "push")
    name = "测试难百"
    pushed(clerk, live, person(name, "13800138098", f"{WHERE}41栋101", document(711)))
    installed(phone, live)
    phone.get_by_role("link", name=re.compile(name)).first.click()
    phone.context.set_offline(True)
    phone.evaluate(BACK_AND_FORTH, [250, "认领", "退回小组"])
    phone.context.set_offline(False)
    phone.goto(f"{live.url}/app/#/sent")
    moves = (
        "SELECT h.move FROM casework_task_transition h JOIN casework_task t ON t.id = h.subject_id"
        " WHERE t.name = %s AND h.move IN ('claim', 'unclaim') ORDER BY h.id"
    )
    until(phone, lambda: len(live.query(moves, name)) == 500)
    assert live.query(moves, name) == [("claim",), ("unclaim",)] * 250
    expect(phone.locator("li[data-state=accepted]")).to_have_count(500, timeout=30_000)
