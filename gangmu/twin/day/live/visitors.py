"""Those who work on a live day, each with the session of his post: phones over the API, seats as browsers.

Everybody shares one pool of connections. What is busy or broken is sent again with the same id, and some things are
sent twice on purpose, as phones with a bad signal do.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from uuid import UUID

import httpx

from gangmu.kernel import clock

CSRF = "c" * 32
TWICE = 0.15  # share of the commands that arrive two times
TRIES = 30
BUSY = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)
CASE = re.compile(r'hx-post="/review/(\d+)/pass/".*?name="command" value="([0-9a-f-]{36})"', re.DOTALL)
ROW = re.compile(
    r'<h2 class="h3">\s*(\S+?)\s*<.*?hx-post="/office/(\d+)/place/".*?name="command" value="([0-9a-f-]{36})"',
    re.DOTALL,
)
OFFER = re.compile(r'action="/tasks/(\d+)/accept/".*?name="command" value="([0-9a-f-]{36})"', re.DOTALL)


class Trouble(Exception):
    """The instance answered what nobody expects; the message says whom and what."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who asks: a name for messages, and the headers that say so."""

    who: str
    headers: Mapping[str, str]


def by_cookie(who: str, cookie: str, key: str) -> Session:
    """Somebody who has signed in."""
    return Session(who, {"Cookie": f"{cookie}={key}; csrftoken={CSRF}", "X-CSRFToken": CSRF})


def by_token(who: str, token: str) -> Session:
    """A partner's system."""
    return Session(who, {"Authorization": f"Bearer {token}"})


class Web:
    """The instance as its users reach it; `clients` requests are under way at most. Use it as a context."""

    def __init__(self, url: str, clients: int, seed: int) -> None:
        nobody = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # every request brings its own
        self._http = httpx.AsyncClient(base_url=url, timeout=60, cookies=nobody, trust_env=False)
        self._places = asyncio.Semaphore(clients)
        self.chance = random.Random(f"web/{seed}")
        self.requests = self.twice = self.again = 0

    async def __aenter__(self) -> Web:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def ask(self, session: Session, method: str, path: str, **more: Any) -> httpx.Response:
        """One request, sent again while the instance is busy or cannot be reached. Raises Trouble."""
        headers = {**session.headers, **more.pop("headers", {})}
        last, wait = "", 0.5
        for _ in range(TRIES):
            async with self._places:
                self.requests += 1
                try:
                    answer = await self._http.request(method, path, headers=headers, **more)
                except httpx.TransportError as failure:
                    last = repr(failure)
                else:
                    if answer.status_code not in BUSY:
                        if answer.status_code >= 400:
                            raise Trouble(
                                f"{session.who}: {method} {path}: {answer.status_code} {answer.text[:300]}"
                            )
                        return answer
                    last = str(answer.status_code)
                    wait = float(answer.headers.get("Retry-After", wait))
            self.again += 1
            await asyncio.sleep(wait)
        raise Trouble(f"{session.who}: {method} {path}: {last}, {TRIES} times")

    async def once(self, session: Session, method: str, path: str, **more: Any) -> list[httpx.Response]:
        """Something that counts once: now and then it is sent twice at the same time, and there are two answers."""
        copies = 2 if self.chance.random() < TWICE else 1
        self.twice += copies - 1
        return list(await asyncio.gather(*(self.ask(session, method, path, **more) for _ in range(copies))))


class Phone:
    """The phone of a member of a trio."""

    def __init__(self, web: Web, session: Session) -> None:
        self._web, self._session = web, session

    async def tasks(self) -> list[dict[str, Any]]:
        """Everything on the trio's list."""
        found: dict[int, dict[str, Any]] = {}
        after = ""
        while True:
            path = "/api/v1/field/tasks"
            answer = await self._web.ask(self._session, "GET", path, params={"limit": 500, "after": after})
            said = answer.json()
            found.update((task["id"], task) for task in said["tasks"])
            if not (after := said["next"]):
                return list(found.values())

    async def send(
        self, task: Mapping[str, Any], *steps: tuple[str, Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        """An outbox about one task, oldest first; of each step the result that it had when it was carried out."""
        at = clock.now().isoformat()
        commands = [
            {
                "id": self._id(),
                "kind": kind,
                "task": task["id"],
                "at": at,
                "seen_version": task["version"],
                "body": body,
            }
            for kind, body in steps
        ]
        answers = await self._web.once(
            self._session, "POST", "/api/v1/field/commands", json={"commands": commands}
        )
        return [self._one(results) for results in zip(*(a.json()["results"] for a in answers), strict=True)]

    def _id(self) -> str:
        return str(UUID(int=self._web.chance.getrandbits(128), version=4))

    def _one(self, results: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """What two arrivals of one command were answered: the same, or the second that it was there before."""
        first = min(results, key=lambda result: result["result"] == "repeated")
        if any(result["result"] not in (first["result"], "repeated") for result in results):
            raise Trouble(f"{self._session.who}: one command, two answers: {results}")
        return first


class Seat:
    """Somebody at a desk, in a browser."""

    def __init__(self, web: Web, session: Session) -> None:
        self._web, self._session = web, session

    async def look(self, path: str) -> str:
        """The part of a page that changes."""
        answer = await self._web.ask(self._session, "GET", path, headers={"HX-Request": "true"})
        return answer.text

    async def press(self, path: str, command: str, **fields: Any) -> str:
        """A button of a form; what the page shows then."""
        body = {"command": command, **fields}
        answers = await self._web.once(
            self._session, "POST", path, data=body, headers={"HX-Request": "true"}, follow_redirects=True
        )
        return answers[-1].text
