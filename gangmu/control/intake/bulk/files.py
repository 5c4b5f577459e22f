"""Pushed files on their way into the database."""

from __future__ import annotations

from gangmu.kernel.bulk import run, run_binary, stage
from gangmu.kernel.vault import vault

PIECE = 1 << 20
"""Bytes that travel at once, in and out: a connection keeps room for twice the most that it ever sent or got."""
SEND = "INSERT INTO sent (place, piece) VALUES (%s, %b)"
JOIN = (
    "UPDATE intake_batch SET content = (SELECT string_agg(piece, '' ORDER BY place) FROM sent) WHERE id = %s"
)


def keep_file(batch_id: int, data: bytes) -> None:
    """Seal a file into its batch, as the actor; neither it nor what is sent is ever there twice."""
    view = memoryview(data)
    pieces = (view[begin : begin + PIECE] for begin in range(0, len(view), PIECE))
    stage("sent", "place integer, piece bytea")
    for place, sealed in enumerate(vault().seal_pieces("push", pieces)):
        run_binary(SEND, [place, sealed])
    run(JOIN, [batch_id])
    run("DROP TABLE sent")
