"""What is pure about staff care: how heavy a load is, what a month of shifts is worth."""

from gangmu.support.welfare.rules.allowances import Allowances, Due, Rule, Worked, rules_of, versions, worth
from gangmu.support.welfare.rules.load import Load, load_of, notices

__all__ = [
    "Allowances",
    "Due",
    "Load",
    "Rule",
    "Worked",
    "load_of",
    "notices",
    "rules_of",
    "versions",
    "worth",
]
