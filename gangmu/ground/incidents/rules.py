"""Protocol packs: the rules of one kind of incident as data, checked before they count.

A pack is TOML. It names the categories of people that pushes bring (how files word them, how urgent they are), what
is asked of them, the minutes each stage may take, and the gates a report passes. Nothing about one disease is code.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    create_model,
    model_validator,
)

from gangmu.kernel.clock import add_work_minutes

PACKS = Path(__file__).resolve().parent / "data" / "packs"
STAGES = ("report", "accept", "compare", "release")
Stage = Literal["report", "accept", "compare", "release"]
Gate = Literal["compare", "release"]
Level = Literal["trio", "office", "county", "city"]
LEVELS: tuple[Level, ...] = ("trio", "office", "county", "city")  # up the headrope
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Deadline(Strict):
    """How long a stage may take, in minutes of the clock on the wall (natural) or of office hours (work)."""

    minutes: int = Field(gt=0, le=60 * 24 * 30)
    hours: Literal["natural", "work"] = "natural"

    def after(self, start: datetime, holidays: frozenset[date] = frozenset()) -> datetime:
        """The moment at which the stage that began at `start` (aware) is due, UTC."""
        if self.hours == "work":
            return add_work_minutes(start, self.minutes, holidays)
        return start + timedelta(minutes=self.minutes)


class Choice(Strict):
    """One of the answers to a question of kind 'choice'."""

    code: Code
    text: Text
    english: Text


# What an answer may be, by the kind of its question; a 'number' counts something.
ANSWERS: Mapping[str, Any] = {
    "text": Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)],
    "date": date,
    "yes_no": bool,
    "number": Annotated[int, Field(ge=0, le=100_000)],
}


class Question(Strict):
    """One fact about a person: `known` if files usually bring it, so that it is never asked again.

    A question may stay open, for an invented answer is worse than none; a `required` one may not.
    """

    code: Code
    text: Text
    english: Text
    known: bool = False
    required: bool = False
    kind: Literal["text", "date", "yes_no", "number", "choice"] = "text"
    choices: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _choices_for_a_choice(self) -> Question:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices go with kind 'choice', and only with it")
        return self

    def field(self, insist: bool) -> tuple[Any, Any]:
        """The question as a field of a pydantic model; `ui` has its wording in Chinese and English.

        Without `insist` it may stay open although it is required.
        """
        allowed = Literal[tuple(c.code for c in self.choices)] if self.choices else ANSWERS[self.kind]
        ui: dict[str, Any] = {"label": [self.text, self.english]}
        if self.choices:
            ui["labels"] = {choice.code: [choice.text, choice.english] for choice in self.choices}
        if self.required and insist:
            return allowed, Field(json_schema_extra={"ui": ui})
        return allowed | None, Field(None, json_schema_extra={"ui": ui})


class Category(Strict):
    """A category of pushed people. `words` are how files word it; any file text containing one of them means it."""

    code: Code
    name: Text
    english: Text
    words: tuple[Text, ...] = Field(min_length=1)
    urgent: bool = False
    rank: int = Field(default=50, ge=0, le=100)
    deadlines: dict[Stage, Deadline] = {}
    asks: tuple[Code, ...] = ()


class Measure(Strict):
    """What the pack provides for a category: kept as data; a human decides it for each person (PIPL art. 24)."""

    category: Code
    measure: Text
    english: Text
    days: int = Field(ge=0, le=60)
    anchor: Literal["arrival", "last_exposure", "leaving", "notice", "onset"]
    tests: tuple[int, ...] = ()


class Pack(Strict):
    """One version of the rules of one kind of incident."""

    code: Code
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}(\.\d{1,2})?$")]
    name: Text
    english: Text
    basis: Text
    drill_only: bool = False
    effective_from: date
    effective_until: date | None = None
    default_category: Code
    gates: tuple[Gate, ...] = ("compare", "release")
    deadlines: dict[Stage, Deadline]
    # Who is told of a passed deadline, and how many natural minutes after it: up the headrope, each level once.
    ladder: dict[Level, Annotated[int, Field(ge=0, le=60 * 24 * 30)]] = {
        "trio": 0,
        "office": 30,
        "county": 120,
        "city": 360,
    }
    questions: tuple[Question, ...] = ()
    categories: tuple[Category, ...] = Field(min_length=1)
    measures: tuple[Measure, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Pack:
        wrong = list(self._contradictions())
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _contradictions(self) -> list[str]:
        codes = [c.code for c in self.categories]
        asked = {q.code for q in self.questions}
        found = [f"category {c!r} is there twice" for c in sorted({c for c in codes if codes.count(c) > 1})]
        if self.default_category not in codes:
            found.append(f"default_category {self.default_category!r} is not one of the categories")
        found += [f"deadlines has no {stage!r}" for stage in STAGES if stage not in self.deadlines]
        found += [
            f"measure for unknown category {m.category!r}" for m in self.measures if m.category not in codes
        ]
        found += [
            f"category {c.code!r} asks {ask!r}, which is no question"
            for c in self.categories
            for ask in c.asks
            if ask not in asked
        ]
        words: dict[str, str] = {}
        for category in self.categories:
            for word in map(folded, category.words):
                if words.setdefault(word, category.code) != category.code:
                    found.append(f"{word!r} means both {words[word]!r} and {category.code!r}")
        if "release" not in self.gates:
            found.append("gates must hold 'release': no report leaves without a second pair of eyes")
        found += self._wrong_ladder()
        if self.effective_until and self.effective_until < self.effective_from:
            found.append("effective_until lies before effective_from")
        return found

    def _wrong_ladder(self) -> list[str]:
        levels, minutes = list(self.ladder), list(self.ladder.values())
        found = []
        if levels != [level for level in LEVELS if level in levels] or minutes != sorted(minutes):
            found.append(f"ladder must climb: {', '.join(LEVELS)}, none of them before the one below it")
        if not set(levels) - {"trio"}:
            found.append("ladder must reach beyond the trio: nobody else would hear of a delay")
        return found

    @cached_property
    def _by_code(self) -> Mapping[str, Category]:
        return {c.code: c for c in self.categories}

    @cached_property
    def _words(self) -> list[tuple[str, Category]]:
        """Every word, the longest first, so that 次密接 is not taken for 密接."""
        pairs = [(folded(word), c) for c in self.categories for word in c.words]
        return sorted(pairs, key=lambda pair: (-len(pair[0]), -pair[1].rank, pair[0]))

    def category_of(self, text: str) -> Category:
        """The category that a file's free text means; the default one when it says nothing known."""
        if known := self._by_code.get(text.strip().lower()):
            return known
        wanted = folded(text)
        for word, category in self._words:
            if word in wanted:
                return category
        return self._by_code[self.default_category]

    def category(self, code: str) -> Category:
        """The category of a code; the default one for a code of another version."""
        return self._by_code.get(code) or self._by_code[self.default_category]

    def deadline_of(self, category: str, stage: str) -> Deadline:
        """How long a stage may take for a category (code); KeyError for a stage that no pack knows."""
        own: Mapping[Any, Deadline] = self.category(category).deadlines
        general: Mapping[Any, Deadline] = self.deadlines
        return own.get(stage) or general[stage]

    def due_at(
        self, category: str, stage: str, start: datetime, holidays: frozenset[date] = frozenset()
    ) -> datetime:
        """When a stage that begins at `start` (aware) is due, UTC."""
        return self.deadline_of(category, stage).after(start, holidays)

    def questions_of(self, category: str) -> tuple[Question, ...]:
        """What is asked of a category's people, in the pack's order: its own choice, or everything."""
        asks = self.category(category).asks
        return tuple(q for q in self.questions if q.code in asks) if asks else self.questions

    def open_questions(self, category: str, facts: Mapping[str, Any]) -> tuple[Question, ...]:
        """What is still to be asked of a category's people when `facts` (by question) are known already."""
        return tuple(q for q in self.questions_of(category) if not (q.known and facts.get(q.code)))


@cache
def answers_to(questions: tuple[Question, ...], insist: bool = True) -> type[Strict]:
    """The form of some questions, a field for each by its code: pages, phone and API are made from this model."""
    fields: dict[str, Any] = {question.code: question.field(insist) for question in questions}
    return create_model("Asked", __base__=Strict, **fields)


def folded(text: str) -> str:
    """A wording for comparison: compatibility form, lower case, no spaces or punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


class UnsoundPack(ValueError):
    """A pack that must not count; `problems` are (place, what is wrong), all of them."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {what}" for place, what in problems))
        self.problems = problems


def parse_pack(text: str) -> Pack:
    """A pack from its TOML; UnsoundPack with every mistake at once."""
    try:
        return Pack.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise UnsoundPack([("file", str(wrong))]) from wrong
    except ValidationError as wrong:
        raise UnsoundPack(
            [(".".join(map(str, e["loc"])) or "pack", e["msg"]) for e in wrong.errors(include_url=False)]
        ) from wrong


def shipped_packs() -> dict[tuple[str, str], Pack]:
    """Every pack that is shipped, by code and version."""
    packs = (parse_pack(path.read_text(encoding="utf-8")) for path in sorted(PACKS.glob("*.toml")))
    return {(pack.code, pack.version): pack for pack in packs}
