"""What is looked at in a key place, by its line: data with its words in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parents[1] / "data" / "checks.toml"


class Item(BaseModel):
    """One thing that is in order or not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    text: str
    english: str


class Lists(BaseModel):
    """The list of each line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    lines: Mapping[str, tuple[Item, ...]]


@cache
def checklists() -> Mapping[str, tuple[Item, ...]]:
    """Line → what is looked at there; as shipped."""
    return Lists.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8"))).lines
