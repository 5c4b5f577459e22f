"""How monitoring runs, where a pack does not say it (data/rhythm.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Rhythm(BaseModel):
    """`fever` in °C; the rest in minutes and days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fever: float = Field(ge=36, le=40)
    medic_minutes: int = Field(gt=0)
    look_in_minutes: int = Field(gt=0)
    call_minutes: int = Field(gt=0)
    keep_days: int = Field(gt=0)


@cache
def rhythm() -> Rhythm:
    """The shipped rhythm."""
    path = Path(__file__).parents[1] / "data" / "rhythm.toml"
    return Rhythm.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
