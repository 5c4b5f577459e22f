"""Results as sets: staged, joined to persons by the hash of their document, upserted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parent / "sql" / "receive.sql")
COLUMNS = """specimen text PRIMARY KEY, document_hash bytea NOT NULL, value text NOT NULL,
    sampled_at timestamptz NOT NULL"""


def store(
    where: Jurisdiction, laboratory: str, rows: Iterable[tuple[str, bytes, str, datetime]], now: datetime
) -> tuple[int, set[str], set[str]]:
    """Store (specimen, document hash, value, sampled at) of persons who are known on this ground.

    Returns how many were written, the specimens whose person is known, and those of them that are somebody else's.
    """
    with bulk_role():
        stage("incoming", COLUMNS)
        copy_rows("incoming", ("specimen", "document_hash", "value", "sampled_at"), rows)
        ground = {"lo": where.lo, "hi": where.hi, "holes": where.holes_literal}
        run(SQL["persons"], ground)
        written = run(SQL["store"], {"laboratory": laboratory, "now": now})
        known = {specimen for (specimen,) in fetch(SQL["known"])}
        others = {specimen for (specimen,) in fetch(SQL["of_others"], {"laboratory": laboratory})}
        run("DROP TABLE incoming, incoming_known")
    return written, known, others


def store_singles(laboratory: str, rows: Iterable[tuple[str, int, str, datetime]], now: datetime) -> int:
    """Store (specimen, person, value, sampled at); returns how many were written."""
    with bulk_role():
        stage("singles", "specimen text PRIMARY KEY, person bigint, value text, sampled_at timestamptz")
        copy_rows("singles", ("specimen", "person", "value", "sampled_at"), rows)
        written = run(SQL["store_singles"], {"laboratory": laboratory, "now": now})
        run("DROP TABLE singles")
    return written


def follow(survivor: int, gone: int) -> None:
    """Results of one person become those of another."""
    with bulk_role():
        run(SQL["follow"], {"survivor": survivor, "gone": gone})
