"""Where a live page listens: the event server, with a ticket that says which batch may be watched (ADR 11)."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

from gangmu.control.intake.models import Batch

SALT = "gangmu.live"
MAX_AGE = 4 * 3600  # seconds; afterwards the page asks by itself


def events_url(request: HttpRequest, batch: Batch) -> str:
    """The address of a batch's event stream, or '' where no event server runs.

    GANGMU_EVENTS_URL names it behind a proxy; `gangmu run` starts one beside the web server (GANGMU_EVENTS_PORT).
    """
    base = os.environ.get("GANGMU_EVENTS_URL", "")
    if not base and (port := os.environ.get("GANGMU_EVENTS_PORT")):
        base = f"{request.scheme}://{request.get_host().rsplit(':', 1)[0]}:{port}"
    return f"{base}/live/push/{batch.pk}?ticket={signing.dumps(batch.pk, salt=SALT)}" if base else ""


def origin_of(url: str) -> str:
    """The origin that the content policy of a listening page has to allow."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def batch_of_ticket(ticket: str) -> int | None:
    """The batch that a ticket allows to watch; None if it is forged or too old."""
    try:
        return int(signing.loads(ticket, salt=SALT, max_age=MAX_AGE))
    except signing.BadSignature:
        return None
