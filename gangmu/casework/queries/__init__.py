"""Reads of cases: every one looks through a scope."""

from gangmu.casework.queries.asking import asked_of, form_of, proofs_asked, questions_of
from gangmu.casework.queries.counts import (
    FIGURES,
    Counts,
    claimed_by_each,
    count_mine,
    count_open,
    mark_of_mine,
    marks_of_bodies,
    open_by_grid,
    standing,
)
from gangmu.casework.queries.persons import concerns, people_by_category
from gangmu.casework.queries.places import open_by_place
from gangmu.casework.queries.proofs import Proof, proof_content, proofs_of
from gangmu.casework.queries.queues import (
    Look,
    Pair,
    at_gate,
    beside,
    offers_here,
    reports_beside,
    search,
)
from gangmu.casework.queries.tasks import (
    at_hand,
    at_hand_among,
    building_page,
    case,
    done_since,
    due_page,
    handed_away,
    report_that_counts,
    returned_to,
)
from gangmu.casework.queries.timeline import Event, timeline

__all__ = [
    "FIGURES",
    "Counts",
    "Event",
    "Look",
    "Pair",
    "Proof",
    "asked_of",
    "at_gate",
    "at_hand",
    "at_hand_among",
    "beside",
    "building_page",
    "case",
    "claimed_by_each",
    "concerns",
    "count_mine",
    "count_open",
    "done_since",
    "due_page",
    "form_of",
    "handed_away",
    "mark_of_mine",
    "marks_of_bodies",
    "offers_here",
    "open_by_grid",
    "open_by_place",
    "people_by_category",
    "proof_content",
    "proofs_asked",
    "proofs_of",
    "questions_of",
    "report_that_counts",
    "reports_beside",
    "returned_to",
    "search",
    "standing",
    "timeline",
]
