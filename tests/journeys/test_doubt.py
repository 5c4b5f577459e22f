"""The joint office's desk: a doubtful address and a doubtful person are each decided with one key."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import Visitor, document, ledger, person, pushed, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

STAYS = "window.stays = true"
WORDING, PIECE = "博罗县罗阳街道翠园社区", "翠园社区"  # there is no such community


def row_of(live: Live, name: str, outcome: str = "waiting") -> int:
    """The id of the row of a person."""
    found = live.query("SELECT id FROM intake_row WHERE name = %s AND outcome = %s", name, outcome)
    return int(found[-1][0])


def test_a_doubtful_address_is_decided_with_one_key_learnt_and_placed_by_itself_the_next_time(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    file = pushed(clerk, live, person("测试金", "13800138050", f"{WORDING}3栋101"))
    assert ledger(live, file) == {"received": 1, "waiting": 1}
    clerk.evaluate(STAYS)
    waiting = clerk.locator("#rows tr", has_text="测试金")
    expect(waiting).to_contain_text("待合署研判")

    desk = signed_in(visitor, live, "desk-luoyang")
    desk.goto(f"{live.url}/office/{row_of(live, '测试金')}/")
    expect(desk.locator("svg.gm-map path.is-candidate").first).to_be_visible()
    chosen = desk.locator(".gm-candidate", has_text="翠美园")
    place, key = chosen.locator("strong").inner_text(), chosen.locator("kbd").inner_text()
    expect(desk.locator("input[name=learn]")).to_have_value(PIECE)
    expect(desk.locator("input[name=teach]")).to_be_checked()
    waited = int(desk.locator("#waits-office").inner_text())
    desk.keyboard.press(key)
    expect(desk.locator("#case [role=status]")).to_contain_text("任务")
    expect(desk.locator("#waits-office")).to_have_text(str(waited - 1))  # the menu follows
    assert ledger(live, file) == {"received": 1, "tasks": 1}
    learnt = live.query("SELECT source, area FROM territory_alias WHERE text = %s", PIECE)
    ((area,),) = live.query("SELECT area FROM casework_task WHERE name = '测试金'")
    assert [(source, code // 10**6) for source, code in learnt] == [("desk", area // 10**6)]

    # The clerk's open page has followed by itself.
    expect(waiting).to_contain_text(place)
    expect(waiting.locator("td.acts")).to_contain_text("任务")
    expect(clerk.locator("#batch-acts")).not_to_contain_text("存疑")
    assert clerk.evaluate("window.stays")

    again = pushed(clerk, live, person("测试木", "13800138051", f"{WORDING}5栋202"))
    assert ledger(live, again) == {"received": 1, "tasks": 1}
    assert live.query("SELECT area / 1000000 FROM casework_task WHERE name = '测试木'") == [(area // 10**6,)]


def test_whether_two_rows_are_one_person_is_decided_at_the_desk(live: Live, visitor: Visitor) -> None:
    clerk = signed_in(visitor, live, "push")
    where = "博罗县罗阳街道翠美园社区"
    file = pushed(
        clerk,
        live,
        person("测试水", "13800138052", f"{where}6栋101", document(2)),
        person("测试水", "13800138052", f"{where}7栋101"),
        person("测试火", "13800138053", f"{where}6栋102"),
        person("测试火", "13800138053", f"{where}7栋102"),
    )
    assert ledger(live, file) == {"received": 4, "tasks": 2, "waiting": 2}

    desk = signed_in(visitor, live, "desk-luoyang")
    one, two = row_of(live, "测试水"), row_of(live, "测试火")
    desk.goto(f"{live.url}/office/{one}/")
    expect(desk.locator("#case")).to_contain_text("是同一个人吗")
    expect(desk.locator("#case")).to_contain_text("******8052")
    expect(desk.locator("#case")).not_to_contain_text("13800138052")

    # Whoever writes another person's number into the form gets what an absent number gets, and decides nothing.
    ((foreign,),) = live.query("SELECT min(id) FROM register_person")
    for guess in (int(foreign), 10**9):
        desk.locator("button[name=person][data-key='1']").evaluate("(b, id) => (b.value = id)", str(guess))
        desk.locator("button[name=person][data-key='1']").click()
        expect(desk.locator("#gm-flash")).to_contain_text("内容不存在，或不在您的辖区")
    assert row_of(live, "测试水") == one

    desk.goto(f"{live.url}/office/{one}/")
    desk.keyboard.press("1")
    expect(desk.locator("#case [role=status]")).to_contain_text("已合并")
    desk.goto(f"{live.url}/office/{two}/")
    desk.keyboard.press("n")
    expect(desk.locator("#case [role=status]")).to_contain_text("任务")
    assert ledger(live, file) == {"received": 4, "tasks": 3, "merged": 1}
    persons = "SELECT count(DISTINCT person_id) FROM intake_row WHERE name = %s"
    assert [live.query(persons, name) for name in ("测试水", "测试火")] == [[(1,)], [(2,)]]
