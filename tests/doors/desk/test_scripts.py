"""What the scripts of a page do, in a real browser: the style guide as the server draws it, under its own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from gangmu.config import frontend
from gangmu.config.headers import POLICY
from gangmu.doors.desk.pages.styleguide import styleguide

pytestmark = pytest.mark.browser
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Site:
    """Answers a browser: pages drawn by the view, files of the build, and what a test expects to be posted."""

    def __init__(self) -> None:
        self.posted: list[str] = []

    def answer(self, route: Route) -> None:
        path, _, query = route.request.url.removeprefix("http://desk.test").partition("?")
        if path.startswith("/static/"):
            file = frontend.BUILT / "web" / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif path == "/reveal/":
            self.posted.append(route.request.post_data or "")
            route.fulfill(
                body='<span class="gm-masked is-shown">13800135678</span>', content_type="text/html"
            )
        else:
            request = RequestFactory().get(f"{path}?{query}")
            request.user = AnonymousUser()
            body = styleguide(request).content
            policy = {"Content-Security-Policy": POLICY.replace("'self'", "'self' http://desk.test")}
            route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=policy)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> None:
    frontend.build(Path(tmp_path_factory.mktemp("web")) / "build.log")


@pytest.fixture
def site(page: Page, built: None) -> Iterator[Site]:
    answering = Site()
    page.context.route("**/*", answering.answer)
    page.goto("http://desk.test/styleguide/")
    yield answering


def test_a_queue_is_walked_and_opened_by_keys(site: Site, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    expect(page.locator("tr[aria-current]")).to_contain_text("1002")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#1002$"))


def test_keys_typed_into_a_field_stay_there(site: Site, page: Page) -> None:
    page.locator("input[name=name]").first.fill("")
    page.keyboard.type("jk?")
    expect(page.locator("input[name=name]").first).to_have_value("jk?")
    expect(page.locator("tr[aria-current]")).to_have_count(0)


def test_the_question_mark_lists_the_keys_of_the_page(site: Site, page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#gm-keys")).to_be_visible()
    expect(page.locator("#gm-keys [data-keys] kbd")).to_have_text(["p", "n", "1", "2"])
    page.keyboard.press("Escape")
    expect(page.locator("#gm-keys")).to_be_hidden()


def test_a_masked_value_is_shown_only_with_a_reason(site: Site, page: Page) -> None:
    page.locator("[data-reveal]").first.click()
    page.locator("#gm-reveal button[value=yes]").click()
    expect(page.locator("#gm-reveal")).to_be_visible()
    assert site.posted == []
    page.locator("#gm-reveal input[value=contact]").check()
    page.locator("#gm-reveal button[value=yes]").click()
    expect(page.locator(".gm-masked.is-shown").first).to_contain_text("13800135678")
    assert "reason=contact" in site.posted[0]


def test_a_question_is_asked_before_what_cannot_be_undone(site: Site, page: Page) -> None:
    page.evaluate(
        "document.querySelector('[data-confirm]').addEventListener('click', () => (window.done = true))"
    )
    page.locator("[data-confirm]").click()
    page.locator("#gm-confirm button[value='']").click()
    assert page.evaluate("window.done") is None
    page.locator("[data-confirm]").click()
    page.locator("#gm-confirm button[value=yes]").click()
    page.wait_for_function("window.done === true")


def test_a_chosen_file_is_named_and_one_too_large_is_refused(site: Site, page: Page) -> None:
    zone = page.locator("[data-upload]")
    page.locator("input[type=file]").set_input_files(
        {"name": "push.csv", "mimeType": "text/csv", "buffer": b"a" * 2048}
    )
    expect(zone).to_contain_text("push.csv · 2.0 KB")
    page.evaluate("document.querySelector('[data-upload]').dataset.limit = '10'")
    page.locator("input[type=file]").set_input_files(
        {"name": "big.csv", "mimeType": "text/csv", "buffer": b"a" * 20}
    )
    expect(zone).to_have_class(re.compile("is-refused"))
    assert page.evaluate("document.querySelector('input[type=file]').validity.customError")


def test_the_theme_is_remembered(site: Site, page: Page) -> None:
    page.locator("[data-bs-toggle=dropdown]").filter(has=page.locator("use[href$='brightness-half']")).click()
    page.locator("[data-theme-set=dark]").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


@pytest.mark.parametrize("width", [320, 360, 768, 1440, 2560])
@pytest.mark.parametrize("query", ["", "?field"])
def test_no_page_is_wider_than_its_screen(site: Site, page: Page, width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"http://desk.test/styleguide/{query}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_thumb_hits_every_button_of_the_phone(site: Site, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("http://desk.test/styleguide/?field")
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, select, textarea, label:has(input), input.form-control")]
        .filter((e) => e.checkVisibility()).map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.height < 44 || box.width < 44).map(([html]) => html)"""
    )
    assert small == []


def test_nothing_on_the_page_breaks_the_content_policy(site: Site, page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.reload()
    page.keyboard.press("j")
    assert refused == []
