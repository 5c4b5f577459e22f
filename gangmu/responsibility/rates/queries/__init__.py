"""Reads of the weekly rate and its ladder."""

from gangmu.responsibility.rates.queries.samples import valid_samples
from gangmu.responsibility.rates.queries.steps import (
    Moved,
    answers_of,
    history_of,
    letter_of,
    posts_of_county,
    rungs_before,
    step_in,
    steps_of,
    still_to_answer,
    title_of,
)
from gangmu.responsibility.rates.queries.weeks import (
    Line,
    lines_of,
    names_behind,
    objection_in,
    objections_of,
    ranking_of,
    rate_in,
    rules_of,
    units_of_city,
    week_in,
    weeks,
)

__all__ = [
    "Line",
    "Moved",
    "answers_of",
    "history_of",
    "letter_of",
    "lines_of",
    "names_behind",
    "objection_in",
    "objections_of",
    "posts_of_county",
    "ranking_of",
    "rate_in",
    "rules_of",
    "rungs_before",
    "step_in",
    "steps_of",
    "still_to_answer",
    "title_of",
    "units_of_city",
    "valid_samples",
    "week_in",
    "weeks",
]
