"""Reads of staff care."""

from gangmu.support.welfare.queries.loads import loads

__all__ = ["loads"]
