"""The field app as it is built and served; what it does in a browser is tests/journeys/test_field_app.py."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gangmu.config import frontend
from gangmu.doors.field.pages.app import FILES
from gangmu.doors.field.words.app import SAYINGS, both_languages

APP = frontend.WEB / "field"
MOST = 100 * 1024  # bytes of the first load, compressed; the promise is 250 KB


def test_its_logic_holds() -> None:
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, "--test", APP / "field.test.ts"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_first_load_stays_small(tmp_path: Path, db: Any) -> None:
    frontend.build(tmp_path / "build.log")
    files = [frontend.BUILT / "web" / name for name in (*FILES, "worker.js")]
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in files}
    sizes["page"] = len(Client().get("/app/").content)  # pages are not compressed
    assert sum(sizes.values()) < MOST, sizes


def test_its_styles_keep_what_no_screen_names(tmp_path: Path) -> None:
    """Dark mode, sunlight, large type and the tones of statuses are put on by scripts and by words of the server."""
    frontend.build(tmp_path / "build.log")
    kept = (frontend.BUILT / "web" / "app.css").read_text(encoding="utf-8")
    tones = {tone for words in both_languages().values() for _label, tone in words["status"].values()}
    for wanted in ("data-bs-theme=dark", ".gm-contrast", ".gm-large", *(f".gm-{tone}" for tone in tones)):
        assert wanted in kept, wanted


def test_it_calls_nothing_that_the_oldest_browsers_lack(tmp_path: Path) -> None:
    """docs/field.md names them; the compiler watches over the language, nobody over what a browser brings."""
    frontend.build(tmp_path / "build.log")
    later = (
        "AbortSignal.timeout AbortSignal.any structuredClone findLast toSorted groupBy hasOwn withResolvers"
    )
    for name in ("early.js", "app.js", "worker.js"):
        script = (frontend.BUILT / "web" / name).read_text(encoding="utf-8")
        assert [call for call in later.split() if re.search(rf"{re.escape(call)}\(", script)] == [], name


def test_it_says_nothing_that_has_no_chinese_and_keeps_no_word_that_it_does_not_say() -> None:
    said: set[str] = set()
    for path in APP.rglob("*.ts*"):
        said |= set(re.findall(r'\bt\(\s*"((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8")))
    assert said == set(SAYINGS)
    spoken = both_languages()
    assert spoken["en"]["app"]["Sign in"] == "Sign in"
    assert spoken["zh-hans"]["app"]["Sign in"] == "登录"
    assert spoken["zh-hans"]["status"]["found"] == ("在此", "green")


def test_every_icon_that_it_names_is_in_the_sprite() -> None:
    named: set[str] = set()
    for path in APP.rglob("*.tsx"):
        named |= set(re.findall(r'(?:icon|Icon name)="([a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    assert named <= set((frontend.WEB / "icons.txt").read_text().split())


@pytest.mark.parametrize("path", ["/app/", "/app/worker.js", "/app/manifest.webmanifest"])
def test_it_is_the_same_for_everybody_and_knows_nobody(db: Any, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert Client().post(path).status_code in (403, 405)


def test_what_stays_on_the_phone_is_the_app_and_nothing_else(db: Any) -> None:
    script = Client().get("/app/worker.js").content.decode()
    (files,) = re.findall(r"gangmuFiles = (\[.*\]);", script)
    assert [file["url"] for file in json.loads(files) if not file["url"].startswith("/static/")] == ["/app/"]


def test_lists_and_answers_may_be_kept_by_no_cache(db: Any) -> None:
    assert Client().get("/api/v1/field/tasks").headers["Cache-Control"] == "no-store"
