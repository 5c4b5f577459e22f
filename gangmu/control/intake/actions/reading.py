"""Reading a pushed file for its preview: which column means what, how many rows, and everything wrong with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from gangmu.control.intake.models import Batch
from gangmu.control.intake.queries import pieces_of
from gangmu.control.intake.rules import Field
from gangmu.control.intake.rules.survey import (
    Question,
    confirmed_from,
    joined,
    learned_from,
    survey,
    surveyed,
)
from gangmu.control.intake.states import BatchStatus
from gangmu.kernel import clock
from gangmu.kernel.crew import BESIDE, apart

WORTH_HELPERS = 6_000_000  # bytes of text; below, starting processes takes longer than the work
ZIPPED = 6  # how many bytes of text a byte of a workbook holds, about


def read_file(batch: Batch, chosen: Sequence[Field | None] | None, *, unattended: bool) -> dict[str, Any]:
    """What a file holds: `{"problem"}` of one that cannot be read, else `{"preview"}` and, if known, `{"mapping"}`.

    A big file is read by processes of their own: what they need of memory ends with them, and a web server, which has
    many threads, is not forked. Lines of text that are only counted need no memory: that is done here, and sooner.
    """
    named = _named()
    asked = Question(
        batch.filename,
        batch.size,
        learned_from(named),
        clock.today(),
        chosen,
        unattended,
        confirmed_from(named),
    )
    pieces = pieces_of(batch)
    first = next(pieces, b"")
    zipped = first.startswith(b"PK")
    if batch.size * (ZIPPED if zipped else 1) < WORTH_HELPERS or (unattended and not zipped):
        return survey(asked, b"".join([first, *pieces]))
    helpers = 1 if unattended else BESIDE  # each walks the whole file; only checking its rows can be shared
    return joined(
        [json.loads(part) for part in apart(surveyed, chain([asked.packed(), first], pieces), helpers)]
    )


def _named() -> list[dict[str, Any]]:
    """The mappings that people have made on the mapping page for headers that no profile knows, the newest last."""
    done = (
        Batch.objects.filter(profile="", status=BatchStatus.DONE)
        .order_by("-id")
        .values_list("mapping", flat=True)
    )
    return list(reversed(done[:50]))
