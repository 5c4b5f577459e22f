"""Sampling by the set: who must be sampled, results of a laboratory, tubes on their way."""

from gangmu.control.sampling.bulk.custody import cannot_send, filled, overdue, receive, send, void
from gangmu.control.sampling.bulk.drawing import add, draw, follow
from gangmu.control.sampling.bulk.receiving import Applied, apply, call_back, call_with, called, settle_pools

__all__ = [
    "Applied",
    "add",
    "apply",
    "call_back",
    "call_with",
    "called",
    "cannot_send",
    "draw",
    "filled",
    "follow",
    "overdue",
    "receive",
    "send",
    "settle_pools",
    "void",
]
