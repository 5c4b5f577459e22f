"""The phone in the stairwell: without a signal, with a faster colleague, in wrong hands. Nothing is lost or told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.architecture.house import ROOT
from tests.casework.world import FOUND
from tests.journeys.steps import CLEARS, Visitor, document, person, pushed, signed_in
from tests.journeys.test_accessible import AXE, RUN, SMALLEST, too_wide
from tests.live import Live

pytestmark = pytest.mark.browser
PIN = "271828"
NAMES = [f"测试楼{n}" for n in "甲乙丙丁戊己庚辛"]
OUTCOMES = ("found", "not_here", "wrong_data", "unreachable", "refused", "moved_on")
BURDEN = re.findall(r"\| ground_verification .*", (ROOT / "docs" / "burden.md").read_text(encoding="utf-8"))
LABELS = ("在此", "不在此地", "信息有误", "联系不上", "拒绝", "已离开")
# Counts what a thumb does, until `counted` is read. Keys are counted as they go down, taps as the finger does.
COUNT = """() => {
  window.counted = {taps: 0, typed: 0};
  addEventListener('pointerdown', () => { window.counted.taps += 1; }, true);
  addEventListener('keydown', () => { window.counted.typed += 1; }, true);
}"""
STORED = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const db = await asked(indexedDB.open('gangmu-field'));
  const all = (name) => asked(db.transaction(name).objectStore(name).getAll());
  const found = {owner: (await all('owner')).length, sealed: (await all('sealed')).length, outbox: await all('outbox')};
  db.close();
  const outbox = found.outbox.map((item) => ({state: item.state, copy: item.copy !== null}));
  return {...found, outbox, text: JSON.stringify(found)};
}"""
PASS = """async ([task, gate]) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const body = new URLSearchParams({csrfmiddlewaretoken: token, command: crypto.randomUUID(), gate});
  await fetch(`/review/${task}/pass/`, {method: 'POST', body});
}"""
REPORT = """async ([task, answers]) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const body = {outcome: 'found', answers};
  const command = {id: crypto.randomUUID(), kind: 'report', task, at: new Date().toISOString(), seen_version: 1, body};
  const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token};
  const sent = {method: 'POST', headers, body: JSON.stringify({commands: [command]})};
  return (await (await fetch('/api/v1/field/commands', sent)).json()).results[0].result;
}"""


def pin(page: Page, digits: str = PIN) -> None:
    page.locator("#pin").fill(digits)


def installed(page: Page, live: Live) -> None:
    """The app on a phone: signed in, sealed under a PIN, kept by its service worker."""
    page.goto(f"{live.url}/app/")
    pin(page)
    expect(page.get_by_text("再输一次")).to_be_visible()
    pin(page)
    expect(page.locator(".gm-tabs")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def reported(page: Page, name: str, outcome: str, label: str) -> tuple[int, int]:
    """Report a door from the list with the usual answers; (taps, characters) that it took."""
    page.evaluate("counted = {taps: 0, typed: 0}")
    page.get_by_role("link", name=f"上报: {name}").click()
    if outcome == "found":
        page.get_by_role("button", name="全部正常").click()
        # What the tap has answered stands before his eyes; what it may not answer he answers.
        for clear in CLEARS:
            yes = page.locator(f".gm-yes:has([name={clear}])")
            expect(yes).to_be_in_viewport()
            if not yes.locator("input").is_checked():
                yes.click()
    else:
        page.locator(".gm-outcomes button", has_text=label).click()
    if outcome in ("wrong_data", "unreachable", "refused"):
        page.locator(".gm-choices label").first.click()
    page.get_by_role("button", name="提交上报").click()
    expect(page.get_by_text(f"已保存：{name}")).to_be_visible()
    counted = page.evaluate("counted")
    return counted["taps"], counted["typed"]


def tasks(live: Live) -> dict[str, int]:
    return dict(live.query("SELECT name, id FROM casework_task WHERE name = ANY(%s)", NAMES))


def kept(live: Live) -> list[tuple[Any, ...]]:
    """The reports of these doors in the order in which they arrived: name, outcome, late."""
    return live.query(
        "SELECT t.name, r.outcome, r.late FROM casework_report r JOIN casework_task t ON t.id = r.task_id"
        " WHERE t.name = ANY(%s) ORDER BY r.id",
        NAMES,
    )


def proper(page: Page) -> None:
    """Axe finds nothing, and the smallest phone shows it whole."""
    page.evaluate(AXE.read_text())
    assert page.evaluate(RUN, None) == []
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    assert too_wide(page, SMALLEST) == []
    page.set_viewport_size({"width": 390, "height": 844})


def lost_once(route: Route) -> None:
    """The server has done it, and its answer is lost on the way."""
    route.fetch()
    route.abort()


def test_eleven_doors_without_a_signal_go_up_once_and_nothing_personal_stays(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    where = "博罗县罗阳街道翠美园社区"
    lines = [
        person(name, f"1380013806{n}", f"{where}{n % 3 + 6}栋{n}01", document(600 + n) if n < 7 else "")
        for n, name in enumerate(NAMES)
    ]
    pushed(clerk, live, *lines)
    phone = signed_in(visitor, live, "medic-cuimeiyuan", phone=True)
    installed(phone, live)
    expect(phone.get_by_text(NAMES[-1])).to_be_visible()
    proper(phone)
    phone.get_by_role("link", name=f"上报: {NAMES[0]}").click()
    expect(phone.get_by_role("button", name="全部正常")).to_be_visible()
    proper(phone)
    phone.go_back()

    phone.context.set_offline(True)
    phone.reload()
    pin(phone)
    expect(phone.get_by_text("没有网络")).to_be_visible()
    phone.evaluate(COUNT)
    table = [
        f"| ground_verification | {outcome} | {taps} | {typed} |"
        for name, outcome, label in zip(NAMES, OUTCOMES, LABELS, strict=False)
        for taps, typed in [reported(phone, name, outcome, label)]
    ]
    assert table == BURDEN[:6], "docs/burden.md says otherwise"
    phone.get_by_role("button", name=f"认领: {NAMES[6]}").click()
    expect(phone.locator(".gm-places .gm-count")).to_have_text("7")

    colleague = signed_in(visitor, live, "police-cuimeiyuan", phone=True)
    assert colleague.evaluate(REPORT, [tasks(live)[NAMES[1]], FOUND]) == "done"
    phone.route("**/field/letters", lost_once, times=1)
    phone.context.set_offline(False)
    phone.goto(f"{live.url}/app/#/sent")
    expect(phone.locator("li[data-state=accepted]")).to_have_count(6, timeout=30_000)
    both = phone.locator("li[data-state=parked]")
    expect(both.locator("th", has_text="您的")).to_be_visible()
    expect(both).to_contain_text("在此")
    proper(phone)
    mine = [(name, outcome, name == NAMES[1]) for name, outcome in zip(NAMES, OUTCOMES, strict=False)]
    assert kept(live) == [(NAMES[1], "found", False), *mine]
    assert live.query("SELECT status FROM casework_task WHERE name = %s", NAMES[6]) == [("claimed",)]
    in_wrong_hands(phone, live)
    wiped_from_afar(colleague, live)
    settled(visitor, live)
    reviewed(visitor, live)


def in_wrong_hands(phone: Page, live: Live) -> None:
    """Five wrong PINs end everything but the letter that has not arrived, and it arrives all the same."""
    phone.context.set_offline(True)
    phone.goto(f"{live.url}/app/#/")
    taps, typed = reported(phone, NAMES[7], "found", "")
    assert [f"| ground_verification | found, the list brought no document | {taps} | {typed} |"] == BURDEN[6:]
    phone.reload()
    for left in (4, 3, 2, 1):
        pin(phone, "314159")
        expect(phone.get_by_text(f"还可尝试 {left} 次")).to_be_visible()
    pin(phone, "314159")
    expect(phone.get_by_text("有 1 条未提交")).to_be_visible()
    stored = phone.evaluate(STORED)
    assert (stored["owner"], stored["sealed"]) == (0, 0)
    (letter,) = stored["outbox"]
    assert letter["copy"] is False and letter["state"] in (
        "waiting",
        "sent",
    )  # sent: it is being tried just now
    assert not any(name in stored["text"] for name in NAMES)
    with phone.expect_response("**/account/logout/"):
        phone.context.set_offline(False)
    assert kept(live)[-1] == (NAMES[7], "found", False)
    expect(phone.get_by_role("link", name="登录")).to_be_visible()
    assert phone.request.get(f"{live.url}/api/v1/field/tasks").status == 401


def called(phone: Page, live: Live) -> None:
    """One tap brings the number and opens the dialler; in a tab of its own, since Chromium then loses taps."""
    tab = phone.context.new_page()
    tab.goto(f"{live.url}/app/#/door/{tasks(live)[NAMES[6]]}")
    pin(tab)
    tab.get_by_role("button", name="拨打").click()
    expect(tab.locator(".gm-dial")).to_have_text("+8613800138066")
    tab.close()


def wiped_from_afar(phone: Page, live: Live) -> None:
    """`gangmu account --sign-out` ends the sessions; the phone ends what it holds when it next asks."""
    installed(phone, live)
    expect(phone.get_by_text(NAMES[6])).to_be_visible()
    called(phone, live)
    ended = "DELETE FROM accounts_session USING accounts_user u WHERE u.id = user_id AND username = %s RETURNING 1"
    assert live.query(ended, "police-cuimeiyuan")
    phone.get_by_role("button", name="刷新").click()
    expect(phone.get_by_text("本机上没有任何个人信息")).to_be_visible()
    stored = phone.evaluate(STORED)
    assert (stored["owner"], stored["sealed"], stored["outbox"]) == (0, 0, [])


def reviewed(visitor: Visitor, live: Live) -> None:
    """What was reported here leaves the gates, where other journeys wait for theirs."""
    for account, gate in (("compare-luoyang", "compare"), ("gate-luoyang", "release")):
        reviewer = signed_in(visitor, live, account)
        for name, task in tasks(live).items():
            if name != NAMES[6]:
                reviewer.evaluate(PASS, [task, gate])
    assert live.query(
        "SELECT count(*) FROM casework_task WHERE name = ANY(%s) AND status IN ('released', 'closed')", NAMES
    ) == [(7,)]


def settled(visitor: Visitor, live: Live) -> None:
    """The joint office sees both versions and says with one tap which counts."""
    desk = signed_in(visitor, live, "desk-luoyang")
    desk.goto(f"{live.url}/beside/")
    pair = desk.locator(".card", has_text=NAMES[1])
    expect(pair).to_contain_text("现行有效")
    pair.get_by_role("button", name="以先到的为准").click()
    expect(desk.locator(".card", has_text=NAMES[1])).to_have_count(0)
