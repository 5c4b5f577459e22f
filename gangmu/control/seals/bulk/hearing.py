"""Messages: kept as they come, then read and settled by the thousand in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from gangmu.control.seals.rules import limits
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.sqlfiles import statements
from gangmu.partners.seals.heard import LONGEST, Decode, Decoded

log = logging.getLogger(__name__)
SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "hearing.sql")
HEARD = ("vendor", "serial", "kind", "at", "arrived_at", "key", "value")
UNREAD = ("vendor", "topic", "serial", "reason", "part", "received_at")


class Settled(NamedTuple):
    """What became of a batch: messages taken, things heard in them, events that were new, parts not read."""

    messages: int = 0
    heard: int = 0
    new: int = 0
    unread: int = 0


def keep(messages: Iterable[tuple[str, str, bytes]], now: datetime) -> int:
    """Keep messages (vendor, topic, body) as they came; committed, they may be acknowledged."""
    rows = (
        (vendor, topic.replace("\0", "")[:200], body[: LONGEST + 1], now) for vendor, topic, body in messages
    )
    return copy_rows("seals_message", ("vendor", "topic", "body", "received_at"), rows)


def settle(decoders: Mapping[str, Decode], most: int) -> Settled:
    """Read and settle the oldest messages in the running transaction."""
    with bulk_role():
        messages = fetch(SQL["take"], {"most": most})
        if not messages:
            return Settled()
        heard: list[tuple[Any, ...]] = []
        unread: list[tuple[Any, ...]] = []
        for vendor, topic, body, received in messages:
            found = _decoded(decoders[vendor], bytes(body), topic, received)
            heard += [(vendor, h.serial, h.kind, h.at, received, h.key, h.value) for h in found.heard]
            unread += [
                (
                    vendor,
                    topic,
                    u.serial,
                    u.reason,
                    u.part.encode(errors="replace").decode().replace("\0", ""),
                    received,
                )
                for u in found.unread
            ]
        if unread:
            stage(
                "unread",
                "vendor text, topic text, serial text, reason text, part text, received_at timestamptz",
            )
            copy_rows("unread", UNREAD, unread)
            run(SQL["unread"])
            run("DROP TABLE unread")
        new, strangers = _settled(heard) if heard else (0, 0)
    return Settled(len(messages), len(heard), new, len(unread) + strangers)


def _decoded(decode: Decode, body: bytes, topic: str, received: datetime) -> Decoded:
    """What a message holds. An adapter never raises; should one, its message must not hold up all that follow."""
    try:
        return decode(body, topic, received)
    except Exception:
        log.exception("seals: an adapter has a fault")
        found = Decoded()
        found.refuse("adapter_fault", part=body[:100].decode(errors="replace"))
        return found


def _settled(heard: list[tuple[Any, ...]]) -> tuple[int, int]:
    rule = limits()
    given = {
        "now": clock.now(), "bounce": timedelta(seconds=rule.bounce_seconds), "low": rule.low_battery,
        "weak": rule.weak_signal,
    }  # fmt: skip
    stage(
        "heard",
        "vendor text, serial text, kind text, at timestamptz, arrived_at timestamptz, key text, value smallint",
    )
    copy_rows("heard", HEARD, heard)
    run("ANALYZE heard")
    strangers = run(SQL["strangers"])
    run(SQL["known"])
    run("ANALYZE known")
    ((new,),) = fetch(SQL["events"], given)
    run(SQL["health"], given)
    run(SQL["devices"])
    run("DROP TABLE heard, known")
    return int(new), strangers
