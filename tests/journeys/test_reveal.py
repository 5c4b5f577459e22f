"""What is masked is shown in full for a reason, also after a first attempt found no connection."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import Visitor, document, person, pushed, signed_in
from tests.live import Live

pytestmark = pytest.mark.browser

PHONE = "13800138062"


def test_a_masked_number_is_shown_for_a_reason_also_after_the_connection_failed(
    live: Live, visitor: Visitor
) -> None:
    clerk = signed_in(visitor, live, "push")
    pushed(clerk, live, person("测试显号", PHONE, "博罗县罗阳街道翠美园社区3栋101", document(871)))
    ((found,),) = live.query("SELECT person_id FROM casework_task WHERE name = '测试显号'")
    desk = signed_in(visitor, live, "desk-luoyang")
    desk.goto(f"{live.url}/persons/{found}/")
    masked = desk.locator(".gm-masked", has_text="8062")

    def ask() -> None:
        masked.get_by_role("button").click()
        dialog = desk.locator("#gm-reveal")
        dialog.locator("input[value=contact]").check()
        dialog.locator("button[value=yes]").click()

    desk.context.set_offline(True)
    ask()
    expect(desk.locator("#gm-flash")).to_contain_text("网络中断")
    desk.context.set_offline(False)
    ask()
    expect(desk.get_by_text(PHONE)).to_be_visible()
    logged = (
        "SELECT split_part(detail, ',', 1), trim(reason) FROM accounts_accesslog"
        " WHERE act = 'reveal' AND person_id = %s"
    )
    assert live.query(logged, found) == [("phone", "contact")]
