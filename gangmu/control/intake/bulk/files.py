"""Pushed files on their way into the database."""

from __future__ import annotations

from gangmu.kernel.bulk import run, run_binary, stage

PIECE = 1 << 20
"""Bytes that travel at once, in and out: a connection keeps room for twice the most that it ever sent or got."""
KEEP = "UPDATE intake_batch SET content = %b WHERE id = %s"
SEND = "INSERT INTO sent (place, piece) VALUES (%s, %b)"
JOIN = (
    "UPDATE intake_batch SET content = (SELECT string_agg(piece, '' ORDER BY place) FROM sent) WHERE id = %s"
)


def keep_file(batch_id: int, sealed: bytes) -> None:
    """Put a sealed file into its batch, as the actor."""
    if len(sealed) <= PIECE:
        run_binary(KEEP, [sealed, batch_id])
        return
    stage("sent", "place bigint, piece bytea")
    view = memoryview(sealed)
    for place in range(0, len(view), PIECE):
        run_binary(SEND, [place, view[place : place + PIECE]])
    run(JOIN, [batch_id])
    run("DROP TABLE sent")
