"""What the scripts of the phone pages do, in a real browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route

from gangmu.config import frontend

pytestmark = pytest.mark.browser
FORM = (
    '<!doctype html><script src="/static/field.js" defer></script>'
    '<form id="answers" method="post" action="/sent/"><input type="hidden" name="at" data-now></form>'
    '<button form="answers">send</button>'
)


def test_a_form_says_when_the_phone_sent_it(page: Page, tmp_path: Path) -> None:
    frontend.build(tmp_path / "build.log")
    sent: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://phone.test")
        if path.startswith("/static/"):
            file = frontend.BUILT / "web" / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type="text/javascript")
            return
        sent.append(route.request.post_data or "")
        route.fulfill(body=FORM, content_type="text/html; charset=utf-8")

    page.context.route("**/*", answer)
    page.goto("http://phone.test/report/")
    page.get_by_role("button", name="send").click()
    page.wait_for_url("**/sent/")
    said = datetime.fromisoformat(parse_qs(sent[-1])["at"][0])
    assert abs(datetime.now(UTC) - said) < timedelta(minutes=1)
