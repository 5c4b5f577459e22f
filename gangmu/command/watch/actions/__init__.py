"""The only writers of the watch: beginning, handing over, taking it; marked points; gaps of offices and trios."""

from gangmu.command.watch.actions.gaps import tell_gaps
from gangmu.command.watch.actions.points import finish_point, raise_point
from gangmu.command.watch.actions.signing import accept, begin, draft, hand, reopen
from gangmu.command.watch.actions.trios import tell_red_trios

__all__ = [
    "accept",
    "begin",
    "draft",
    "finish_point",
    "hand",
    "raise_point",
    "reopen",
    "tell_gaps",
    "tell_red_trios",
]
