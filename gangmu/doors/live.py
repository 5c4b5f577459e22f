"""Where a live page listens: the event server, with a ticket that says what may be watched (ADR 11)."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

SALT = "gangmu.live"
HOUR = 3600  # seconds
# What can be watched, and how long a ticket lasts; afterwards the page asks by itself.
AGES = {"push": 4 * HOUR, "trio": 16 * HOUR}


def events_base(request: HttpRequest) -> str:
    """The address of the event server, or '' where none runs.

    GANGMU_EVENTS_URL names it behind a proxy; `gangmu run` starts one beside the web server (GANGMU_EVENTS_PORT).
    """
    base = os.environ.get("GANGMU_EVENTS_URL", "")
    if not base and (port := os.environ.get("GANGMU_EVENTS_PORT")):
        base = f"{request.scheme}://{request.get_host().rsplit(':', 1)[0]}:{port}"
    return base


def events_url(request: HttpRequest, what: str, key: int) -> str:
    """The address of the stream of a push (its batch) or a trio (its body), or '' where no event server runs."""
    base = events_base(request)
    return f"{base}/live/{what}/{key}?ticket={signing.dumps([what, key], salt=SALT)}" if base else ""


def origin_of(url: str) -> str:
    """The origin that the content policy of a listening page has to allow."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def allows(ticket: str, what: str, key: int) -> bool:
    """Whether a ticket allows to watch this; not if it is forged, for something else or too old."""
    if what not in AGES:
        return False
    try:
        return bool(signing.loads(ticket, salt=SALT, max_age=AGES[what]) == [what, key])
    except signing.BadSignature:
        return False
