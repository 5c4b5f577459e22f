"""Reads of cases: every one looks through a scope."""

from gangmu.casework.queries.asking import asked_of, questions_of
from gangmu.casework.queries.counts import (
    FIGURES,
    Counts,
    claimed_by_each,
    count_mine,
    count_open,
    open_by_grid,
    standing,
)
from gangmu.casework.queries.queues import Look, at_gate, offers_here, search
from gangmu.casework.queries.tasks import (
    at_hand,
    at_hand_among,
    building_page,
    case,
    done_since,
    due_page,
    handed_away,
    returned_to,
)
from gangmu.casework.queries.timeline import Event, timeline

__all__ = [
    "FIGURES",
    "Counts",
    "Event",
    "Look",
    "asked_of",
    "at_gate",
    "at_hand",
    "at_hand_among",
    "building_page",
    "case",
    "claimed_by_each",
    "count_mine",
    "count_open",
    "done_since",
    "due_page",
    "handed_away",
    "offers_here",
    "open_by_grid",
    "questions_of",
    "returned_to",
    "search",
    "standing",
    "timeline",
]
