"""Finds a Chromium for the tests that drive a real browser, and installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Headless and silent: no sandbox (containers), no GPU, and nothing that calls home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-wqy-microhei")


class NoBrowser(RuntimeError):
    """No Chromium, or none that shows Chinese; the message says what to install."""


def find_chromium() -> str:
    """The path of a Chromium on a machine that has a Chinese font; installs both if it may.

    Order: the variable CHROMIUM, a system Chromium, Playwright's own. Raises NoBrowser.
    """
    found = _present()
    if not found or not _has_chinese_font():
        _install()
        found = _present()
    if not found:
        raise NoBrowser(
            f"No Chromium. Remedy: install {' and '.join(PACKAGES)}, or set CHROMIUM to its path."
        )
    if not _has_chinese_font():
        raise NoBrowser("No font with Chinese characters. Remedy: install fonts-wqy-microhei or another.")
    return found


def _present() -> str | None:
    if chosen := os.environ.get("CHROMIUM"):
        if not os.access(chosen, os.X_OK):
            raise NoBrowser(f"CHROMIUM={chosen} is not a program.")
        return chosen
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = sorted((Path.home() / ".cache/ms-playwright").glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def _install() -> None:
    """Debian's packages for root, Playwright's own browser for others; what stays missing is told later."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *PACKAGES, "fontconfig"]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    elif not _present():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
