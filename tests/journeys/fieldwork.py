"""What the field app is tried with: doors, work of every kind, what a browser keeps, what colleague and desk do."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route

from gangmu.governance.needs.rules import TRIO, rules
from tests.journeys.steps import Visitor, signed_in
from tests.journeys.test_accessible import AXE, RUN, SMALLEST, too_wide
from tests.live import Live

NAMES = [f"测试楼{n}" for n in "甲乙丙丁戊己庚辛壬癸"]
SLIP, VOICE = NAMES[8:]
# Every other kind of work with its usual outcome, and each further outcome once; what it begins with has no label.
NEEDS = [f"need_{kind}" for kind, needed in rules().kinds.items() if needed.to == TRIO]
WORK = [
    *((kind, "done", "") for kind in NEEDS),
    (NEEDS[0], "not_possible", "无法办理"),
    ("day_call", "at_home", ""),
    ("day_call", "not_in", "无人应门"),
    ("look_in", "at_home", ""),
    ("symptoms", "seen_by_medic", ""),
    ("symptoms", "not_in", "无人应门"),
    ("place_work", "worked", ""),
    ("place_work", "not_done", "未做"),
    ("place_survey", "surveyed", ""),
    ("sampling_recall", "told", ""),
    ("sampling_recall", "not_reached", "未联系上"),
]
# The outcomes whose usual answers are one tap, those whose words are a phrase to tap, and what must be typed.
ONE_TAP = {"found", "told"}
PHRASED = {
    *((kind, outcome) for kind, outcome, _label in WORK if kind in NEEDS),
    ("place_work", "not_done"),
    ("sampling_recall", "not_reached"),
}
NUMBERS = {"worked": {"reached": "46"}, "surveyed": {"inspected": "50", "found": "3"}}
# Opens a task for each in the running product, as its fields of work do.
OPEN = """
import json, sys
from uuid import uuid4
from gangmu.casework.actions import NewTask, open_task
from gangmu.casework.models import Task
from gangmu.kernel.scope import Scope, entered
with entered(Scope.system("test")) as scope:
    like = Task.objects.select_related("incident").get(name=%r)
    for kind, name in %r:
        new = NewTask(kind, like.incident, like.category, None, like.area, name, like.address)
        open_task(scope.actor, uuid4(), new)
"""
# Counts what a thumb does, until `counted` is read. Keys are counted as they go down, taps as the finger does.
COUNT = """() => {
  window.counted = {taps: 0, typed: 0};
  addEventListener('pointerdown', () => { window.counted.taps += 1; }, true);
  addEventListener('keydown', () => { window.counted.typed += 1; }, true);
}"""
# Everything that a browser keeps of this site: its database, its caches with what is in them, its storages.
STORED = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const kept = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
  }
  const found = {};
  for (const {name} of await indexedDB.databases()) {
    const db = await asked(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      found[store] = await asked(db.transaction(store).objectStore(store).getAll());
    }
    db.close();
  }
  const outbox = found.outbox.map((item) => ({state: item.state, copy: item.copy !== null}));
  const {owner, sealed, parts} = found;
  const text = kept.join() + JSON.stringify(found);
  return {owner: owner.length, sealed: sealed.length, parts: parts.length, outbox, text};
}"""
PASS = """async ([tasks, gate]) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  for (const task of tasks) {
    const body = new URLSearchParams({csrfmiddlewaretoken: token, command: crypto.randomUUID(), gate});
    await fetch(`/review/${task}/pass/`, {method: 'POST', body, redirect: 'manual'});
  }
}"""
REPORT = """async ([task, answers]) => {
  const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
  const body = {outcome: 'found', answers};
  const command = {id: crypto.randomUUID(), kind: 'report', task, at: new Date().toISOString(), seen_version: 1, body};
  const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token};
  const sent = {method: 'POST', headers, body: JSON.stringify({commands: [command]})};
  return (await (await fetch('/api/v1/field/commands', sent)).json()).results[0].result;
}"""


def work(kind: str, outcome: str) -> str:
    """What a task of the test is called."""
    return f"测试事{kind}-{outcome}"


def nothing_personal(phone: Page) -> list[dict[str, Any]]:
    """Neither list nor name nor the way to a key is kept anywhere in the browser; gives the letters that are left."""
    stored = phone.evaluate(STORED)
    assert (stored["owner"], stored["sealed"], stored["parts"]) == (0, 0, 0)
    assert "/static/" in stored["text"]  # it was looked at: the app itself is there
    assert not any(name in stored["text"] for name in NAMES)
    outbox: list[dict[str, Any]] = stored["outbox"]
    return outbox


def tasks(live: Live) -> dict[str, int]:
    all_of_them = [*NAMES, *(work(kind, outcome) for kind, outcome, _label in WORK)]
    return dict(live.query("SELECT name, id FROM casework_task WHERE name = ANY(%s)", all_of_them))


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


def reviewed(visitor: Visitor, live: Live) -> None:
    """What was reported here leaves the gates, where other journeys wait for theirs."""
    for account, gate in (("compare-luoyang", "compare"), ("gate-luoyang", "release")):
        reviewer = signed_in(visitor, live, account)
        reviewer.evaluate(PASS, [[task for name, task in tasks(live).items() if name != NAMES[6]], gate])
    left = "SELECT name FROM casework_task WHERE id = ANY(%s) AND status NOT IN ('released', 'closed')"
    assert live.query(left, list(tasks(live).values())) == [(NAMES[6],)]
