"""Whose day it is under a rotating share. The same arithmetic stands in sql/drawing.sql."""

from __future__ import annotations

from datetime import date


def part_of(day: date, parts: int) -> int:
    """Which share a day is: 0 to parts - 1, each once in `parts` days."""
    return day.toordinal() % parts


def turn_of(person: int, parts: int) -> int:
    """In which share a person is. Numbers that follow each other, as in a family, fall on days that do."""
    return person % parts
