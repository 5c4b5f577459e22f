"""A live day: many people at once on the real processes, and books that agree to the last row."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.live import Live, running


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """An instance of its own: no report of another test waits at its gates."""
    with running() as stack:
        yield stack


def lived(live: Live, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gangmu", "twin", "day", "--live", live.url, *options]
    return subprocess.run(
        command, env=live.environment, capture_output=True, text=True, timeout=900, check=False
    )


def test_after_pushes_visits_returns_and_handovers_all_books_agree(live: Live) -> None:
    done = lived(live, "--push", "12:00=8", "--push", "18:00=22", "--seed", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 rows" in done.stdout and "agree to the last row" in done.stdout


@pytest.mark.scale
def test_a_day_of_hundreds_at_six_hundred_times_its_speed_and_the_same_day_again(live: Live) -> None:
    day = ("--push", "18:00=400", "--seed", "8", "--speed", "600")
    done = lived(live, *day)
    assert done.returncode == 0, done.stdout + done.stderr
    again = lived(live, *day)
    assert again.returncode == 1
    assert "was pushed before" in again.stdout and "another --seed" in again.stdout
