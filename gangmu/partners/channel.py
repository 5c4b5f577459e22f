"""What every channel of notices is to the rest of the house: a message goes to an address, or it says why not."""

from __future__ import annotations

import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import httpx
else:
    httpx = Later("httpx")

SECONDS = 5.0  # for one answer; whoever is slower is tried again later
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: no personal data, counts and a link alone. `key` is the same at every attempt."""

    key: str
    title: str
    text: str
    url: str = ""
    urgent: bool = False

    @property
    def plain(self) -> str:
        """All of it as one text, for channels that know no titles and no links."""
        return "\n".join(part for part in (self.title, self.text, self.url) if part)


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has taken it; `delivered` where its answer means that it has arrived."""

    reference: str = ""
    delivered: bool = False


class NotSent(Exception):
    """It was not taken. `final`: trying again changes nothing. `wait`: seconds that the other side asks for.

    Codes: unreachable, unavailable, throttled, rejected, address_gone, misconfigured.
    """

    def __init__(self, code: str, detail: str = "", *, final: bool = False, wait: float = 0.0) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail, self.final, self.wait = code, detail[:200], final, wait


class Channel(Protocol):
    """An outside system that carries messages. `idempotent`: a message that comes twice is shown once."""

    name: str
    idempotent: bool

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Hand a message over; NotSent if it was not taken. May be called by several threads."""
        ...


def client(proxy: str = "") -> httpx.Client:
    """The HTTP client of channels: short patience, no redirects, no proxy but the one that is named."""
    return httpx.Client(timeout=SECONDS, trust_env=False, proxy=proxy or None, verify=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    # Reading the world's certificates takes a fifth of a second.
    return httpx.create_ssl_context(trust_env=False)


def checked(url: str, hosts: Collection[str]) -> str:
    """The address, if it is https and at one of the hosts (a name, or '.suffix'); loopback only if it is named.

    Whoever types an address must not make this server ask another inside the city's network.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in hosts)
    if not known or (parts.scheme != "https" and host not in LOOPBACK) or parts.username:
        raise NotSent("misconfigured", f"not an address of this channel: {host or '-'}", final=True)
    return url


def posted(http: httpx.Client, url: str, **content: Any) -> httpx.Response:
    """The answer to a POST, if it is one below 500 and not 429; NotSent for the rest."""
    try:
        answer = http.post(url, **content)
    except httpx.HTTPError as error:
        raise NotSent("unreachable", type(error).__name__) from None
    if answer.status_code == 429:
        raise NotSent("throttled", "429", wait=_seconds(answer.headers.get("Retry-After", "")))
    if answer.status_code >= 500:
        raise NotSent("unavailable", str(answer.status_code))
    return answer


def said(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object that was answered; NotSent('unavailable') for anything else."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotSent("unavailable", f"{answer.status_code}, and no JSON object")
    return found


def _seconds(text: str) -> float:
    return min(float(text), 3600.0) if text.isascii() and text.isdigit() else 60.0


class Keeping:
    """The channel of demonstrations: takes everything and sends nothing; what it took is kept with the delivery."""

    idempotent = True

    def __init__(self, name: str, *, arrives: bool) -> None:
        self.name, self.arrives = name, arrives

    def send(self, address: Mapping[str, str], message: Message) -> Sent:
        """Nothing leaves this machine."""
        return Sent("kept", self.arrives)
