"""Where nobody took over at a change of shift: found, told up the headrope, ended."""

from __future__ import annotations

from typing import Any

from gangmu.command.watch.facts import WatchGap, WatchGapEnded
from gangmu.command.watch.queries.offices import SQL
from gangmu.command.watch.rules import ladder
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch, run
from gangmu.kernel.facts import record
from gangmu.kernel.scope import Actor


def tell_gaps(actor: Actor) -> int:
    """Open the gaps of this minute, end those that are over, tell each level that is due; returns how many were told.

    A gap is opened once for an office and a change of shift, and each level is told of it once, whoever asks how often.
    """
    rule = ladder()
    given: dict[str, Any] = {
        "now": clock.now(),
        "early": rule.early,
        "grace": rule.grace,
        "levels": list(rule.told),
        "minutes": list(rule.told.values()),
    }
    over = fetch(SQL["end_gaps"], given)
    record(actor, *(WatchGapEnded(gap, area, body, at.isoformat()) for gap, area, body, at in over))
    run(SQL["open_gaps"], given)
    told = fetch(SQL["tell"], given)
    record(actor, *(WatchGap(gap, area, body, level, at.isoformat()) for gap, area, level, body, at in told))
    return len(told)
