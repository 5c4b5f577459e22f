"""Pushed files on their way into the database."""

from __future__ import annotations

from gangmu.control.intake.rules.content import packed
from gangmu.kernel.bulk import run, run_binary, stage
from gangmu.kernel.vault import vault

SEND = "INSERT INTO sent (place, piece) VALUES (%s, %b)"
JOIN = (
    "UPDATE intake_batch SET content = (SELECT string_agg(piece, '' ORDER BY place) FROM sent) WHERE id = %s"
)


def keep_file(batch_id: int, data: bytes) -> None:
    """Pack a file and seal it into its batch, as the actor; neither it nor what is sent is ever there twice."""
    stage("sent", "place integer, piece bytea")
    for place, sealed in enumerate(vault().seal_pieces("push", packed(data))):
        run_binary(SEND, [place, sealed])
    run(JOIN, [batch_id])
    run("DROP TABLE sent")
