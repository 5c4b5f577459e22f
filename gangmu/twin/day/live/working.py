"""What people do on a live day: trios go from door to door, desks decide and accept, gates compare and release.

Nobody polls: whoever gets something to do is told, as an office rings a phone, and then looks at his own list.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gangmu.kernel.area import area_of
from gangmu.twin.day.live.book import Book, Page
from gangmu.twin.day.live.visitors import CASE, OFFER, ROW, Phone, Seat, Trouble, Web
from gangmu.twin.day.parameters import Parameters

CLEARS = dict.fromkeys(("count_clear", "identity_clear", "location_clear", "control_clear"), True)
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "found": CLEARS | {"sampled": False},
    "refused": {"refuses": ["everything"]},
    "wrong_data": {"wrong": ["phone"]},
    "not_here": {"said_by": "neighbour"},
    "unreachable": {"tried": ["phone", "door"]},
}
LATE = 0.03  # share of the reports that a colleague makes a second time


@dataclass
class Day:
    """A live day under way. `speed`: minutes of the day in a minute; 0: nobody waits for anything."""

    web: Web
    book: Book
    parameters: Parameters
    speed: float
    bells: defaultdict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    steps: int = 0
    """How many things have been done: whether the day goes on at all."""

    async def takes(self, minutes: float) -> None:
        """Let so many minutes of the day pass."""
        if self.speed:
            await asyncio.sleep(minutes * 60 / self.speed)

    def ring(self, whom: str) -> None:
        """Tell those of a village or of a seat that there is something to do."""
        for name, bell in self.bells.items():
            if name.startswith(whom):
                bell.set()

    def noted(self, page: Page, *moves: str) -> None:
        """Write into the twin's own book what was done."""
        page.moves += moves
        self.steps += 1

    async def on_call(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Work whenever the bell rings, until the day is cancelled."""
        bell = self.bells[name]
        while True:
            await bell.wait()
            bell.clear()
            await work()


class Trio:
    """A trio: one of it goes from door to door, another now and then reports what has been reported."""

    def __init__(self, day: Day, code: str, phone: Phone, colleague: Phone) -> None:
        self._day, self._code, self._phone, self._colleague = day, code, phone, colleague
        self._later: set[int] = set()
        self._alarms: set[asyncio.Task[None]] = set()

    async def work(self) -> None:
        """Go to every door on the list that can be gone to."""
        for task in await self._phone.tasks():
            page = self._day.book.page_of(task["id"], task["name"], task["document"])
            if page and task["id"] not in self._later:
                await self._go(task, page)

    async def _go(self, task: Mapping[str, Any], page: Page) -> None:
        day, door = self._day, page.person.door
        if task["status"] == "returned":
            await day.takes(door.rework)
            await self._do(task, page, ("open_return", {}), self._answer(page))
            return
        moved = page.village != page.person.village
        minutes = door.visits[-1] if moved else door.visits[page.visits]
        last = len(door.visits) - 1 - (door.elsewhere >= 0)
        if not moved and page.visits < last:
            await self._do(task, page, ("claim", {}))
            await day.takes(minutes)
            await self._do({**task, "version": task["version"] + 1}, page, ("unclaim", {}))
            page.visits += 1
            self._again(task["id"])
        elif door.elsewhere >= 0 and not moved:
            await day.takes(minutes)
            page.village = page.person.elsewhere
            where = {"to": page.village, "reason": "人住在那里"}
            await self._do(task, page, ("offer", where))
            day.ring(f"desk {page.village[:9]}")
        else:
            await self._do(task, page, ("claim", {}))
            await day.takes(minutes)
            await self._do({**task, "version": task["version"] + 1}, page, self._answer(page))

    def _answer(self, page: Page) -> tuple[str, Mapping[str, Any]]:
        outcome = page.person.door.outcome
        return "report", {"outcome": outcome, "answers": ANSWERS[outcome]}

    async def _do(self, task: Mapping[str, Any], page: Page, *steps: tuple[str, Mapping[str, Any]]) -> None:
        results = await self._phone.send(task, *steps)
        if wrong := [result for result in results if result["result"] not in ("done", "repeated")]:
            raise Trouble(f"{self._code}: task {task['id']}: {wrong}")
        self._day.noted(page, *(kind for kind, _ in steps if kind != "open_return"))
        if steps[-1][0] == "report":
            page.reports += 1
            # Not where it is going to be returned: beside a return that waits to be opened nothing is kept.
            if not page.person.door.rework and self._day.web.chance.random() < LATE:
                await self._late(task, page)
            self._day.ring(f"compare {page.village[:9]}")

    async def _late(self, task: Mapping[str, Any], page: Page) -> None:
        """A colleague has been at the same door: his report comes second and is kept beside the case."""
        (result,) = await self._colleague.send(task, self._answer(page))
        if (result["result"], result["code"]) != ("parked", "late_report"):
            raise Trouble(f"{self._code}: task {task['id']}: a second report was {result}")
        page.late += 1

    def _again(self, task: int) -> None:
        """Come back to a door where nobody opened, when its time has come."""

        async def alarm() -> None:
            await self._day.takes(self._day.parameters.again_after)
            self._later.discard(task)
            self._day.ring(self._code)

        self._later.add(task)
        waiting = asyncio.create_task(alarm())
        self._alarms.add(waiting)
        waiting.add_done_callback(self._alarms.discard)


class Gate:
    """One of the two gates of a town."""

    def __init__(self, day: Day, town: str, gate: str, seat: Seat) -> None:
        self._day, self._town, self._gate, self._seat = day, town, gate, seat
        self._before = "report" if gate == "compare" else "compare"
        self._left: list[int] = []

    async def _look(self) -> str:
        left = "".join(f"&skip={task}" for task in self._left)
        return await self._seat.look(f"/review/?gate={self._gate}{left}")

    async def work(self) -> None:
        """Decide about whatever waits first, until nothing waits but what other days have left here."""
        html = await self._look()
        while found := CASE.search(html):
            task, command = int(found[1]), found[2]
            page = self._day.book.by_task.get(task)
            if page is None:
                if task in self._left:
                    return
                self._left.append(task)
                html = await self._look()
            elif page.moves[-1:] == [self._before]:
                html = await self._decide(page, task, command)
            else:  # decided a moment ago, or its phone has not got its answer yet: look again
                await asyncio.sleep(0.2)
                html = await self._look()

    async def _decide(self, page: Page, task: int, command: str) -> str:
        day, door = self._day, page.person.door
        compares = self._gate == "compare"
        await day.takes(door.compare if compares else door.release)
        if compares and door.rework and not page.returned:
            why = {"gate": self._gate, "skip": self._left, "reason": "门牌与名单不一致，请复核"}
            html = await self._seat.press(f"/review/{task}/return/", command, **why)
            day.noted(page, "return")
            day.ring(page.village)
            return html
        html = await self._seat.press(f"/review/{task}/pass/", command, gate=self._gate, skip=self._left)
        day.noted(page, self._gate)
        if compares:
            day.ring(f"release {self._town}")
        else:
            page.released = True
        return html


class Desk:
    """A seat of the joint office of a town: places doubtful rows, and accepts what others hand over."""

    def __init__(self, day: Day, town: str, seat: Seat) -> None:
        self._day, self._town, self._seat = day, town, seat
        self._left: set[int] = set()

    async def work(self) -> None:
        """Go through the queue of rows once, then accept every offer."""
        after = 0
        while found := ROW.search(await self._seat.look(f"/office/?after={after}")):
            name, row, command = found[1], int(found[2]), found[3]
            if row in self._left:
                break
            after = row
            if page := self._day.book.doubtful(name, self._town):
                await self._day.takes(page.person.door.desk or self._day.parameters.desk)
                await self._seat.press(f"/office/{row}/place/", command, area=str(area_of(page.village)))
                self._day.noted(page, "place")
                self._day.ring(page.village)
            else:
                self._left.add(row)
        for task, command in OFFER.findall(await self._seat.look("/handovers/")):
            if page := self._day.book.by_task.get(int(task)):
                await self._day.takes(self._day.parameters.accept)
                await self._seat.press(f"/tasks/{task}/accept/", command)
                self._day.noted(page, "accept")
                self._day.ring(page.village)
