"""Pushed files on their way into the database, and out of it to whoever settles them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count, takewhile
from tempfile import TemporaryFile

from gangmu.control.intake.rules.content import PIECE, Source, packed
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


@contextmanager
def spooled(sealed: Iterable[bytes]) -> Iterator[tuple[int, Source]]:
    """A sealed file on the disk, without a name, while it is worked on: its number, and what opens it there.

    Whoever has it open can read it, helpers too, and nobody needs memory for it. On the disk it stays sealed.
    """
    with TemporaryFile() as file:
        file.writelines(sealed)
        file.flush()
        yield file.fileno(), partial(_opened, file.fileno())


def _opened(file: int) -> Iterator[bytes]:
    sealed = takewhile(bool, (os.pread(file, PIECE, place) for place in count(0, PIECE)))
    return vault().open_pieces("push", sealed)
