"""The rules of orders: pure, no database."""

from gangmu.control.isolation.rules.plan import Decision, Planned, acts_at_once, closer, plan
from gangmu.control.isolation.rules.rhythm import Rhythm, rhythm

__all__ = ["Decision", "Planned", "Rhythm", "acts_at_once", "closer", "plan", "rhythm"]
