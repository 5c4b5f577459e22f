"""A real MQTT broker for tests: Debian's mosquitto, installed where that is possible, on a free loopback port.

There is no stand-in: the tests are about what a broker owes to a listener that was away, and amqtt 0.12 does not keep
it (docs/dependencies.md). Without mosquitto they fail, and say what to do.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gangmu.config.processes import free_port

PLACES = "/usr/sbin:/usr/local/sbin"


class NoBroker(RuntimeError):
    """No mosquitto; the message says what to install."""


def find_mosquitto() -> str:
    """The path of mosquitto; installs Debian's package if it may. MOSQUITTO names another. Raises NoBroker."""
    found, said = _present(), "this is not Debian, or not root"
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "mosquitto"]
        for command in (["apt-get", "update", "-qq"], install):
            said = subprocess.run(
                command, env=quiet, capture_output=True, text=True, check=False
            ).stderr.strip()
        found = _present()
    if found is None:
        raise NoBroker(
            "No MQTT broker, and it could not be installed: "
            f"{said[-500:]}\nRemedy: `apt-get install mosquitto` as root, or set MOSQUITTO to the path of one."
        )
    return found


def _present() -> str | None:
    return os.environ.get("MOSQUITTO") or shutil.which("mosquitto", path=f"{os.environ['PATH']}:{PLACES}")


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """Runs a broker that keeps what it owes over a restart of its clients; gives its address."""
    port = free_port("127.0.0.1", 0)
    settings = folder / "mosquitto.conf"
    settings.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 100000\n")
    child = subprocess.Popen([find_mosquitto(), "-c", str(settings)], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if child.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        yield f"mqtt://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()
