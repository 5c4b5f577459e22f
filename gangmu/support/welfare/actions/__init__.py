"""The only writers of staff care: months and their later lines, rest, visits, thanks, what was confided."""

from gangmu.support.welfare.actions.caring import owe_visit, pay_visit, take_rest, waive_visit
from gangmu.support.welfare.actions.confiding import confide, open_confided
from gangmu.support.welfare.actions.months import close_month, correct
from gangmu.support.welfare.actions.thanking import decide, propose, withdraw

__all__ = [
    "close_month",
    "confide",
    "correct",
    "decide",
    "open_confided",
    "owe_visit",
    "pay_visit",
    "propose",
    "take_rest",
    "waive_visit",
    "withdraw",
]
