"""Tubes on their way, by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.scope import tell
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "custody.sql")


def ground(where: Jurisdiction) -> dict[str, Any]:
    """A jurisdiction as parameters."""
    return {"lo": where.lo, "hi": where.hi, "holes": where.holes_literal}


def cannot_send(where: Jurisdiction, round_id: int, codes: Sequence[str]) -> list[tuple[str, str]]:
    """(code, why) of those that cannot be handed to a courier: unknown, of another round, or in which state."""
    with bulk_role():
        found = fetch(SQL["cannot_send"], {**ground(where), "round": round_id, "codes": list(codes)})
    return [(code, why) for code, why in found]


def send(round_id: int, consignment: int, codes: Sequence[str], reason: str) -> int:
    """The sealed ones of these tubes are on their way now; returns how many."""
    with bulk_role():
        tell(move="send", reason=reason)
        return run(SQL["send"], {"round": round_id, "consignment": consignment, "codes": list(codes)})


def receive(
    where: Jurisdiction, codes: Sequence[str], now: datetime, reason: str
) -> dict[str, tuple[int, bool]]:
    """Code → (round, whether it was on its way until now) of the tubes that a laboratory has."""
    with bulk_role():
        tell(move="receive", reason=reason)
        found = fetch(SQL["receive"], {**ground(where), "codes": list(codes), "now": now})
    return {code: (round_id, fresh) for code, round_id, fresh in found}


def void(tube_id: int, reason: str) -> tuple[bool, list[int]]:
    """Declare a tube lost; returns whether it was not over yet, and the recalls whose swab was in it."""
    with bulk_role():
        tell(move="void", reason=reason)
        ((gone, recalls),) = fetch(SQL["void"], {"tube": tube_id})
    return bool(gone), list(recalls or ())


def filled(tubes: Sequence[int]) -> dict[int, int]:
    """How many are in each of these tubes, wherever they live."""
    with bulk_role():
        return dict(fetch(SQL["filled"], {"tubes": list(tubes)}))


def overdue(now: datetime) -> list[tuple[int, int]]:
    """(round, tubes) whose results are late."""
    with bulk_role():
        return [(round_id, n) for round_id, n in fetch(SQL["overdue"], {"now": now})]
