"""Deliveries that are due: taken by a worker, and marked with what became of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from gangmu.command.notices.states import DeliveryStatus
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "sending.sql")
LEASE = timedelta(minutes=2)
"""How long a worker may be at what it took; longer than all of it takes if every answer is late."""


class Taken(NamedTuple):
    """A delivery with what is needed to send it; `sealed` is the person's or the group's address, None if it ended."""

    id: int
    channel: str
    key: UUID
    tries: int
    notice_id: int
    kind: str
    fields: dict[str, Any]
    urgent: bool
    sealed: bytes | None
    language: str
    to_person: bool
    quiet_from: time | None
    quiet_to: time | None


class End(NamedTuple):
    """What became of an attempt; `due_at` is when the next one comes."""

    id: int
    status: DeliveryStatus
    tries: int
    text: str
    reference: str = ""
    error: str = ""
    due_at: datetime | None = None


def take(most: int, but: Sequence[str] = ()) -> list[Taken]:
    """Up to so many deliveries that are due, for this worker alone; none on the channels `but`."""
    given = {"now": clock.now(), "most": most, "lease": LEASE, "but": list(but)}
    with bulk_role():
        rows = fetch(SQL["take"], given)
    return [
        Taken._make((*row[:6], json.loads(row[6]), row[7], row[9] if row[8] is None else row[8], *row[10:]))
        for row in rows
    ]


def mark(ends: Sequence[End]) -> None:
    """Write down what became of attempts."""
    given = {
        "now": clock.now(),
        "ids": [end.id for end in ends],
        "statuses": [str(end.status) for end in ends],
        "tries": [end.tries for end in ends],
        "dues": [end.due_at for end in ends],
        "texts": [end.text for end in ends],
        "references": [end.reference for end in ends],
        "errors": [end.error[:240] for end in ends],
    }
    with bulk_role():
        run(SQL["mark"], given)


def put_back(ids: Sequence[int], until: datetime) -> None:
    """Give back, untried, what was taken."""
    with bulk_role():
        run(SQL["put_back"], {"ids": list(ids), "until": until})


def end_addresses(delivery_ids: Sequence[int]) -> None:
    """The addresses of these deliveries are no more."""
    with bulk_role():
        run(SQL["end_addresses"], {"ids": list(delivery_ids), "now": clock.now()})
