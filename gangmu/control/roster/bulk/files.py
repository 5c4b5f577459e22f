"""Imported files on their way into the database and out of it, piece by piece: each as large as the others."""

from __future__ import annotations

from gangmu.kernel.bulk import fetch, run, run_binary
from gangmu.kernel.vault import vault

PIECE = 1 << 20  # bytes
KEEP = "INSERT INTO roster_piece (source_id, number, content) VALUES (%s, %s, %b)"
PURPOSE = "register"


def keep_piece(import_id: int, number: int, data: bytes) -> None:
    """Put a piece, sealed, beside its import, as the actor."""
    run_binary(KEEP, [import_id, number, vault().seal_bytes(PURPOSE, data)])


def piece_of(import_id: int, number: int) -> bytes:
    """A piece, opened; empty behind the last one."""
    found = fetch(
        "SELECT content FROM roster_piece WHERE source_id = %s AND number = %s", [import_id, number]
    )
    return vault().open_bytes(PURPOSE, found[0][0]) if found else b""


def destroy_file(import_id: int) -> None:
    """The pieces of a file that is done or taken back."""
    run("DELETE FROM roster_piece WHERE source_id = %s", [import_id])
