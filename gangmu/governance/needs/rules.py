"""What may be asked for, who answers and how soon: data with its source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).with_name("data") / "needs.toml"
TRIO, OFFICE, ORGAN = "trio", "office", "organ"


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(Strict):
    """A kind of need: who answers, within how many minutes; `explain`: it says nothing without words."""

    to: Literal["trio", "office", "organ"]
    minutes: int = Field(gt=0)
    urgent: bool = False
    explain: bool = False
    name: str
    english: str


class Care(Strict):
    """What follows when something must not be forgotten about somebody: a need of a kind, in words of the office."""

    need: str
    minutes: int = Field(
        gt=0
    )  # within which it is arranged: care is foreseen, an emergency is not asked for here
    text: str
    english: str
    source: str


class Redress(Strict):
    """Where whoever does not accept a decision may turn, and until when: days and months from when he learnt of it."""

    reconsideration_days: int = Field(gt=0)
    lawsuit_months: int = Field(gt=0)
    hotline: str
    source: str


class Rules(Strict):
    """All of it. `most_open`: needs of one person that may wait at a time."""

    source: str
    most_open: int = Field(gt=0)
    kinds: Mapping[str, Kind]
    care: Mapping[str, Care]
    redress: Redress


@cache
def rules() -> Rules:
    """The rules as shipped; they do not change while the code runs."""
    return Rules.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def in_english(text: str) -> str:
    """What care rules say in English; any other words as they are."""
    return next((care.english for care in rules().care.values() if care.text == text), text)


def task_kind(kind: str) -> str:
    """The code of the task that a kind of need opens for a trio."""
    return f"need_{kind}"
