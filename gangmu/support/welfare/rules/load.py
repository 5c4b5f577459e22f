"""The load index: how near somebody is to what is too much, of whatever he is nearest to. Never a ranking."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gangmu.ground.organization.rules.limits import limits


class Notice(NamedTuple):
    """From `warn` on the leader is told; `source` is the rule."""

    warn: float
    source: str


@cache
def notices() -> dict[str, Notice]:
    """What is looked at, by the name of the figure: the limits of duty, and doors and open items beside them."""
    path = Path(__file__).parents[1] / "data" / "load.toml"
    own = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {name: Notice(limit.warn, limit.source) for name, limit in limits().items()}
    return found | {name: Notice(**value) for name, value in own.items() if isinstance(value, dict)}


@dataclass(frozen=True, slots=True)
class Load:
    """What a member has carried: hours and nights of shifts, doors reported, items that he holds now.

    `index` is in percent of the figure that is nearest to its warning; `warnings` name the figures that have reached
    it, `over` those above their cap.
    """

    user_id: int
    hours7: float = 0
    hours28: float = 0
    nights7: int = 0
    nights28: int = 0
    doors7: int = 0
    doors28: int = 0
    open_items: int = 0
    index: int = 0
    warnings: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        """red: above a cap; orange: warned; green: neither."""
        return "red" if self.over else "orange" if self.warnings else "green"


FIGURES = ("hours7", "hours28", "nights7", "nights28", "doors7", "doors28", "open_items")


def load_of(user_id: int, *numbers: float) -> Load:
    """The load of the figures in the order of FIGURES."""
    figures = dict(zip(FIGURES, numbers, strict=True))
    shares = {name: figures[name] / notice.warn for name, notice in notices().items()}
    return Load(
        user_id,
        **figures,  # type: ignore[arg-type]
        index=round(100 * max(shares.values())),
        warnings=tuple(name for name, share in shares.items() if share >= 1),
        over=tuple(name for name, limit in limits().items() if figures[name] > limit.cap),
    )
