"""How far a push is, told beside the transaction that settles it; and whether somebody wants it to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gangmu.kernel.beside import beside

TELL = "UPDATE intake_progress SET settled = %(rows)s WHERE batch_id = %(batch)s RETURNING stop"


class Stopped(Exception):
    """A clerk has taken a batch back while it was being settled: the transaction has to go."""


@contextmanager
def progress(batch_id: int) -> Iterator[Callable[[int], None]]:
    """`passed(rows)` tells how many rows are settled; it raises Stopped once the batch is taken back."""
    with beside() as ask:

        def passed(rows: int) -> None:
            if any(stop for (stop,) in ask(TELL, {"rows": rows, "batch": batch_id})):
                raise Stopped

        yield passed
