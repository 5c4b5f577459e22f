"""The phones: each comes when it is due, waits for nobody, and keeps what it has to send until it has arrived."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import aiohttp

from tests.scale.members import Member
from tests.scale.results import Plan, Result, Sample

CLEARS = ("count_clear", "identity_clear", "location_clear", "control_clear")
CSRF = "c" * 32
LOST = 5.0  # seconds after which a phone tries again when there was no answer at all
TIMEOUT = 30.0  # seconds that it waits for one
Answer = tuple[int, float, str]  # status, seconds of Retry-After, what was said


class Phones:
    """All of them, in one event loop; connections are kept, as by the proxy in front of a real installation."""

    def __init__(self, url: str, plan: Plan, members: list[Member], doors: dict[int, list[int]]) -> None:
        self.url, self.plan, self.members, self.doors = url, plan, members, doors
        self.result = Result(plan)
        self.chance = random.Random(plan.seed)
        self.http: aiohttp.ClientSession
        self.zero = 0.0

    async def run(self) -> Result:
        """Everybody comes when he is due, and stays until what he had to send is kept."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        # Given up before the server does it: what is sent into a closing connection is lost.
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=5)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(timeout=timeout, connector=connector, cookie_jar=jar) as self.http:
            self.zero = time.monotonic()
            visits = []
            for number, due in enumerate(self.plan.arrivals()):
                await asyncio.sleep(max(0.0, due - self.now()))
                self.result.lag = max(self.result.lag, self.now() - due)
                visits.append(asyncio.create_task(self.visit(number, due)))
            await asyncio.gather(*visits)
            self.result.took = self.now()
        return self.result

    def now(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.zero

    async def visit(self, number: int, due: float) -> None:
        """Open the list, walk to a door, report it. Walking is compressed to a moment of up to ten seconds."""
        member = self.members[number % len(self.members)]
        walk = self.chance.random() * 10
        waiting = self.doors.get(member.trio, [])
        task = waiting.pop() if waiting else None
        if number % 100 < self.plan.pages * 100:
            await self.until_answered("list page", due, lambda: self.get(member, "/field/"))
            if task is not None:
                await asyncio.sleep(walk)
                form = f"/field/tasks/{task}/report/"
                await self.until_answered("form page", self.now(), lambda: self.get(member, form))
                await self.report(
                    "report page", member, lambda command: self.post_form(member, form, command)
                )
        else:
            await self.until_answered("list api", due, lambda: self.get(member, "/api/v1/field/tasks"))
            if task is not None:
                await asyncio.sleep(walk)
                await self.report(
                    "report api", member, lambda command: self.post_command(member, task, command)
                )

    async def report(self, kind: str, member: Member, send: Callable[[UUID], Awaitable[Answer]]) -> None:
        """Keep a report in the outbox until the server has it."""
        command, began = uuid4(), self.now()
        self.result.sent[command] = "waiting"
        self.result.sent[command] = await self.until_answered(kind, began, lambda: send(command))
        self.result.until_kept.append(self.now() - began)

    async def until_answered(self, kind: str, due: float, send: Callable[[], Awaitable[Answer]]) -> str:
        """Send until there is an answer other than 'come again'; each try is a sample."""
        while True:
            try:
                status, again, said = await send()
            except (TimeoutError, aiohttp.ClientError) as lost:
                self.result.errors[f"{kind}: {type(lost).__name__}"] += 1
                status, again, said = 0, LOST, ""
            self.result.samples.append(Sample(kind, due, self.now() - due, status))
            if status not in (0, 429, 503):
                if status != 200:
                    self.result.errors[f"{kind}: {status} {said[:200]}"] += 1
                return said
            await asyncio.sleep(again)
            due = self.now()

    async def get(self, member: Member, path: str) -> Answer:
        async with self.http.get(self.url + path, headers=self.headers(member)) as answer:
            await answer.read()
            return self.read(answer, "seen")

    async def post_form(self, member: Member, path: str, command: UUID) -> Answer:
        """As a browser sends it; what arrived is answered with a redirect."""
        form = dict.fromkeys(CLEARS, "yes") | {"sampled": "no", "outcome": "found", "command": str(command)}
        form["csrfmiddlewaretoken"] = CSRF
        async with self.http.post(
            self.url + path, data=form, headers=self.headers(member), allow_redirects=False
        ) as answer:
            text = await answer.text()
            if answer.status == 302:
                return 200, 0.0, "done"
            return self.read(answer, text[-500:])

    async def post_command(self, member: Member, task: int, command: UUID) -> Answer:
        answers: dict[str, bool] = dict.fromkeys(CLEARS, True) | {"sampled": False}
        body = {"outcome": "found", "answers": answers}
        at = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
        one = {"id": str(command), "kind": "report", "task": task, "at": at, "seen_version": 1, "body": body}
        async with self.http.post(
            f"{self.url}/api/v1/field/commands", json={"commands": [one]}, headers=self.headers(member)
        ) as answer:
            text = await answer.text()
            if answer.status != 200:
                return self.read(answer, text)
            return 200, 0.0, str(json.loads(text)["results"][0]["result"])

    @staticmethod
    def headers(member: Member) -> dict[str, str]:
        return {"Cookie": f"sessionid={member.session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}

    @staticmethod
    def read(answer: aiohttp.ClientResponse, said: str) -> Answer:
        return answer.status, float(answer.headers.get("Retry-After", 0)), said
