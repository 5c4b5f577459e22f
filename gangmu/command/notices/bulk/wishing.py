"""What a person's own step changes in rows that his eyes do not reach."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, run
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "wishing.sql")


def opened(notice_ids: Sequence[int]) -> None:
    """What was sent of notices has arrived; what was not sent yet need not be any more."""
    with bulk_role():
        run(SQL["opened"], {"notices": list(notice_ids)})


def end_elsewhere(channel: str, fingerprint: bytes, user_id: int | None) -> None:
    """An address that another person had is not his any more."""
    with bulk_role():
        run(
            SQL["end_elsewhere"],
            {"channel": channel, "fingerprint": fingerprint, "user": user_id, "now": clock.now()},
        )
