"""Protocol packs: what a disease or a danger asks of the grid, as data.

A pack is TOML, validated here, versioned, with its sources. It names the categories of pushed people, what to ask at
the door, the deadlines of each stage, the gates a report passes, and the measures that may follow (a human decides
them). Nothing about one disease is in the code.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from gangmu.kernel import clock

Stage = Literal["report", "compare", "release", "accept"]
STAGES: tuple[Stage, ...] = ("report", "compare", "release", "accept")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Deadline(_Strict):
    """Minutes for a stage, counted in natural time or in office hours (kernel.clock)."""

    minutes: int = Field(gt=0)
    hours: Literal["natural", "work"] = "natural"

    def after(self, start: datetime) -> datetime:
        """The moment the deadline falls due, for a stage begun at `start` (aware)."""
        if self.hours == "work":
            return clock.add_work_minutes(start, self.minutes)
        return start + timedelta(minutes=self.minutes)


class Category(_Strict):
    """Why people are pushed: its code, names, the words files use for it, and what it asks."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    zh: str
    en: str
    words: tuple[str, ...] = ()
    urgent: bool = False
    measure: str = ""
    ask: tuple[str, ...] = ()
    deadlines: dict[Stage, Deadline] = Field(default_factory=dict)


class Measure(_Strict):
    """What a human may decide for a person of a category: place rule, length in days, test days from the anchor."""

    code: str
    zh: str
    en: str
    days: int = Field(ge=0)
    test_days: tuple[int, ...] = ()
    anchor: Literal["arrival", "leaving", "last_contact", "onset"] = "arrival"


class Pack(_Strict):
    """One protocol pack, as its TOML has it."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    version: str
    zh: str
    en: str
    drill: bool = False
    sources: tuple[str, ...] = Field(min_length=1)
    gates: tuple[Literal["compare", "release"], ...] = ("compare", "release")
    ask: tuple[str, ...] = ()
    deadlines: dict[Stage, Deadline]
    categories: tuple[Category, ...] = Field(min_length=1)
    other: str = Field(description="Category of rows whose words fit none.")
    measures: tuple[Measure, ...] = ()
    _by_code: dict[str, Category] = PrivateAttr(default_factory=dict)
    _by_word: dict[str, Category] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _sound(self) -> Pack:
        self._by_code.update({c.code: c for c in self.categories})
        if len(self._by_code) != len(self.categories):
            raise ValueError("two categories of one code")
        if self.other not in self._by_code:
            raise ValueError(f"`other` names no category: {self.other}")
        if missing := set(STAGES) - set(self.deadlines):
            raise ValueError(f"no deadline for {', '.join(sorted(missing))}")
        known = {m.code for m in self.measures}
        for category in self.categories:
            if category.measure and category.measure not in known:
                raise ValueError(f"{category.code}: unknown measure {category.measure}")
            for word in (category.code, category.zh, category.en.lower(), *category.words):
                if self._by_word.setdefault(word, category) is not category:
                    raise ValueError(f"the word {word} stands for two categories")
        return self

    def category(self, code: str) -> Category:
        """The category of a code; KeyError for an unknown one."""
        return self._by_code[code]

    def category_of(self, text: str) -> Category:
        """The category that a file's words mean: the word itself, else the longest known word inside, else `other`."""
        text = text.strip().lower()
        if found := self._by_word.get(text):
            return found
        inside = [word for word in self._by_word if word in text] if text else []
        return self._by_word[max(inside, key=len)] if inside else self._by_code[self.other]

    def due_at(self, category: str, stage: Stage, start: datetime) -> datetime:
        """When a stage of a task of this category, begun at `start`, falls due."""
        own = self._by_code[category].deadlines if category in self._by_code else {}
        return own.get(stage, self.deadlines[stage]).after(start)

    def asks(self, category: str) -> tuple[str, ...]:
        """The extra questions at the door for a category, the pack's own first."""
        return (*self.ask, *self._by_code[category].ask) if category in self._by_code else self.ask


class UnsoundPack(Exception):
    """A pack that does not hold; `problems` are (place, message), all of them."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {message}" for place, message in problems))
        self.problems = problems


def parse_pack(text: str) -> Pack:
    """A pack from its TOML; UnsoundPack names everything that is wrong."""
    try:
        return Pack.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UnsoundPack([("file", str(error))]) from error
    except ValidationError as error:
        raise UnsoundPack([(".".join(map(str, e["loc"])) or "pack", e["msg"]) for e in error.errors()]) from error


@cache
def shipped_packs() -> dict[str, Pack]:
    """The packs that come with the product, by code."""
    folder = resources.files("gangmu.ground.incidents") / "data" / "packs"
    packs = [parse_pack(f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".toml")]
    return {pack.code: pack for pack in packs}
