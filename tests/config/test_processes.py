"""The supervisor: children come back with growing pauses, and go when it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gangmu.config import postgres
from gangmu.config.processes import Process

SECONDS = 20
TELL = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep({sleep})"


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline


def process(tmp_path: Path, sleep: int) -> Process:
    command = [sys.executable, "-c", TELL.format(sleep=sleep)]
    return Process("teller", command, tmp_path / "log", os.environ)


def test_a_child_that_dies_is_started_again_after_a_pause_that_doubles(tmp_path):
    teller = process(tmp_path, sleep=0)
    teller.start()
    said: list[str] = []

    def look() -> bool:
        if sentence := teller.look_after():
            said.append(sentence)
        return len(said) == 2

    until(look)
    assert "again in 0.5 s" in said[0]
    assert "again in 1 s" in said[1]
    assert len((tmp_path / "log").read_text().split()) == 2


def test_a_child_ends_when_its_supervisor_is_killed(tmp_path):
    script = f"""
import os, sys, time
from pathlib import Path
from gangmu.config.processes import Process
command = [sys.executable, "-c", {TELL.format(sleep=60)!r}]
Process("teller", command, Path({str(tmp_path / "log")!r}), os.environ).start()
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script]) as supervisor:
        until(lambda: (tmp_path / "log").exists() and (tmp_path / "log").read_text().strip())
        child = int((tmp_path / "log").read_text())
        supervisor.send_signal(signal.SIGKILL)
    until(lambda: not alive(child))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("command", [["reset"], ["run"]])
def test_the_command_explains_itself_when_it_can_not_go_on(command, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "GANGMU_HOME": str(home), "PG_BIN": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "gangmu", *command],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "gangmu: " in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_command_prints_is_only_its_own(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "gangmu", "--version"], capture_output=True, text=True, check=True
    )
    assert len(done.stdout.splitlines()) == 1
    assert postgres.home().name == "test"
