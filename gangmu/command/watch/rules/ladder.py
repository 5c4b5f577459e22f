"""When a changeover counts as missed, and who is told of it (data/ladder.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Minutes = Field(ge=0, le=24 * 60)


class Ladder(BaseModel):
    """Minutes after the change of shift; `told` in the order of the headrope."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    source: str
    early: int = Minutes
    grace: int = Minutes
    told: dict[Literal["town", "county", "city"], int]


@cache
def ladder() -> Ladder:
    """The rule that is in force."""
    path = Path(__file__).parents[1] / "data" / "ladder.toml"
    return Ladder.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
