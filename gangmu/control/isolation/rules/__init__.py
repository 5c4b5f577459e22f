"""The rules of orders: pure, no database."""

from gangmu.control.isolation.rules.plan import Decision, Planned, acts_at_once, closer, plan
from gangmu.control.isolation.rules.rhythm import Rhythm, rhythm
from gangmu.control.isolation.rules.takeover import HOWS, How, Taken, takeover

__all__ = [
    "HOWS",
    "Decision",
    "How",
    "Planned",
    "Rhythm",
    "Taken",
    "acts_at_once",
    "closer",
    "plan",
    "rhythm",
    "takeover",
]
