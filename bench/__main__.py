"""`python -m bench [--quick] [section …]`: what Gangmu does on this machine, each figure beside its floor.

Each section runs in a process of its own, on a database of its own (`bench.databases`); median of three rounds,
with `--quick` one round of less. See docs/bench.md.
"""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import time
from types import MappingProxyType

from bench import databases
from bench.table import head

# What can be measured: the module whose `figures(quick)` yields bench.table.Figure, and the database it needs.
SECTIONS = MappingProxyType(
    {
        "addresses": ("bench.addresses", databases.CITY),
        "push": ("bench.pushes", databases.CITY),
        "reports": ("bench.reports", databases.CITY),
        "seals": ("bench.seals", databases.CITY),
        "isolation": ("bench.isolation", databases.CITY),
        "modes": ("bench.modes", databases.CITY),
        "sampling": ("bench.sampling", databases.CITY),
        "lists": ("bench.lists", databases.LARGE),
        "board": ("bench.board", databases.LARGE),
        "zones": ("bench.zones", databases.LARGE),
        "rates": ("bench.rates", databases.LARGE),
        "exports": ("bench.exports", databases.LARGE),
        "phone": ("bench.phone", databases.CITY),
        "memory": ("bench.memory", databases.CITY),
        "budgets": ("bench.budgets", databases.LARGE),
    }
)


def main() -> None:
    """Measure the sections named on the command line, or all, and print one table. One that breaks holds up none."""
    quick = "--quick" in sys.argv
    chosen = [word for word in sys.argv[1:] if not word.startswith("-")] or list(SECTIONS)
    if unknown := set(chosen) - SECTIONS.keys():
        raise SystemExit(f"bench: no section {', '.join(sorted(unknown))}; there are: {', '.join(SECTIONS)}")
    if "--here" in sys.argv:
        return _measure(chosen[0], quick)
    os.environ.update(GANGMU_DEMO="1", DJANGO_SETTINGS_MODULE="gangmu.config.settings")
    with databases.running():
        sys.stdout.write(f"{head()}\n")
        broken = []
        for name in chosen:
            began = time.monotonic()
            database = databases.ready(SECTIONS[name][1])
            sys.stdout.flush()
            command = [sys.executable, "-m", "bench", "--here", name, *(["--quick"] if quick else [])]
            done = subprocess.run(command, env={**os.environ, "GANGMU_DATABASE": database}, check=False)
            broken += [name] if done.returncode else []
            sys.stderr.write(f"bench: {name} took {time.monotonic() - began:.0f} s\n")
    if broken:
        raise SystemExit(f"bench: not measured to their end: {', '.join(broken)}")


def _measure(section: str, quick: bool) -> None:
    import django

    django.setup()
    gc.freeze()  # as the web server does (config.web)
    for figure in importlib.import_module(SECTIONS[section][0]).figures(quick):
        sys.stdout.write(f"{figure.line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
