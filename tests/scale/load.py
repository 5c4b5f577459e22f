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

from tests.scale.members import books, prepared
from tests.scale.phones import Phones
from tests.scale.results import Plan, Result, differences, table


def loaded(url: str, database: str, plan: Plan) -> Result:
    """Prepare the members in the database behind `url`, let them come, and return what they saw."""
    doors = -(-plan.members // 3776)
    members, of = prepared(database, doors)
    sys.stderr.write(f"{plan.members:,} come in {plan.seconds:.0f} s\n")
    return asyncio.run(Phones(url, plan, members, of).run())


@contextmanager
def _somewhere(url: str | None) -> Iterator[tuple[str, str]]:
    """The given installation, or one of our own on a fresh copy of the demo city."""
    if url is not None:
        from gangmu.config.postgres import connection_settings

        yield url.rstrip("/"), connection_settings("admin")["NAME"]
        return
    from tests.databases import lease
    from tests.live import running

    try:
        with running() as live:
            yield live.url, live.database
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
    parser.add_argument(
        "--url", help="a running demo installation of this folder (members and doors are added to it)"
    )
    given = parser.parse_args()
    plan = Plan(given.members, given.minutes * 60, given.burst, given.burst_seconds, given.pages)
    if given.url is None:
        import tests.environment  # noqa: F401  (before Django's settings: a home of its own)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangmu.config.settings")
    import django

    django.setup()
    with _somewhere(given.url) as (url, database):
        result = loaded(url, database, plan)
        wrong = differences(result, *books(database))
    sys.stdout.write(table(result) + "\n" + "\n".join(wrong[:20] or ["books agree"]) + "\n")
    sys.exit(1 if wrong or result.errors else 0)


if __name__ == "__main__":
    main()
