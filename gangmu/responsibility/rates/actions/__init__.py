"""The only writers of weekly rates and their ladder."""

from gangmu.responsibility.rates.actions.steps import OF_CITY, answer, appeal, move_step
from gangmu.responsibility.rates.actions.weeks import (
    decide,
    freeze_week,
    late_weeks,
    object_to,
    revise_week,
    settle,
    withdraw,
)

__all__ = [
    "OF_CITY",
    "answer",
    "appeal",
    "decide",
    "freeze_week",
    "late_weeks",
    "move_step",
    "object_to",
    "revise_week",
    "settle",
    "withdraw",
]
