"""Members of trios opening their lists and reporting their doors, at any size: `python -m tests.scale.load --help`.

Arrivals follow a schedule that does not wait for answers (an open loop), and a time is counted from the moment when the
request was due, so that a server that is late cannot hide it. Half of the members use the phone's pages (list, form,
report), half the API (list, command): the two doors through which a trio works. A phone keeps what it has to send: what
is refused (429), or lost on its way, is sent again with the same command id.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import lease
from tests.live import Live, running
from tests.scale.members import books, prepared
from tests.scale.phones import Phones
from tests.scale.results import Plan, Result, differences, table

TRIOS = 3776  # in the emergency mode


def loaded(live: Live, plan: Plan) -> Result:
    """Prepare the members in a running Gangmu, let them come, and return what they saw."""
    doors = -(-plan.members // TRIOS)
    members, of = prepared(live.database, doors)
    sys.stderr.write(f"{plan.members:,} come in {plan.seconds:.0f} s\n")
    return asyncio.run(Phones(live.url, plan, members, of).run())


def ready() -> None:
    """Sets Django up for a command: the tests' own home and cluster, as in a test."""
    import tests.environment  # noqa: F401  (before Django's settings)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.config.settings")
    import django

    django.setup()


@contextmanager
def somewhere() -> Iterator[Live]:
    """An installation of our own on a fresh copy of the demo city."""
    try:
        with running() as live:
            yield live
    finally:
        lease().release()


def main() -> None:
    """Runs a load and prints what was seen; exit status 1 if the books disagree or anything but 429 went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=Plan.members)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument(
        "--burst", type=float, default=1.0, metavar="TIMES", help="so many times the steady load"
    )
    parser.add_argument("--burst-seconds", type=float, default=0.0)
    parser.add_argument("--pages", type=float, default=Plan.pages, help="share of members who use pages")
    given = parser.parse_args()
    plan = Plan(given.members, given.minutes * 60, given.burst, given.burst_seconds, given.pages)
    ready()
    with somewhere() as live:
        result = loaded(live, plan)
        wrong = differences(result, *books(live.database))
    sys.stdout.write(table(result) + "\n" + "\n".join(wrong[:20] or ["books agree"]) + "\n")
    sys.exit(1 if wrong or result.errors else 0)


if __name__ == "__main__":
    main()
