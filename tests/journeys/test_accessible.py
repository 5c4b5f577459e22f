"""Every main page passes axe, on a phone by day and on a desk by night, and fits its screen in either language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gangmu.config.frontend import WEB
from tests.journeys.steps import (
    Visitor,
    document,
    listed,
    opened_door,
    passed_both_gates,
    person,
    pushed,
    reported,
    signed_in,
    task_of,
    uploaded,
)
from tests.live import Live

pytestmark = pytest.mark.browser

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (asked) => {
  const {rules, within} = asked ?? {};
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ran = await axe.run(within || document, {resultTypes: ["violations"], ...rules});
  return ran.violations.map((v) => `${v.id}: ` + v.nodes.map((n) => n.target.join(" ")).slice(0, 5).join(" | "));
}"""
# What has the same tags, classes, styles and switches all the way up has the same colours: axe measures the first one.
MARK = """(known) => {
  const seen = new Set(known), fresh = new Map();
  const looks = (a) => a.name === "class" || a.name === "style" || (a.value.length < 6 && !/\\d/.test(a.value));
  const own = (e) => e.localName + [...e.attributes].filter(looks).map((a) => ` ${a.name}=${a.value}`).join("");
  for (const e of document.querySelectorAll("[data-fresh]")) delete e.dataset.fresh;
  for (const e of document.body.querySelectorAll("*")) {
    const says = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (!e.checkVisibility() || !(says || e.matches("input, select, textarea"))) continue;
    let path = "";
    for (let up = e; up; up = up.parentElement) path += own(up) + ">";
    if (seen.has(path)) continue;
    seen.add(path);
    fresh.set(path, e);
  }
  for (const e of fresh.values()) e.dataset.fresh = "";
  return [...fresh.keys()];
}"""
WORDS = {"rules": {"color-contrast": {"enabled": False}}}
COLOURS = {"runOnly": ["color-contrast"]}
PHONE, DESK = 390, 1440
SMALLEST = 320  # of the phones in use
LANGUAGES = (
    "en",
    "zh-hans",
)  # axe looks at the last one: a language changes widths, and nothing else for axe
Pages = dict[str, list[str]]
Violations = list[str]
Known = dict[int, set[str]]


def violations(page: Page, url: str, known: Known) -> Violations:
    """What axe finds on a page on a phone by day and on a desk by night; of colours those that are not `known`."""
    found: Violations = []
    page.evaluate(AXE.read_text())
    for width, scheme in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        # Without motion, or colours would be measured on their way.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
        said = page.evaluate(RUN, {"rules": WORDS}) if scheme == "light" else []
        if fresh := page.evaluate(MARK, list(known[width])):
            known[width].update(fresh)
            said += page.evaluate(RUN, {"rules": COLOURS, "within": [["[data-fresh]"]]})
        found += [f"{width} {scheme} {url}  {one}" for one in said]
    return found + too_wide(page, DESK)


def opened(page: Page, url: str, language: str) -> Violations:
    """Go to a page in a language; whether it is wider than a phone."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
    answer = page.goto(url)
    assert answer is not None and answer.status < 500
    page.set_viewport_size({"width": PHONE, "height": 900})
    found = too_wide(page, PHONE)
    if "/field/" in url:
        page.set_viewport_size({"width": SMALLEST, "height": 640})
        found += too_wide(page, SMALLEST)
    return found


def too_wide(page: Page, width: int) -> Violations:
    """Whether a page is wider than its screen."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{page.url}  {wide} px wide on {width}"] if wide > width else []


def test_no_main_page_has_a_violation(live: Live, visitor: Visitor) -> None:
    found: Violations = []
    known: Known = {PHONE: set(), DESK: set()}
    for account, paths in pages(live, visitor).items():
        page = visitor() if account == "" else signed_in(visitor, live, account)
        for path in paths:
            for language in LANGUAGES:
                found += opened(page, live.url + path, language)
            found += violations(page, live.url + path, known)
        page.close()
    passed_both_gates(visitor, live, "测试申", "jiangbei")
    assert found == [], "\n".join(found)


def pages(live: Live, visitor: Visitor) -> Pages:
    """Something on every page, and where each role goes."""
    clerk = signed_in(visitor, live, "push")
    where = "惠城区江北街道三新村"
    pushed(
        clerk,
        live,
        person("测试未", "13800138040", f"{where}12栋101", document(1)),
        person("测试申", "13800138041", f"{where}12栋102"),
        person("测试酉", "13800138042", f"{where}12栋103"),
        person("测试酉", "13800138042", f"{where}12栋104"),
        person("测试戌", "13800138043", "惠城区江北街道新村小区3栋"),
        person("测试亥", "", ""),
        person("测试天", "13800138045", "深圳市龙岗区布吉街道1号"),
    )
    trio = signed_in(visitor, live, "medic-sanxin", phone=True)
    opened_door(trio, live, "测试申")
    reported(trio)
    return {"": ["/account/login/", "/absent/"], **roles(live, clerk)}


def roles(live: Live, clerk: Page) -> Pages:
    """The pages of each role, with ids of what was pushed."""
    one: Callable[[str], int] = lambda statement: int(live.query(statement)[0][0])  # noqa: E731
    batch = one("SELECT batch_id FROM intake_row WHERE name = '测试未'")
    place, who = (
        one(f"SELECT id FROM intake_row WHERE outcome = 'waiting' AND name = '{n}'")
        for n in ("测试戌", "测试酉")
    )
    task, reported_task = task_of(live, "测试未"), task_of(live, "测试申")
    someone = one("SELECT person_id FROM casework_task WHERE name = '测试未'")
    broken = clerk_file(live, clerk, b"PK\x03\x04" + b"\x01\x02" * 300, "axe.xlsx")
    unknown = clerk_file(live, clerk, "甲,乙\n测试地,13800138046\n".encode(), "axe.csv")
    preview = clerk_file(
        live, clerk, listed(person("测试玄", "13800138047", "惠城区"), person("", "", "")), "axe2.csv"
    )
    door = f"/field/tasks/{task}"
    return {
        "push": [
            "/", "/push/", "/push/upload/", f"/push/{batch}/", f"/push/{broken}/", f"/push/{unknown}/mapping/",
            f"/push/{preview}/", "/account/password/change/", "/account/2fa/",
        ],
        "desk-jiangbei": [
            "/", f"/office/{place}/", f"/office/{who}/", "/handovers/", "/beside/", "/tasks/", f"/tasks/{task}/offer/",
            f"/persons/{someone}/", "/search/?q=测试", "/account/logout/",
        ],
        "compare-jiangbei": ["/", "/review/", f"/tasks/{reported_task}/"],
        "gate-jiangbei": ["/", "/review/"],
        "leader-city": [
            "/", "/board/", "/board/?unit=441302001000", "/organization/?grid=441302004200",
            "/zones/", "/zones/1/", "/zones/1/notice/", "/zones/new/?unit=441302004000",
            "/locate/?address=惠城区江北街道新村小区3栋", "/organization/week/", "/organization/lists/",
            "/organization/chart/?unit=441302001000", "/organization/guarantee/", "/organization/lines/", "/duty/",
            "/duty/leave/?who=三新村",
            "/notices/channels/", "/notices/matrix/",
        ],
        "inspector": ["/"],
        "medic-sanxin": [
            "/field/", "/field/?by=building", "/field/done/", f"{door}/", f"{door}/report/",
            f"{door}/report/?outcome=not_here", f"{door}/offer/", "/field/duty/", "/field/duty/leave/",
            "/field/duty/wish/",
            "/notices/", "/notices/wishes/",
        ],
    }  # fmt: skip


def clerk_file(live: Live, clerk: Page, data: bytes, name: str) -> int:
    """The id of a file that was put in and not committed."""
    uploaded(clerk, live, data, name)
    return int(live.query("SELECT id FROM intake_batch WHERE filename = %s", name)[0][0])
