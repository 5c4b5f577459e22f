"""Where a round, a tube and the recall of a member of a positive pool stand."""

from __future__ import annotations

from enum import StrEnum

from gangmu.kernel.lifecycle import Lifecycle, Move
from gangmu.kernel.tally import Tally


class RoundStatus(StrEnum):
    """A round is planned, runs, and is over."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ROUND = Lifecycle(
    RoundStatus,
    start=RoundStatus.PLANNED,
    begin="plan",
    moves=[
        Move("open", (RoundStatus.PLANNED,), RoundStatus.OPEN),
        Move("close", (RoundStatus.OPEN,), RoundStatus.CLOSED),
        Move("cancel", (RoundStatus.PLANNED,), RoundStatus.CANCELLED, asks=("reason",)),
    ],
)


class TubeStatus(StrEnum):
    """Where a tube is, and what was found in it. `resolved`: a positive pool whose every member is accounted for."""

    OPEN = "open"
    SEALED = "sealed"
    SENT = "sent"
    RECEIVED = "received"
    NEGATIVE = "negative"
    POSITIVE = "positive"
    INVALID = "invalid"
    RESOLVED = "resolved"
    VOID = "void"


T = TubeStatus
UNDER_WAY = (T.SEALED, T.SENT, T.RECEIVED)
FOUND = (T.NEGATIVE, T.POSITIVE, T.INVALID)

# A laboratory may tell what it found before anybody has noted that the tube came; and it may correct itself.
TUBE = Lifecycle(
    TubeStatus,
    start=T.OPEN,
    begin="open",
    moves=[
        Move("seal", (T.OPEN,), T.SEALED),
        Move("send", (T.SEALED,), T.SENT, asks=("courier",)),
        Move("receive", (T.SEALED, T.SENT), T.RECEIVED),
        Move("find_negative", (*UNDER_WAY, T.POSITIVE, T.INVALID), T.NEGATIVE),
        Move("find_positive", (*UNDER_WAY, T.NEGATIVE, T.INVALID), T.POSITIVE),
        Move("find_invalid", (*UNDER_WAY, T.NEGATIVE, T.POSITIVE), T.INVALID),
        Move("resolve", (T.POSITIVE,), T.RESOLVED),
        Move("void", (T.OPEN, *UNDER_WAY), T.VOID, asks=("reason",)),
    ],
)


class RecallStatus(StrEnum):
    """A member of a positive pool: asked to stay and be swabbed singly, swabbed, and what came of it."""

    ASKED = "asked"
    SWABBED = "swabbed"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"
    SETTLED = "settled"


R = RecallStatus
WAITING = (R.ASKED, R.SWABBED)

RECALL = Lifecycle(
    RecallStatus,
    start=R.ASKED,
    begin="ask",
    moves=[
        Move("swab", (R.ASKED,), R.SWABBED),
        Move("again", (R.SWABBED,), R.ASKED),
        Move("clear", (R.ASKED, R.SWABBED, R.CONFIRMED), R.CLEARED),
        Move("confirm", (R.ASKED, R.SWABBED, R.CLEARED), R.CONFIRMED),
        Move("settle", WAITING, R.SETTLED, asks=("reason",)),
    ],
)

# What the database counts of a round, by comprehensive grid (ADR 14, 31). The view gives one line for a required person
# and one for a specimen that counts.
COVERAGE = Tally(
    table="sampling_counted",
    into="sampling_coverage",
    by={"area": "area / 1000 * 1000", "round_id": "round_id"},
    counts={
        "required": "what = 'required'",
        "refused": "how = 'refused'",
        "away": "how = 'away'",
        "exempt": "how = 'exempt'",
        "sampled": "what = 'sampled'",
        "valid": "how = 'valid'",
    },
)
