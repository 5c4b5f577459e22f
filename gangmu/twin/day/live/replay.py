"""A live day from the first push to the comparison of the books."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from gangmu.twin import city
from gangmu.twin.day.doors import Push
from gangmu.twin.day.ground import Ground
from gangmu.twin.day.live import instance
from gangmu.twin.day.live.book import Book
from gangmu.twin.day.live.names import File, files
from gangmu.twin.day.live.visitors import Phone, Seat, Session, Trouble, Web
from gangmu.twin.day.live.working import Day, Desk, Gate, Trio
from gangmu.twin.day.parameters import Parameters

PATIENCE = 60.0  # seconds without anything done, besides what the day itself lets people wait
SETTLING = 600.0  # seconds until a push is settled, at most
SEATS = {"desk": "desk", "compare": "comparer", "release": "gatekeeper"}
Say = Callable[[str], None]
Work = Coroutine[Any, Any, None]


@dataclass
class Lived:
    """What a day has left behind: the pushes with their ledgers, the partner's feed, and what went wrong."""

    pushes: list[int] = field(default_factory=list)
    ledgers: list[dict[str, int]] = field(default_factory=list)
    feed: list[dict[str, Any]] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


def replay(
    url: str,
    ground: Ground,
    pushes: Sequence[Push],
    p: Parameters,
    seed: int,
    speed: float,
    clients: int,
    say: Say,
) -> list[str]:
    """Live through a day on a running instance; returns every difference between its books and the twin's own."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it tells every request
    book = Book(files(ground, pushes, p, seed))
    villages = {page.village for page in book.pages} | {page.person.elsewhere for page in book.pages} - {""}
    towns = sorted({village[:9] for village in villages})
    trios = [trio.code for trio in city.trios("normal") if trio.village in villages]
    people = instance.sessions([*trios, *(f"OFFICE{town}" for town in towns)])
    partner = instance.partner()
    say(
        f"{len(book.files)} pushes, {len(book.pages)} doors, {len(trios)} trios and {len(towns)} offices at work."
    )

    async def live() -> Lived:
        async with Web(url, clients, seed) as web:
            day = Day(web, book, p, speed)
            lived = await _lived(day, [*_trios(day, trios, people), *_offices(day, towns, people)], partner)
            say(f"{book.summary()}.")
            say(f"{web.requests:,} requests, {web.twice:,} sent twice on purpose, {web.again:,} sent again.")
            return lived

    lived = asyncio.run(live())
    if len(lived.pushes) < len(book.files):
        return lived.trouble
    said = instance.said(lived.pushes, lived.ledgers, lived.feed)
    return [*lived.trouble, *book.differences(said)]


def _trios(day: Day, codes: Sequence[str], people: Mapping[tuple[str, str], Session]) -> Iterator[Work]:
    for code in codes:
        police, cadre = (Phone(day.web, people[code, role]) for role in ("police", "cadre"))
        yield day.on_call(code, Trio(day, code, police, cadre).work)


def _offices(day: Day, towns: Sequence[str], people: Mapping[tuple[str, str], Session]) -> Iterator[Work]:
    for town in towns:
        seats = {name: Seat(day.web, people[f"OFFICE{town}", role]) for name, role in SEATS.items()}
        yield day.on_call(f"desk {town}", Desk(day, town, seats["desk"]).work)
        for gate in ("compare", "release"):
            yield day.on_call(f"{gate} {town}", Gate(day, town, gate, seats[gate]).work)


async def _lived(day: Day, work: Sequence[Work], partner: Session) -> Lived:
    web, lived = day.web, Lived()
    _, cursor = await _feed(web, partner, "")
    working = [asyncio.create_task(one) for one in (_push_all(day, partner, lived.pushes), *work)]
    lived.trouble = await _until_done(day, working)
    for push in lived.pushes:
        lived.ledgers.append((await web.ask(partner, "GET", f"/api/v1/pushes/{push}")).json()["ledger"])
    lived.feed, _ = await _feed(web, partner, cursor)
    return lived


async def _push_all(day: Day, partner: Session, pushed: list[int]) -> None:
    before = day.book.files[0].at
    for number, file in enumerate(day.book.files, 1):
        await day.takes(file.at - before)
        before = file.at
        pushed.append(await _push(day.web, partner, file, number))
        for name, bell in day.bells.items():
            if not name.startswith(("compare", "release")):
                bell.set()


async def _push(web: Web, partner: Session, file: File, number: int) -> int:
    """Push a list, and wait until its rows are settled. Raises Trouble if the instance knows it from before."""
    hour = f"{int(file.at) // 60:02d}:{int(file.at) % 60:02d}"
    slot = hour if hour in ("10:00", "12:00", "15:00", "18:00") else "urgent"
    form = {"slot": slot, "incident": "mosquito"}
    sending = {"files": {"file": (f"day-{number}.csv", file.data, "text/csv")}, "data": form}
    key = {"Idempotency-Key": str(uuid4())}
    answers = await asyncio.gather(
        *(web.ask(partner, "POST", "/api/v1/pushes", headers=key, **sending) for _ in range(2))
    )
    push, other = (answer.json() for answer in answers)
    if push["id"] != other["id"]:
        raise Trouble(f"one push under one key became two: {push['id']} and {other['id']}")
    if push["status"] == other["status"] == "done":
        raise Trouble(f"this list was pushed before (push {push['id']}): take another --seed")
    until = time.monotonic() + SETTLING
    while push["status"] != "done":
        if time.monotonic() > until:
            raise Trouble(
                f"push {push['id']} is {push['status']} after {SETTLING:.0f} s: is a worker running?"
            )
        await asyncio.sleep(0.2)
        push = (await web.ask(partner, "GET", f"/api/v1/pushes/{push['id']}")).json()
    return int(push["id"])


async def _feed(web: Web, partner: Session, cursor: str) -> tuple[list[dict[str, Any]], str]:
    """The partner's feed of released reports from a cursor to its end."""
    reports: list[dict[str, Any]] = []
    while True:
        query = {"after": cursor, "limit": 1000}
        found = (await web.ask(partner, "GET", "/api/v1/reports", params=query)).json()
        cursor = found["next"]
        if not found["reports"]:
            return reports, cursor
        reports += found["reports"]


async def _until_done(day: Day, work: Sequence[asyncio.Task[None]]) -> list[str]:
    """Wait until every door is released, or nothing happens any more, or something went wrong; what went wrong.

    The first of the work is the pushing.
    """
    steps, since = day.steps, time.monotonic()
    patience = PATIENCE + (day.parameters.again_after * 60 / day.speed if day.speed else 0)
    pushing = work[0]
    trouble: list[str] = []
    while not trouble and not (pushing.done() and not day.book.open):
        await asyncio.sleep(0.05)
        trouble = [
            f"{type(wrong).__name__}: {wrong}" for task in work if task.done() and (wrong := task.exception())
        ]
        if day.steps != steps:
            steps, since = day.steps, time.monotonic()
        if pushing.done() and time.monotonic() - since > patience:
            trouble.append(f"nothing happened for {patience:.0f} s; {day.book.open} doors are still open")
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    return trouble
