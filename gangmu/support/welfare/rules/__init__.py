"""What is pure about staff care: how heavy a load is, what a month of shifts is worth."""

from gangmu.support.welfare.rules.load import Load, load_of, notices

__all__ = ["Load", "load_of", "notices"]
