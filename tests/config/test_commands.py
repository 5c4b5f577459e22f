"""The command `gangmu` itself: what needs no database, and what a second `gangmu run` says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gangmu.config import database, roles, run
from gangmu.config.forkserver import NotUp

PACK = next((Path(run.__file__).parents[1] / "ground/incidents/data/packs").glob("*.toml"))
ADDRESS = "http://127.0.0.1:8123"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which nothing runs yet."""
    monkeypatch.setenv("GANGMU_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def gangmu(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it."""
    command = [sys.executable, "-m", "gangmu", *arguments]
    return subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)


def test_a_pack_is_checked_without_a_database(home: Path) -> None:
    done = gangmu("pack", "check", str(PACK))
    assert (done.returncode, "is sound" in done.stdout) == (0, True), done.stderr
    assert not [made for made in home.iterdir() if made.is_dir()], "no cluster"


def test_a_second_run_prints_where_the_first_one_is(home: Path) -> None:
    with run.only_one() as lock:
        run.note_address(lock, ADDRESS)
        second = gangmu("run")
    assert (second.returncode, second.stderr) == (0, "")
    assert ADDRESS in second.stdout


def test_beside_a_run_that_is_still_starting_there_is_no_address_to_print(home: Path) -> None:
    with run.only_one() as lock:
        run.note_address(lock, ADDRESS)
    with run.only_one():
        second = gangmu("run")
    assert (second.returncode, second.stdout) == (1, "")
    assert "starting" in second.stderr


@pytest.fixture
def no_divisions(transactional_db: None) -> Iterator[None]:
    """A database that waits for the demo city, and may not receive its first step."""
    known = database.notes()
    database.note({**known, "demo": "loading"})
    with roles.connect("owner") as owner:
        owner.execute("REVOKE INSERT ON territory_division FROM gangmu_web, gangmu_bulk")
        yield
        owner.execute("GRANT INSERT ON territory_division TO gangmu_web, gangmu_bulk")
    database.note(known)


def test_a_demo_city_that_cannot_be_loaded_stops_the_start_and_says_why(
    no_divisions: None, tmp_path: Path
) -> None:
    with pytest.raises(
        NotUp, match=r"could not be loaded .*\n.*permission denied for table territory_division"
    ):
        run.load_demo(tmp_path / "demo.log")
    assert "Traceback" in (tmp_path / "demo.log").read_text()
    assert database.notes()["demo"] == "loading", "the next start goes on"


GROWN: list[bytes] = []


def _grows() -> None:
    GROWN.append(bytes(50_000_000))


def _refuses() -> None:
    raise NotUp("in its own words")


def _is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_step_leaves_nothing_in_the_supervisor() -> None:
    run.apart(_grows)
    assert not GROWN


def test_a_step_that_fails_says_why_in_the_supervisor() -> None:
    with pytest.raises(NotUp, match="in its own words"):
        run.apart(_refuses)
    with pytest.raises(NotUp, match="was killed"):
        run.apart(_is_killed)


WAITS = """
import os, signal, time
from pathlib import Path
from gangmu.config import run
run.heed_signals()
def wait():
    Path({started!r}).write_text(str(os.getpid()))
    time.sleep(60)
run.apart(wait)
"""


def ended(pid: str) -> bool:
    """Whether a process is gone, or at least no more than its exit status."""
    try:
        return "(zombie)" in (Path("/proc") / pid / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_step_ends_with_its_supervisor_however_that_ends(tmp_path: Path, sign: signal.Signals) -> None:
    started = tmp_path / "started"
    with subprocess.Popen([sys.executable, "-c", WAITS.format(started=str(started))]) as supervisor:
        deadline = time.monotonic() + 20
        while not (started.exists() and started.read_text()):
            assert time.monotonic() < deadline
        supervisor.send_signal(sign)
    while not ended(started.read_text()):
        assert time.monotonic() < deadline
