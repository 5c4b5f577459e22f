"""What the hard day on a phone needs: slow lines, a full store, the store of an earlier app, a camera's picture."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import CDPSession, Page, expect

from tests.live import Live

SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 60_000,
    "uploadThroughput": 40_000,
}  # bytes a second
SHOWN = "navigator.serviceWorker.ready.then((at) => at.getNotifications()).then((all) => all.map((one) => one.title))"
# What the app of the last version left in the phone: a store without parts, and in it a letter that was not sent.
AS_BEFORE = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const db = await asked(indexedDB.open('gangmu-field'));
  const all = (name) => asked(db.transaction(name).objectStore(name).getAll());
  const keys = (name) => asked(db.transaction(name).objectStore(name).getAllKeys());
  const kept = {};
  for (const name of ['notes', 'owner', 'sealed', 'outbox']) kept[name] = [await keys(name), await all(name)];
  db.close();
  await asked(indexedDB.deleteDatabase('gangmu-field'));
  const opening = indexedDB.open('gangmu-field', 1);
  opening.onupgradeneeded = () => {
    for (const name of ['notes', 'owner', 'sealed']) opening.result.createObjectStore(name);
    opening.result.createObjectStore('outbox', {keyPath: 'seq', autoIncrement: true});
  };
  const old = await asked(opening);
  for (const name of ['notes', 'owner', 'sealed']) {
    const [keys, values] = kept[name];
    const store = () => old.transaction(name, 'readwrite').objectStore(name);
    for (const [at, key] of keys.entries()) await asked(store().put(values[at], key));
  }
  const outbox = () => old.transaction('outbox', 'readwrite').objectStore('outbox');
  for (const item of kept.outbox[1]) await asked(outbox().put(item));
  const version = old.version;
  old.close();
  return [version, kept.outbox[1].map((item) => item.state)];
}"""


# Fills what the browser gives this site, to the last kilobyte.
BALLAST = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const opening = indexedDB.open('ballast', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('all', {autoIncrement: true});
  const db = await asked(opening);
  for (let size = 1 << 20; size >= 64; ) {
    const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65536)));
    const kept = await new Promise((done) => {
      const all = db.transaction('all', 'readwrite', {durability: 'strict'});
      all.oncomplete = () => done(true);
      all.onabort = () => done(false);
      for (let left = size; left > 0; left -= bytes.length) all.objectStore('all').put(bytes);
    });
    if (!kept) size /= 4;
  }
  db.close();
}"""
# Taps one button, then the other, as soon as each is there.
BACK_AND_FORTH = """async ([times, first, second]) => {
  const there = (word) => [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === word);
  for (let n = 0; n < times; n += 1) {
    for (const word of [first, second]) {
      while (!there(word)) await new Promise((done) => setTimeout(done, 2));
      there(word).click();
      while (there(word)) await new Promise((done) => setTimeout(done, 2));
    }
  }
}"""
NOTES = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const db = await asked(indexedDB.open('gangmu-field'));
  const keys = await asked(db.transaction('notes').objectStore('notes').getAllKeys());
  db.close();
  return keys;
}"""


def picture() -> bytes:
    """A photo as cameras write it: large, with a place in it that nobody shall learn."""
    noise = Image.frombytes("RGB", (160, 120), os.urandom(160 * 120 * 3)).resize((2400, 1800))
    about = Image.Exif()
    about[0x010F] = "CAMERA-OF-SOMEBODY"
    about.get_ifd(0x8825)[1] = "N"
    found = io.BytesIO()
    noise.save(found, "JPEG", quality=90, exif=about)
    return found.getvalue()


def door(page: Page, name: str) -> None:
    page.get_by_role("link", name=f"上报: {name}").click()


def not_here(page: Page, name: str) -> None:
    """The shortest report there is."""
    door(page, name)
    page.locator(".gm-outcomes button", has_text="不在此地").click()
    page.get_by_role("button", name="提交上报").click()
    expect(page.get_by_text(f"已保存：{name}")).to_be_visible()


def outcomes(live: Live, name: str) -> list[str]:
    """The reports of a door, in the order in which they arrived."""
    rows = live.query(
        "SELECT r.outcome FROM casework_report r JOIN casework_task t ON t.id = r.task_id"
        " WHERE t.name = %s ORDER BY r.id",
        name,
    )
    return [outcome for (outcome,) in rows]


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what happens on the server."""
    for _ in range(150):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it did not happen")


def devtools(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def anew(phone: Page) -> Page:
    """The app is closed, and its phone is taken up again."""
    context = phone.context
    phone.close()  # a page that was merely left may wake and send
    return context.new_page()
