"""Reads of staff care."""

from gangmu.support.welfare.queries.loads import loads
from gangmu.support.welfare.queries.members import Member, member_in, members, names_of
from gangmu.support.welfare.queries.months import (
    due_in,
    due_of,
    lines_of_statement,
    statement_in,
    statements,
    town_in,
    towns,
)
from gangmu.support.welfare.queries.owed import (
    Balance,
    Crossing,
    commendation_in,
    commendations,
    crossings,
    hardships,
    lines_of,
    rest_balance,
    rests_of,
    visit_in,
    visits,
)

__all__ = [
    "Balance",
    "Crossing",
    "Member",
    "commendation_in",
    "commendations",
    "crossings",
    "due_in",
    "due_of",
    "hardships",
    "lines_of",
    "lines_of_statement",
    "loads",
    "member_in",
    "members",
    "names_of",
    "rest_balance",
    "rests_of",
    "statement_in",
    "statements",
    "town_in",
    "towns",
    "visit_in",
    "visits",
]
