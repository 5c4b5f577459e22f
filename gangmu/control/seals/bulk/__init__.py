"""What devices say, as sets: stored as it comes, understood, settled, judged. Nothing is lost or doubled by a death:
a message is there until the transaction that has settled it commits, and the same thing said twice is kept once."""

from gangmu.control.seals.bulk.hearing import keep, settle
from gangmu.control.seals.bulk.judging import escalate, forget, judge, look
from gangmu.control.seals.bulk.lending import elsewhere, lend

__all__ = ["elsewhere", "escalate", "forget", "judge", "keep", "lend", "look", "settle"]
