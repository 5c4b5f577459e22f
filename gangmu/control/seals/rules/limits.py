"""What an opening means, by its times (data/limits.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """The file, checked; units are in the names, battery in per cent, signal in dBm."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bounce_seconds: int = Field(ge=0, le=60)
    fresh_minutes: int = Field(ge=1, le=120)
    left_open_minutes: int = Field(ge=1, le=240)
    grace_minutes: int = Field(ge=0, le=30)
    longest_hours: int = Field(ge=1, le=24)
    visit_minutes: int = Field(ge=5, le=240)
    medical_hours: int = Field(ge=1, le=72)
    silent_minutes: int = Field(ge=5, le=4320)
    outage_share: float = Field(gt=0, le=1)
    outage_least: int = Field(ge=1)
    low_battery: int = Field(ge=1, le=99)
    weak_signal: int = Field(ge=-255, le=0)
    unread_days: int = Field(ge=1, le=180)
    ladder: dict[str, int]


@cache
def limits() -> Limits:
    """The limits in force."""
    path = Path(__file__).parents[1] / "data" / "limits.toml"
    return Limits.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
