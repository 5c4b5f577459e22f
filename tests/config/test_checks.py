"""`gangmu check`: a demo is not taken for production, and production brings its own secrets."""

from __future__ import annotations

import os
import subprocess
import sys

SECRETS = dict.fromkeys(("GANGMU_SECRET_KEY",), "x" * 43 + "=")


def check(**settings: str) -> subprocess.CompletedProcess[str]:
    """`gangmu check` with an environment of its own."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("GANGMU_")}
    home = {"GANGMU_HOME": os.environ["GANGMU_HOME"]}
    return subprocess.run(
        [sys.executable, "-m", "gangmu", "check"], env={**bare, **home, **settings}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_demo_mode_in_production_is_refused_and_the_remedy_named() -> None:
    done = check(GANGMU_DEMO="1", GANGMU_PRODUCTION="1")
    assert done.returncode != 0
    assert "GANGMU_DEMO" in done.stderr


def test_demo_mode_behind_https_is_refused() -> None:
    done = check(GANGMU_DEMO="1", GANGMU_HTTPS="1")
    assert done.returncode != 0 and "gangmu.E001" in done.stderr


def test_production_without_its_secrets_is_refused_by_the_name_of_the_secret() -> None:
    done = check(GANGMU_PRODUCTION="1")
    assert done.returncode != 0 and "GANGMU_SECRET_KEY" in done.stderr


def test_a_demo_is_fine_by_itself() -> None:
    done = check(GANGMU_DEMO="1")
    assert done.returncode == 0, done.stderr
