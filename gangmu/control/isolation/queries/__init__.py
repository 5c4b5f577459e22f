"""Orders of one's ground, what a day asks for, and their papers."""

from gangmu.control.isolation.queries.asked import Touched, asked_days, touched_by
from gangmu.control.isolation.queries.orders import (
    anchor_guess,
    changes_of,
    checks_of,
    joined_to,
    live_order_of,
    moves_of,
    notices_of,
    order_in,
    orders_of_person,
    outings_of,
    readings_of,
    shared_with,
)
from gangmu.control.isolation.queries.papers import PAPERS, paper_of
from gangmu.control.isolation.queries.settled import unsettled
from gangmu.control.isolation.queries.today import (
    SHOWS,
    Owed,
    counts,
    orders,
    orders_waiting,
    owed_on,
    plan_of,
)

__all__ = [
    "PAPERS",
    "SHOWS",
    "Owed",
    "Touched",
    "anchor_guess",
    "asked_days",
    "changes_of",
    "checks_of",
    "counts",
    "joined_to",
    "live_order_of",
    "moves_of",
    "notices_of",
    "order_in",
    "orders",
    "orders_of_person",
    "orders_waiting",
    "outings_of",
    "owed_on",
    "paper_of",
    "plan_of",
    "readings_of",
    "shared_with",
    "touched_by",
    "unsettled",
]
