"""The supervisor: children come back with growing pauses, and go when it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gangmu.config import postgres
from gangmu.config.forkserver import ForkServer, NotUp
from gangmu.config.processes import Process

SECONDS = 20
TELLER = "import os, sys, time, {loaded}\nprint(os.getpid(), sys.argv[1], flush=True)\ntime.sleep(float(sys.argv[2]))"
COUNTED = "import os\nprint('loaded by', os.getpid(), flush=True)"


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ForkServer]:
    """One that has loaded `counted`, from which the children `teller` tell who they are, in their log."""
    (tmp_path / "counted.py").write_text(COUNTED)
    (tmp_path / "teller.py").write_text(TELLER.format(loaded="counted"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    server = ForkServer(tmp_path / "server.log", environment, ["counted"])
    yield server
    server.stop()


def teller(server: ForkServer, tmp_path: Path, seconds: float, name: str = "teller") -> Process:
    return Process(name, ["teller", name, str(seconds)], tmp_path / f"{name}.log", server)


def told(tmp_path: Path, name: str = "teller") -> list[str]:
    """The lines of its log, as far as they are whole."""
    log = tmp_path / f"{name}.log"
    return log.read_text().splitlines() if log.exists() and log.read_text().endswith("\n") else []


def test_children_begin_with_what_the_server_has_loaded_once(server, tmp_path):
    for name in ("one", "two"):
        teller(server, tmp_path, 60, name).start()
    until(lambda: told(tmp_path, "one") and told(tmp_path, "two"))
    assert server.process is not None
    assert (tmp_path / "server.log").read_text().splitlines() == [f"loaded by {server.process.pid}"]
    assert len({line for name in ("one", "two") for line in told(tmp_path, name)}) == 2
    pid = told(tmp_path, "one")[0].split()[0]
    assert Path(f"/proc/{pid}/comm").read_text() == "gangmu-one\n"


def test_the_server_of_the_product_is_fit_to_be_forked(tmp_path):
    server = ForkServer(tmp_path / "server.log", os.environ)
    try:
        server.run(["this"], tmp_path / "this.log").wait(SECONDS)
        assert server.process is not None
        place = Path(f"/proc/{server.process.pid}")
        assert (
            len(list((place / "task").iterdir())) == 1
        )  # a lock of another thread would stay locked for good
        sockets = [fd.name for fd in (place / "fd").iterdir() if str(fd.readlink()).startswith("socket")]
        assert sockets == ["0"]  # no connection to a database that the children would share
    finally:
        server.stop()


def test_a_child_that_dies_is_started_again_after_a_pause_that_doubles(server, tmp_path):
    process = teller(server, tmp_path, 0)
    process.start()
    said: list[str] = []

    def look() -> bool:
        if sentence := process.look_after():
            said.append(sentence)
        return len(said) == 2

    until(look)
    assert "teller ended (0), again in 0.5 s" in said[0]
    assert "again in 1 s" in said[1]
    assert len(told(tmp_path)) == 2


def test_when_the_server_dies_its_children_end_and_come_back_from_a_new_one(server, tmp_path):
    processes = [teller(server, tmp_path, 60, name) for name in ("one", "two")]
    for process in processes:
        process.start()
    until(lambda: told(tmp_path, "one") and told(tmp_path, "two"))
    first = [process.child.pid for process in processes if process.child]
    assert server.process is not None
    server.process.kill()
    said: list[str | None] = []

    def back() -> bool:
        said.extend(process.look_after() for process in processes)
        return all(len(told(tmp_path, name)) == 2 for name in ("one", "two"))

    until(back)
    assert sum("ended (-15)" in sentence for sentence in said if sentence) == 2
    until(lambda: not any(alive(pid) for pid in first))
    assert len((tmp_path / "server.log").read_text().splitlines()) == 2


def test_a_server_that_cannot_load_its_modules_says_why(tmp_path):
    (tmp_path / "broken.py").write_text("raise RuntimeError('no such thing')")
    server = ForkServer(tmp_path / "log", {**os.environ, "PYTHONPATH": str(tmp_path)}, ["broken"])
    process = Process("teller", ["teller"], tmp_path / "teller.log", server)
    with pytest.raises(NotUp, match="no such thing"):
        process.start()
    process.due = time.monotonic()
    assert "no such thing" in str(process.look_after())  # a supervisor goes on trying, and says so
    assert process.look_after() is None
    server.stop()


def test_a_child_is_told_to_end_and_its_status_is_known(server, tmp_path):
    child = server.run(["teller", "teller", "60"], tmp_path / "teller.log")
    until(lambda: told(tmp_path))
    assert child.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.05)
    os.killpg(child.pid, signal.SIGKILL)  # its session is its own
    assert child.wait(SECONDS) == -signal.SIGKILL
    assert server.run(["teller", "again", "0"], tmp_path / "teller.log").wait(SECONDS) == 0


def test_an_answer_that_a_signal_kept_from_being_heard_is_not_taken_for_another(server, tmp_path):
    ended, running = (
        server.run(["teller", name, seconds], tmp_path / f"{name}.log")
        for name, seconds in (("ended", "0"), ("running", "60"))
    )
    until(lambda: not alive(ended.pid))
    server._order(ask=ended.pid)
    assert running.poll() is None
    assert server.run(["teller", "more", "0"], tmp_path / "more.log").wait(SECONDS) == 0


def test_a_child_ends_when_its_supervisor_is_killed(tmp_path):
    script = f"""
import os, time
from pathlib import Path
from gangmu.config.forkserver import ForkServer
server = ForkServer(Path({str(tmp_path / "server.log")!r}), os.environ, [])
server.run(["teller", "teller", "60"], Path({str(tmp_path / "teller.log")!r}))
time.sleep(60)
"""
    (tmp_path / "teller.py").write_text(TELLER.format(loaded="json"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", script], env=environment) as supervisor:
        until(lambda: told(tmp_path))
        child = int(told(tmp_path)[0].split()[0])
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
