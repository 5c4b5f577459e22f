"""Pure rules of notices: the matrix, its words, times at which somebody is told, when sending is tried again."""

from gangmu.command.notices.rules.matrix import (
    FIELDS,
    PERSONAL,
    ROBOTS,
    Matrix,
    Override,
    Rule,
    allowed,
    read_matrix,
)
from gangmu.command.notices.rules.times import SLOTS, TRIES, Window, next_try, wake, window_before

__all__ = [
    "FIELDS",
    "PERSONAL",
    "ROBOTS",
    "SLOTS",
    "TRIES",
    "Matrix",
    "Override",
    "Rule",
    "Window",
    "allowed",
    "next_try",
    "read_matrix",
    "wake",
    "window_before",
]
