"""Who may call: tokens, their scopes, their posts; errors that a program and a person can read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from gangmu.doors.api.access import RECENT, TOKENS
from gangmu.ground.accounts.models import ApiToken, User
from gangmu.ground.organization.models import Holding
from gangmu.kernel import clock
from tests.casework.world import ALWAYS
from tests.doors.api.calling import Caller, caller
from tests.doors.api.conftest import Ground


@pytest.mark.parametrize("path", ["/pushes/1", "/reports", "/field/tasks"])
def test_nobody_comes_in_without_a_token(ground: Ground, path: str) -> None:
    for token in ("", "gm_wrong"):
        answer = Caller(token).get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert Client().post("/api/v1/field/commands", {}, "application/json").status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v1/pushes/1/2/3", "/api/v2/reports", "/api/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_none_is_a_problem_too_and_no_page(path: str, method: str) -> None:
    answer = getattr(Client(), method)(path, headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "no_such_address" and "/api/v1/docs" in answer.json()["title"]


def test_who_sends_a_token_is_its_caller_even_where_the_browser_is_signed_in(ground: Ground) -> None:
    """The page of the API in a browser: its cookie goes along, without the words that guard against forged calls."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(pk=ground.world.cadre.user_id))
    answer = browser.get("/api/v1/reports", headers=ground.pusher.headers())
    assert answer.status_code == 200
    assert browser.get("/api/v1/reports", headers=Caller("gm_wrong").headers()).status_code == 401
    assert browser.post("/api/v1/field/commands", {}, "application/json").status_code == 403


def test_a_token_may_do_what_its_scopes_name(ground: Ground) -> None:
    only = caller(ground.partner, "reports")
    assert only.get("/reports").status_code == 200
    for answer in (only.get("/pushes/1"), only.push(b"x"), only.get("/field/tasks")):
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    answer = only.post("/lab-results", {"laboratory": "x", "results": []})
    assert answer.json()["scope"] == "laboratory"


def test_a_token_that_has_expired_or_was_taken_back_does_not_open(ground: Ground) -> None:
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert ground.pusher.get("/reports").status_code == 401


def test_a_token_taken_back_works_a_few_seconds_longer_and_no_more(ground: Ground) -> None:
    assert ground.pusher.get("/reports").status_code == 200
    ApiToken.objects.all().delete()
    assert ground.pusher.get("/reports").status_code == 200
    assert RECENT <= 5
    TOKENS.clear()
    assert ground.pusher.get("/reports").status_code == 401


def test_a_token_never_acts_in_another_post_of_its_user(ground: Ground) -> None:
    own = Holding.objects.get(post_id=ground.partner.post_id)
    Holding.objects.create(user_id=own.user_id, post_id=ground.outsider.post_id, valid=ALWAYS)
    Holding.objects.filter(pk=own.pk).update(valid=(date(2020, 1, 1), date(2020, 1, 2)))
    assert ground.pusher.get("/reports").status_code == 401


def test_every_mistake_in_a_request_is_named_at_once(ground: Ground) -> None:
    result = {"specimen": "", "document_number": "1", "value": "?", "sampled_at": "yesterday"}
    answer = ground.pusher.post("/lab-results", {"laboratory": "x", "results": [result]})
    problem = answer.json()
    assert answer.status_code == 422 and answer.headers["Content-Type"] == "application/problem+json"
    assert len(problem["errors"]) == 4
    said = {error["at"].rsplit(".", 1)[1]: error["message"] for error in problem["errors"]}
    assert "≥ 4" in said["document_number"], "and what would be right"
    assert "'negative', 'positive', 'invalid'" in said["value"]
    assert all(
        error["at"].startswith("body") and error["code"] and error["message"] for error in problem["errors"]
    )


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"\xff", b'{"a": NaN}', b'{"laboratory": "\\u0000"}', b'{"a": "\\ud800"}']
)
def test_a_body_that_is_no_sound_json_is_a_problem(ground: Ground, body: bytes) -> None:
    headers = ground.pusher.headers("00000000-0000-0000-0000-000000000001")  # type: ignore[arg-type]
    answer = Client().post("/api/v1/lab-results", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "body_unreadable")


def test_the_contract_and_its_page_are_public_and_ask_no_other_host(ground: Ground) -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    page = Client().get("/api/v1/docs").content.decode()
    assert "http://" not in page and "https://" not in page and "<script>" not in page
