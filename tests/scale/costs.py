"""Processor time of one request of each kind, in the web processes and in PostgreSQL: `python -m tests.scale.costs`.

It says what a machine carries also while others use it (then up to twice as much, for they share its
caches). From it follows how many members can open their list and report a door within five minutes.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import aiohttp

from gangmu.config import roles
from tests.live import Live
from tests.scale.load import ready, somewhere
from tests.scale.members import Member, prepared
from tests.scale.phones import CSRF, Answer, Phones
from tests.scale.results import Plan

EACH, WARM = 150, 10
KINDS = ("health", "list page", "form page", "report page", "list api", "report api", "sign in")
VISITS = {"pages": ("list page", "form page", "report page"), "api": ("list api", "report api")}
MINUTES, USED = 5, 0.8  # of the processors: above that, lines grow


def measured(live: Live) -> dict[str, tuple[float, float]]:
    """Processor seconds of one request, by kind: of the web processes, of PostgreSQL."""
    members, doors = prepared(live.database, 3)
    alone = {member.trio: member for member in members if len(doors.get(member.trio, ())) > 2}
    phones = Phones(live.url, Plan(), list(alone.values()), doors)
    child = live.process("web").child
    assert child is not None
    web = list(_family(child.pid))

    async def all_kinds() -> dict[str, tuple[float, float]]:
        found = {}
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as phones.http:
            for kind in KINDS:
                for member in phones.members[:WARM]:
                    await _asked(phones, kind, member)
                database = _backends(live.database)
                before = _used(web), _used(database)
                for member in phones.members[WARM : WARM + EACH]:
                    status, _again, said = await _asked(phones, kind, member)
                    assert status == 200, (kind, status, said)
                found[kind] = (_used(web) - before[0]) / EACH, (_used(database) - before[1]) / EACH
        return found

    return asyncio.run(all_kinds())


async def _asked(phones: Phones, kind: str, member: Member) -> Answer:
    if kind == "health":
        return await phones.get(member, "/health")
    if kind == "sign in":
        return await _signed_in(phones)
    if kind.startswith("list"):
        return await phones.get(member, "/field/" if kind == "list page" else "/api/v1/field/tasks")
    doors = phones.doors[member.trio]
    form = f"/field/tasks/{doors[-1]}/report/"
    if kind == "form page":
        return await phones.get(member, form)
    task = doors.pop()
    if kind == "report page":
        return await phones.post_form(member, form, uuid4())
    return await phones.post_command(member, task, uuid4())


async def _signed_in(phones: Phones) -> Answer:
    form = {"login": "police-sanxin", "password": "gangmu-demo", "csrfmiddlewaretoken": CSRF}
    known = {"Cookie": f"csrftoken={CSRF}"}
    url = f"{phones.url}/account/login/"
    async with phones.http.post(url, data=form, headers=known, allow_redirects=False) as answer:
        return (200 if answer.status == 302 else answer.status), 0.0, ""


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def _backends(database: str) -> list[int]:
    with roles.connect("admin", database) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [pid for (pid,) in rows]


def _used(processes: list[int]) -> float:
    """Processor seconds so far; a backend that has ended meanwhile no longer counts."""
    ticks = 0
    for pid in processes:
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists():
            user, system = stat.read_text().rpartition(")")[2].split()[11:13]
            ticks += int(user) + int(system)
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the table and what follows from it."""
    ready()
    with somewhere() as live:
        costs = measured(live)
    for kind, (web, database) in costs.items():
        sys.stdout.write(f"{kind:12} web {web * 1000:6.1f} ms  PostgreSQL {database * 1000:6.1f} ms\n")
    each = [sum(sum(costs[kind]) for kind in kinds) for kinds in VISITS.values()]
    visit, processors = sum(each) / len(each), os.cpu_count() or 1
    many = processors * USED * MINUTES * 60 / visit
    sys.stdout.write(
        f"a visit, half by pages and half by the API: {visit * 1000:.0f} ms; {processors} processors, used to "
        f"{USED:.0%}, carry {many:,.0f} members in {MINUTES} minutes\n"
    )


if __name__ == "__main__":
    main()
