"""A live day from the first push to the comparison of the books."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
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
SEATS = {"desk": "desk", "compare": "comparer", "release": "gatekeeper"}
Say = Callable[[str], None]
Ask = Callable[[Session, str, str], Coroutine[Any, Any, Any]]


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
    villages = {page.village for page in book.pages} | {page.person.elsewhere for page in book.pages}
    towns = sorted({village[:9] for village in villages if village})
    trios = [trio.code for trio in city.trios("normal") if trio.village in villages]
    people = instance.sessions([*trios, *(f"OFFICE{town}" for town in towns)])
    say(
        f"{len(book.files)} pushes, {len(book.pages)} doors, {len(trios)} trios and {len(towns)} offices at work."
    )
    partner = instance.partner()
    began = time.monotonic()
    pushed, ledgers, feed, trouble, sent = asyncio.run(
        _lived(url, book, p, seed, speed, clients, trios, towns, people, partner)
    )
    say(f"{book.summary()}.")
    say(f"{sent}, {time.monotonic() - began:.0f} s.")
    if len(pushed) < len(book.files):
        return trouble
    return [*trouble, *book.differences(instance.said(pushed, ledgers, feed))]


async def _lived(
    url: str,
    book: Book,
    p: Parameters,
    seed: int,
    speed: float,
    clients: int,
    trios: Sequence[str],
    towns: Sequence[str],
    people: Mapping[tuple[str, str], Session],
    partner: Session,
) -> tuple[list[int], list[dict[str, int]], list[dict[str, Any]], list[str], str]:
    async with Web(url, clients, seed) as web:
        day = Day(web, book, p, speed)
        _, cursor = await _feed(web, partner, "")
        work = []
        for code in trios:
            trio = Trio(day, code, Phone(web, people[code, "police"]), Phone(web, people[code, "cadre"]))
            work.append(day.on_call(code, trio.work))
        for town in towns:
            seat = {name: Seat(web, people[f"OFFICE{town}", role]) for name, role in SEATS.items()}
            work.append(day.on_call(f"desk {town}", Desk(day, town, seat["desk"]).work))
            for gate in ("compare", "release"):
                work.append(day.on_call(f"{gate} {town}", Gate(day, town, gate, seat[gate]).work))
        pushed: list[int] = []
        people_at_work = [asyncio.create_task(one) for one in work]
        pushing = asyncio.create_task(_push_all(day, partner, pushed))
        trouble = await _until_done(
            day, [pushing, *people_at_work], p.again_after * 60 / speed if speed else 0
        )
        ledgers = [
            (await web.ask(partner, "GET", f"/api/v1/pushes/{push}")).json()["ledger"] for push in pushed
        ]
        reports, _ = await _feed(web, partner, cursor)
        sent = f"{web.requests:,} requests, {web.twice:,} sent twice on purpose, {web.again:,} again"
        return pushed, ledgers, reports, trouble, sent


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
    while push["status"] != "done":
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


async def _until_done(day: Day, work: Sequence[asyncio.Task[None]], longest: float) -> list[str]:
    """Wait until every door is released, or nothing happens any more, or something went wrong; what went wrong."""
    steps, since = day.steps, time.monotonic()
    pushing = work[0]
    trouble: list[str] = []
    while not trouble and not (pushing.done() and not day.book.open):
        await asyncio.sleep(0.05)
        trouble = [
            f"{type(wrong).__name__}: {wrong}" for task in work if task.done() and (wrong := task.exception())
        ]
        if day.steps != steps:
            steps, since = day.steps, time.monotonic()
        if time.monotonic() - since > PATIENCE + longest:
            trouble.append(
                f"nothing happened for {PATIENCE + longest:.0f} s; {day.book.open} doors are still open"
            )
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    return trouble
