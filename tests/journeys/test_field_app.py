"""The phone in the stairwell: without a signal, with a faster colleague, in wrong hands. Nothing is lost or told."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from gangmu.casework.rules import KINDS
from tests.architecture.house import ROOT
from tests.casework.world import FOUND
from tests.journeys.fieldwork import (
    COUNT,
    NAMES,
    NUMBERS,
    ONE_TAP,
    OPEN,
    PHRASED,
    REPORT,
    SLIP,
    VOICE,
    WORK,
    kept,
    lost_once,
    nothing_personal,
    proper,
    reviewed,
    tasks,
    work,
)
from tests.journeys.hardships import door, picture, until
from tests.journeys.steps import CLEARS, Visitor, document, person, pushed, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser
PIN = "271828"
OUTCOMES = ("found", "not_here", "wrong_data", "unreachable", "refused", "moved_on")
BURDEN = re.findall(r"\| \w+ \| .*\d \|", (ROOT / "docs" / "burden.md").read_text(encoding="utf-8"))
LABELS = ("在此", "不在此地", "信息有误", "联系不上", "拒绝", "已离开")
ASKED_FIRST = {"seen_by_medic": "fieldset:has([name=next_step]) label"}


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


def reported(page: Page, name: str, outcome: str, label: str, kind: str = "") -> tuple[int, int]:
    """Report a door from the list with the usual answers; (taps, characters) that it took."""
    page.evaluate("counted = {taps: 0, typed: 0}")
    page.get_by_role("link", name=f"上报: {name}").click()
    if outcome in ONE_TAP:
        page.get_by_role("button", name="全部正常").click()
    if outcome == "found":
        # What the tap has answered stands before his eyes; what it may not answer he answers.
        for clear in CLEARS:
            yes = page.locator(f".gm-yes:has([name={clear}])")
            expect(yes).to_be_in_viewport()
            if not yes.locator("input").is_checked():
                yes.click()
    elif label:
        page.locator(".gm-outcomes button", has_text=label).click()
    if outcome in ("wrong_data", "unreachable", "refused", "seen_by_medic"):
        page.locator(ASKED_FIRST.get(outcome, ".gm-choices label")).first.click()
    if (kind, outcome) in PHRASED:
        page.locator(".gm-phrases button").first.click()
    for field, number in NUMBERS.get(outcome, {}).items():
        page.locator(f"#q-{field}").click()
        page.locator(f"#q-{field}").press_sequentially(number)
    page.get_by_role("button", name="提交上报").click()
    expect(page.get_by_text(f"已保存：{name}")).to_be_visible()
    counted = page.evaluate("counted")
    return counted["taps"], counted["typed"]


def test_eleven_doors_without_a_signal_go_up_once_and_nothing_personal_stays(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    where = "博罗县罗阳街道翠美园社区"
    lines = [
        person(name, f"1380013806{n}", f"{where}{n % 3 + 6}栋{n}01", document(600 + n) if n != 7 else "")
        for n, name in enumerate(NAMES)
    ]
    pushed(clerk, live, *lines)
    sight = {
        "geolocation": {"latitude": 23.1752, "longitude": 114.2911},
        "permissions": ["geolocation", "microphone"],
    }
    phone = signed_in(visitor, live, "medic-cuimeiyuan", phone=True, **sight)
    installed(phone, live)
    expect(phone.get_by_text(NAMES[-1])).to_be_visible()
    new_work_is_told_at_once(phone, live)
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
    for kind, outcome, label in WORK:
        taps, typed = reported(phone, work(kind, outcome), outcome, label, kind)
        table.append(f"| {kind} | {outcome} | {taps} | {typed} |")
    assert table == BURDEN[: len(table)], "docs/burden.md says otherwise:\n" + "\n".join(table)
    proved(phone)
    phone.get_by_role("button", name=f"认领: {NAMES[6]}").click()
    expect(phone.locator(".gm-places .gm-count")).to_have_text(str(len(OUTCOMES) + len(WORK) + 3))

    colleague = signed_in(visitor, live, "police-cuimeiyuan", phone=True)
    assert colleague.evaluate(REPORT, [tasks(live)[NAMES[1]], FOUND]) == "done"
    phone.route("**/field/letters", lost_once, times=1)
    phone.context.set_offline(False)
    phone.goto(f"{live.url}/app/#/sent")
    expect(phone.locator("li[data-state=accepted]")).to_have_count(
        len(OUTCOMES) + len(WORK) + 2, timeout=30_000
    )
    both = phone.locator("li[data-state=parked]")
    expect(both.locator("th", has_text="您的")).to_be_visible()
    expect(both).to_contain_text("在此")
    proper(phone)
    mine = [(name, outcome, name == NAMES[1]) for name, outcome in zip(NAMES, OUTCOMES, strict=False)]
    mine += [(SLIP, "unreachable", False), (VOICE, "refused", False)]
    assert kept(live) == [(NAMES[1], "found", False), *mine]
    opened_at_the_desk(visitor, live)
    assert live.query("SELECT status FROM casework_task WHERE name = %s", NAMES[6]) == [("claimed",)]
    in_wrong_hands(phone, live)
    wiped_from_afar(colleague, live)
    wiped_when_signed_out(visitor, live)
    wiped_when_the_shift_is_over(visitor, live)
    settled(visitor, live)
    reviewed(visitor, live)


def new_work_is_told_at_once(phone: Page, live: Live) -> None:
    """Of every kind, and without a push service; the app would look by itself in a minute."""
    assert {kind for kind, _outcome, _label in WORK} == set(KINDS) - {"ground_verification"}
    code = OPEN % (NAMES[0], [(kind, work(kind, outcome)) for kind, outcome, _label in WORK])
    subprocess.run([sys.executable, "-m", "gangmu", "shell", "-c", code], env=live.environment, check=True)
    expect(phone.get_by_text(work(*WORK[-1][:2]))).to_be_visible(timeout=30_000)


def proved(phone: Page) -> None:
    """Photo, position and voice, without a signal: taken in the app, and sealed before anything of them is kept."""
    door(phone, SLIP)
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
    phone.get_by_role("button", name="提交上报").click()
    door(phone, VOICE)
    phone.locator(".gm-outcomes button", has_text="拒绝").click()
    phone.locator(".gm-choices label").first.click()
    phone.locator(".gm-no:has([name=explained])").click()
    taken = phone.get_by_text("已采集并加密")
    while not taken.count():  # a machine that is busy may have heard nothing yet
        phone.get_by_role("button", name="语音说明").click()
        phone.wait_for_timeout(1000)  # he speaks
        phone.get_by_role("button", name="停止").click()
        expect(taken.or_(phone.get_by_text("请重试"))).to_be_visible()
    phone.get_by_role("button", name="提交上报").click()
    expect(phone.get_by_text(f"已保存：{VOICE}")).to_be_visible()


def opened_at_the_desk(visitor: Visitor, live: Live) -> None:
    """What the phone took, as the server keeps it: the picture is small, and says nothing of the camera."""
    whole = (
        "SELECT count(*) = max(of) FROM casework_proofpart p JOIN casework_report r ON r.id = p.report_id"
        " JOIN casework_task t ON t.id = r.task_id WHERE t.name = ANY(%s) GROUP BY proof"
    )
    desk = signed_in(visitor, live, "compare-luoyang")
    until(desk, lambda: live.query(whole, [SLIP, VOICE]) == [(True,)] * 3)
    found = []
    for name in (SLIP, VOICE):
        desk.goto(f"{live.url}/tasks/{tasks(live)[name]}/")
        for link in desk.locator(".gm-proofs a").all():
            found.append(desk.request.get(f"{live.url}{link.get_attribute('href')}"))
    assert [one.headers["content-type"].split(";")[0] for one in found] == [
        "image/jpeg",
        "text/plain",
        "audio/webm",
    ]
    photo = found[0].body()
    image = Image.open(io.BytesIO(photo))
    assert image.format == "JPEG" and max(image.size) == 1280 and len(photo) < 400_000
    assert not image.getexif() and b"CAMERA" not in photo and b"Exif" not in photo
    assert "23.17520, 114.29110" in found[1].text()
    assert len(found[2].body()) > 500


def in_wrong_hands(phone: Page, live: Live) -> None:
    """Five wrong PINs end everything but the letter that has not arrived, and it arrives all the same."""
    phone.context.set_offline(True)
    phone.goto(f"{live.url}/app/#/")
    taps, typed = reported(phone, NAMES[7], "found", "")
    assert f"| ground_verification | found, the list brought no document | {taps} | {typed} |" == BURDEN[-1]
    phone.reload()
    for left in (4, 3, 2, 1):
        pin(phone, "314159")
        expect(phone.get_by_text(f"还可尝试 {left} 次")).to_be_visible()
    pin(phone, "314159")
    expect(phone.get_by_text("有 1 条未提交")).to_be_visible()
    (letter,) = nothing_personal(phone)
    assert letter["copy"] is False and letter["state"] in (
        "waiting",
        "sent",
    )  # sent: it is being tried just now
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
    assert nothing_personal(phone) == []


def wiped_when_signed_out(visitor: Visitor, live: Live) -> None:
    phone = signed_in(visitor, live, "police-cuimeiyuan", phone=True)
    installed(phone, live)
    expect(phone.get_by_text(NAMES[6])).to_be_visible()
    phone.get_by_role("link", name="设置").click()
    with phone.expect_response("**/account/logout/"):
        phone.get_by_role("button", name="退出登录").click()
    expect(phone.get_by_text("本机上没有任何个人信息")).to_be_visible()
    assert nothing_personal(phone) == []


def wiped_when_the_shift_is_over(visitor: Visitor, live: Live) -> None:
    """In a cellar, where no server can say so."""
    phone = signed_in(visitor, live, "police-cuimeiyuan", phone=True)
    installed(phone, live)
    expect(phone.get_by_text(NAMES[6])).to_be_visible()
    phone.context.set_offline(True)
    phone.add_init_script("const real = Date.now; Date.now = () => real() + 2 * 86_400_000;")
    phone.reload()
    expect(phone.get_by_text("本机上没有任何个人信息")).to_be_visible()
    assert nothing_personal(phone) == []


def settled(visitor: Visitor, live: Live) -> None:
    """The joint office sees both versions and says with one tap which counts."""
    desk = signed_in(visitor, live, "desk-luoyang")
    desk.goto(f"{live.url}/beside/")
    pair = desk.locator(".card", has_text=NAMES[1])
    expect(pair).to_contain_text("现行有效")
    pair.get_by_role("button", name="以先到的为准").click()
    expect(desk.locator(".card", has_text=NAMES[1])).to_have_count(0)
