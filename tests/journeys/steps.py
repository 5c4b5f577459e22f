"""What people do in every journey: sign in, push a list, report a door, pass its report through the gates."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

from playwright.sync_api import Page, expect

from tests.live import Live

PASSWORD = "gangmu-demo"
CLEARS = ("count_clear", "identity_clear", "location_clear", "control_clear", "sampled")
HEADER = "姓名,证件类型,证件号码,联系电话,现住址,来源地,到惠时间,风险类别"
ARRIVED = "广州,2026-11-22 10:00,旅居史"
FILES = count(1)
Visitor = Callable[..., Page]


def signed_in(visitor: Visitor, live: Live, username: str, *, phone: bool = False, **options: Any) -> Page:
    """A page of its own, signed in as a demo account."""
    page = visitor(phone=phone, **options)
    page.goto(f"{live.url}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    expect(page).not_to_have_url(re.compile("/account/login/"))
    return page


def document(sequence: int) -> str:
    """An identity number that holds together, of a region that does not exist."""
    digits = f"97000119491231{sequence:03d}"
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def person(name: str, phone: str, address: str, document: str = "") -> str:
    """A line of a list."""
    return f"{name},身份证,{document},{phone},{address},{ARRIVED}"


def listed(*lines: str) -> bytes:
    """A list as offices send it."""
    return "\n".join([HEADER, *lines, ""]).encode("gb18030")


def uploaded(page: Page, live: Live, data: bytes, name: str = "", incident: str = "mosquito") -> str:
    """Put a file into a slot of an incident, and go where that leads; returns its name."""
    name = name or f"list{next(FILES)}.csv"
    page.goto(f"{live.url}/push/upload/?incident={incident}")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": data})
    page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/push/\d+/"), timeout=30_000)
    return name


def committed(page: Page, rows: int) -> None:
    """Commit the previewed file; its ledger comes to rest by itself."""
    page.get_by_role("button", name=f"提交 {rows:,} 条").click()
    expect(page.locator("#batch-state")).to_contain_text("完成", timeout=120_000)
    expect(page.get_by_text("账目平衡")).to_be_visible()


def pushed(page: Page, live: Live, *lines: str, incident: str = "mosquito") -> str:
    """Push a list and see its ledger; returns the name of the file."""
    name = uploaded(page, live, listed(*lines), incident=incident)
    committed(page, len(lines))
    return name


def ledger(live: Live, file: str) -> dict[str, int]:
    """What became of the rows of a file, without what is nought."""
    parts = ("received", "tasks", "merged", "handed_over", "out_of_city", "refused", "waiting")
    (numbers,) = live.query(f"SELECT {', '.join(parts)} FROM intake_batch WHERE filename = %s", file)
    assert numbers[0] == sum(numbers[1:]), "the ledger does not balance"
    return {part: n for part, n in zip(parts, numbers, strict=True) if n}


def in_dialog(page: Page, dialog: str, **fields: str) -> None:
    """Open a dialog, fill it in, send it."""
    page.locator(f"[data-dialog={dialog}]").first.click()
    for name, text in fields.items():
        page.fill(f"dialog[open] [name={name}]", text)
    page.locator("dialog[open] .gm-dialog-foot button:not([data-close])").click()


def moves(live: Live, name: str) -> list[str]:
    """The moves that the task of a person has made."""
    found = live.query(
        "SELECT h.move FROM casework_task_transition h JOIN casework_task t ON t.id = h.subject_id"
        " WHERE t.name = %s ORDER BY h.id",
        name,
    )
    return [move for (move,) in found]


def task_of(live: Live, name: str) -> int:
    """The id of a person's task."""
    ((task,),) = live.query("SELECT id FROM casework_task WHERE name = %s", name)
    return int(task)


def opened_door(page: Page, live: Live, name: str) -> None:
    """Find a door in the trio's list and open it."""
    page.goto(f"{live.url}/field/")
    page.locator("a[href*='/field/tasks/']", has_text=name).first.click()
    expect(page.locator(".gm-fbar")).to_contain_text(name)


def answered(page: Page) -> None:
    """On the open report form: found, and all four points clear."""
    for name in CLEARS:
        page.locator(f"label:has(input[name={name}][value=yes])").click()


def reported(page: Page) -> None:
    """Report the door that is open on a phone."""
    page.get_by_role("link", name="上报").click()
    answered(page)
    page.locator("button[form=answers]").click()
    expect(page.locator("#gm-flash")).to_contain_text("已上报")


def passed_both_gates(visitor: Visitor, live: Live, name: str, town: str) -> None:
    """Let the report of a person, who waits first, pass the comparer and then the gatekeeper of a town."""
    for account, word in ((f"compare-{town}", "一致，通过"), (f"gate-{town}", "放行")):
        reviewer = signed_in(visitor, live, account)
        reviewer.goto(f"{live.url}/review/")
        case = reviewer.locator("#case h2").first
        while name not in case.inner_text():  # what another journey has left before the gate
            left = case.inner_text()
            reviewer.get_by_role("button", name="稍后").click()
            expect(case).not_to_have_text(left)
        reviewer.get_by_role("button", name=word).click()
        expect(reviewer.locator("#case h2").filter(has_text=name)).to_have_count(0)
