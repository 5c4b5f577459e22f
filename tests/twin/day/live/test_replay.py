"""A live day: hundreds of requests of many people at once, and books that agree to the last row."""

from __future__ import annotations

import subprocess
import sys

from tests.live import Live


def lived(live: Live, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gangmu", "twin", "day", "--live", live.url, *options]
    return subprocess.run(
        command, env=live.environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_after_a_day_of_pushes_visits_returns_and_handovers_all_books_agree(live: Live) -> None:
    done = lived(live, "--push", "12:00=40", "--push", "18:00=100", "--seed", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "agree to the last row" in done.stdout
    again = lived(live, "--push", "18:00=100", "--seed", "5")
    assert again.returncode == 1
