"""Pushed files on their way into the database."""

from __future__ import annotations

from gangmu.kernel.bulk import run_binary

KEEP = "UPDATE intake_batch SET content = %b WHERE id = %s"


def keep_file(batch_id: int, sealed: bytes) -> None:
    """Put a sealed file into its batch, as the actor."""
    run_binary(KEEP, [sealed, batch_id])
