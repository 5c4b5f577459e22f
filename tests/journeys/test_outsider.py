"""Whoever guesses: ids of another territory in addresses, in forms and in the API give what absent ones give."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from playwright.sync_api import APIResponse, Page, expect

from tests.journeys.steps import Visitor, person, pushed, signed_in, task_of
from tests.live import Live

pytestmark = pytest.mark.browser

NAME, WAITING = "测试巳", "测试午"
ABSENT = 10**9
Ids = dict[str, int]
DESK = (
    "/tasks/{task}/", "/tasks/{task}/offer/", "/persons/{person}/", "/office/{row}/", "/push/{batch}/",
    "/push/{batch}/ledger/", "/push/{batch}/rows.csv",
)  # fmt: skip
FIELD = ("/field/tasks/{task}/", "/field/tasks/{task}/report/", "/field/tasks/{task}/offer/")
DESK_FORMS = (
    "/tasks/{task}/offer/", "/tasks/{task}/accept/", "/tasks/{task}/refuse/", "/tasks/{task}/cancel/",
    "/office/{row}/place/", "/office/{row}/identity/", "/office/{row}/outside/", "/office/{row}/refuse/",
)  # fmt: skip
DEEDS = ("claim", "unclaim", "call", "report", "offer", "accept", "refuse", "reason")
FIELD_FORMS = tuple(f"/field/tasks/{{task}}/{deed}/" for deed in DEEDS)


@pytest.fixture(scope="module")
def secret() -> dict[str, Ids]:
    """Filled by the first test: ids that exist in 江北."""
    return {}


def ids_of(live: Live, visitor: Visitor, secret: dict[str, Ids]) -> Ids:
    """A task and a doubtful row in 江北, pushed once."""
    if not secret:
        clerk = signed_in(visitor, live, "push")
        inside = person(NAME, "13800138030", "惠城区江北街道三新村11栋101")
        file = pushed(clerk, live, inside, person(WAITING, "13800138031", "惠城区江北街道某处"))
        found = live.query(
            "SELECT b.id, t.id, t.person_id FROM casework_task t JOIN intake_row r ON r.task_id = t.id"
            " JOIN intake_batch b ON b.id = r.batch_id WHERE b.filename = %s",
            file,
        )
        ((row,),) = live.query("SELECT id FROM intake_row WHERE name = %s", WAITING)
        secret["ids"] = dict(zip(("batch", "task", "person"), found[0], strict=True), row=row)
    return secret["ids"]


def said(answer: APIResponse, path: str) -> tuple[int, str]:
    """What an answer says, without what differs from one to the next anyway."""
    text = re.sub(r'"X-CSRFToken": "[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text())
    return answer.status, text.replace(path, "").replace(quote(path), "")


def asked(page: Page, live: Live, path: str, ids: Ids, form: dict[str, Any] | None) -> tuple[int, str]:
    """Ask with the session of a page, as its own scripts could."""
    path = path.format(**ids)
    if form is None:
        return said(page.request.get(live.url + path, max_redirects=0), path)
    answer = page.request.post(live.url + path, form=form, headers=token(page), max_redirects=0)
    return said(answer, path)


def token(page: Page) -> dict[str, str]:
    """What the scripts of a page send with everything that changes something."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return {"X-CSRFToken": cookies["csrftoken"]}


def the_same(page: Page, live: Live, path: str, ids: Ids, form: dict[str, Any] | None = None) -> None:
    """The ids of others give word for word what ids give that do not exist: a 404."""
    foreign = asked(page, live, path, ids, form)
    absent = asked(page, live, path, dict.fromkeys(ids, ABSENT), form)
    assert foreign[0] == 404, (path, foreign)
    assert foreign == absent, path
    assert NAME not in foreign[1] and WAITING not in foreign[1]


@pytest.mark.parametrize(
    ("account", "paths", "forms"),
    [("desk-luoyang", DESK, DESK_FORMS), ("police-cuimeiyuan", FIELD, FIELD_FORMS)],
    ids=["desk", "trio"],
)
def test_a_guessed_address_is_the_same_as_an_absent_one(
    live: Live,
    visitor: Visitor,
    secret: dict[str, Ids],
    account: str,
    paths: tuple[str, ...],
    forms: tuple[str, ...],
) -> None:
    ids = ids_of(live, visitor, secret)
    stranger = signed_in(visitor, live, account)
    answer = stranger.goto(live.url + paths[0].format(**ids))
    assert answer is not None and answer.status == 404
    expect(stranger.locator("main")).to_contain_text("不在您的辖区")
    for path in paths:
        the_same(stranger, live, path, ids)
    everything = {
        "command": str(uuid4()), "reason": "x", "why": "lives", "area": "441322001220000000",
        "outcome": "found", "person": str(ids["person"]),
    }  # fmt: skip
    for path in forms:
        the_same(stranger, live, path, ids, everything)
    assert live.query("SELECT move FROM casework_task_transition WHERE subject_id = %s", ids["task"]) == [
        ("open",)
    ]
    assert live.query("SELECT outcome FROM intake_row WHERE id = %s", ids["row"]) == [("waiting",)]


def test_a_guessed_id_inside_a_command_of_the_api_is_the_same_as_an_absent_one(
    live: Live, visitor: Visitor, secret: dict[str, Ids]
) -> None:
    ids = ids_of(live, visitor, secret)
    stranger = signed_in(visitor, live, "police-cuimeiyuan", phone=True)
    bodies: dict[str, dict[str, Any]] = {
        "claim": {}, "unclaim": {}, "open_return": {}, "contact": {},
        "report": {"outcome": "unreachable", "answers": {"tried": ["door"]}},
        "offer": {"to": "441322001220", "reason": "x"},
    }  # fmt: skip

    def sent(task: int) -> list[dict[str, Any]]:
        at = "2026-11-26T10:00:00+08:00"
        commands = [
            {"id": str(uuid4()), "kind": kind, "task": task, "at": at, "seen_version": 1, "body": body}
            for kind, body in bodies.items()
        ]
        url = f"{live.url}/api/v1/field/commands"
        answer = stranger.request.post(url, data={"commands": commands}, headers=token(stranger))
        assert answer.status == 200, answer.text()
        return [{**result, "id": ""} for result in answer.json()["results"]]

    foreign = sent(ids["task"])
    assert foreign == sent(ABSENT)
    assert {(result["result"], result["code"], result["task"]) for result in foreign} == {
        ("refused", "not_found", None)
    }
    mine = stranger.request.get(f"{live.url}/api/v1/field/tasks").json()["tasks"]
    assert ids["task"] not in [task["id"] for task in mine]


def test_nobody_acts_in_a_post_that_he_does_not_hold(live: Live, visitor: Visitor) -> None:
    ((post,),) = live.query(
        "SELECT p.id FROM organization_post p JOIN organization_body b ON b.id = p.body_id"
        " WHERE b.code = 'LEAD441300000000' AND p.role = 'leader' LIMIT 1"
    )
    stranger = signed_in(visitor, live, "desk-luoyang")
    ids = {"post": int(post)}
    foreign = asked(stranger, live, "/act/", ids, {"post": str(post)})
    assert foreign[0] == 403
    assert foreign == asked(stranger, live, "/act/", ids, {"post": str(ABSENT)})
    assert stranger.request.get(f"{live.url}/tasks/{task_of(live, NAME)}/").status == 404
