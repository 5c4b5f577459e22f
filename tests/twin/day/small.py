"""A city small enough to be counted by hand, and a day without chance."""

from __future__ import annotations

from typing import Any

from gangmu.twin.day.ground import Ground, Group, ground_of
from gangmu.twin.day.parameters import Parameters, load


def two_villages() -> Ground:
    """One town; the first village has 3,000 people, one routine trio, three in emergency; the second 1,000, one."""
    groups = [Group("A", "甲", "t", "乙镇", 1000, "A-r", f"A-e{n}") for n in range(3)]
    groups.append(Group("B", "丙", "t", "乙镇", 1000, "B-r", "B-e"))
    return ground_of(groups, {"A": (1, 3), "B": (1, 1)})


def certain(**changed: Any) -> Parameters:
    """Everybody is at home and found, every time is its mean: 10 minutes a door, then 2 and 1 at the gates."""
    nought = dict.fromkeys(
        ("merged", "outside", "refused_rows", "doubtful", "away", "refuses", "wrong_data", "not_here", "handed_over",
         "returned", "scatter", "send", "page"), 0.0,
    )  # fmt: skip
    times = {"walk": 3.0, "knock": 1.0, "talk": 5.0, "report": 1.0, "compare": 2.0, "release": 1.0}
    return load().model_copy(update={**nought, **times, "push_rate": 1e12, **changed})
