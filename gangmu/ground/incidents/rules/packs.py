"""Protocol packs: the rules of one kind of incident as data, checked before they count.

A pack is TOML. It names the categories of people that pushes bring (how files word them, how urgent they are), what
is asked of them, what is proved at the door, the minutes each stage may take, the gates a report passes; what it
provides for people (measures), ground (zones, works around a place) and counts (indices); and what becomes of people
under the rules before it. Nothing about one disease is code.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator

from gangmu.ground.incidents.rules.care import Condition, Day, Level, Measure, days_of
from gangmu.ground.incidents.rules.indices import Index, Transition
from gangmu.ground.incidents.rules.parts import Code, Deadline, Named, Proof, Question, Text
from gangmu.ground.incidents.rules.sampling import Sampling
from gangmu.ground.incidents.rules.zones import PlacePlan, Zone

PACKS = Path(__file__).resolve().parents[1] / "data" / "packs"
STAGES = ("report", "accept", "compare", "release")
Stage = Literal["report", "accept", "compare", "release"]
Gate = Literal["compare", "release"]
Rung = Literal["trio", "office", "county", "city"]
RUNGS: tuple[Rung, ...] = ("trio", "office", "county", "city")  # up the headrope


class Category(Named):
    """A category of pushed people. `words` are how files word it; any file text containing one of them means it."""

    words: tuple[Text, ...] = Field(min_length=1)
    urgent: bool = False
    rank: int = Field(default=50, ge=0, le=100)
    deadlines: dict[Stage, Deadline] = {}
    asks: tuple[Code, ...] = ()


class Pack(Named):
    """One version of the rules of one kind of incident. A local one says which it `extends` ("code@version")."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}(\.\d{1,2})?$")]
    extends: str | None = None
    basis: Text
    source: Text  # of what names none of its own: deadlines, questions, the words of files
    drill_only: bool = False
    effective_from: date
    effective_until: date | None = None
    default_category: Code
    gates: tuple[Gate, ...] = ("compare", "release")
    deadlines: dict[Stage, Deadline]
    # Who is told of a passed deadline, and how many natural minutes after it: up the headrope, each level once.
    ladder: dict[Rung, Annotated[int, Field(ge=0, le=60 * 24 * 30)]] = {
        "trio": 0,
        "office": 30,
        "county": 120,
        "city": 360,
    }
    questions: tuple[Question, ...] = ()
    proofs: tuple[Proof, ...] = ()
    categories: tuple[Category, ...] = Field(min_length=1)
    levels: tuple[Level, ...] = ()
    conditions: tuple[Condition, ...] = ()
    measures: tuple[Measure, ...] = ()
    zones: tuple[Zone, ...] = ()
    places: tuple[PlacePlan, ...] = ()
    indices: tuple[Index, ...] = ()
    transitions: tuple[Transition, ...] = ()
    sampling: Sampling | None = None  # without it nobody is sampled in rounds

    @model_validator(mode="after")
    def _holds_together(self) -> Pack:
        wrong = list(self._contradictions())
        if wrong:
            raise ValueError("; ".join(wrong))
        return self

    def _contradictions(self) -> Iterator[str]:
        codes = {c.code for c in self.categories}
        if self.default_category not in codes:
            yield f"default_category {self.default_category!r} is not one of the categories"
        yield from (f"deadlines has no {stage!r}" for stage in STAGES if stage not in self.deadlines)
        yield from self._twice()
        yield from self._dangling()
        words: dict[str, str] = {}
        for category in self.categories:
            for word in map(folded, category.words):
                if words.setdefault(word, category.code) != category.code:
                    yield f"{word!r} means both {words[word]!r} and {category.code!r}"
        if "release" not in self.gates:
            yield "gates must hold 'release': no report leaves without a second pair of eyes"
        yield from self._wrong_ladder()
        if self.effective_until and self.effective_until < self.effective_from:
            yield "effective_until lies before effective_from"

    def _twice(self) -> Iterator[str]:
        lists: dict[str, list[str]] = {
            "category": [c.code for c in self.categories],
            "question": [q.code for q in self.questions],
            "proof": [f"{p.kind}/{p.outcome}/{p.code}" for p in self.proofs],
            "level": [x.code for x in self.levels],
            "condition": [c.code for c in self.conditions],
            "measure for category": [m.category for m in self.measures],
            "zone": [z.code for z in self.zones],
            "place": [p.code for p in self.places],
            "index": [i.code for i in self.indices],
            "transition since": [t.since for t in self.transitions],
        }
        for what, codes in lists.items():
            yield from (
                f"{what} {c!r} is there twice" for c in sorted({c for c in codes if codes.count(c) > 1})
            )

    def _dangling(self) -> Iterator[str]:
        """Names of things that are not there."""
        known = {
            "question": {q.code for q in self.questions},
            "condition": {c.code for c in self.conditions},
            "level": {x.code for x in self.levels},
            "category": {c.code for c in self.categories},
            "zone": {z.code for z in self.zones},
            "place": {p.code for p in self.places},
            "grade": {f"{i.code}/{g.code}" for i in self.indices for g in i.grades},
        }
        for where, kind, name in self._names():
            if name is not None and name not in known[kind]:
                yield f"{where} names {name!r}, which is no {kind}"

    def _names(self) -> Iterator[tuple[str, str, str | None]]:
        """Every place that names something else of the pack: where, what kind of thing, its name."""
        for category in self.categories:
            yield from ((f"category {category.code!r}", "question", ask) for ask in category.asks)
        for level in self.levels:
            yield from ((f"level {level.code!r}", "condition", code) for code in level.conditions)
            yield f"level {level.code!r}", "level", level.otherwise
        for measure in self.measures:
            yield "a measure", "category", measure.category
            yield from ((f"measure for {measure.category!r}", "level", s.level) for s in measure.stages)
        for code in self.sampling.singly if self.sampling else ():
            yield "sampling", "category", code
        for zone in self.zones:
            yield f"zone {zone.code!r}", "zone", zone.lift.then
            yield f"zone {zone.code!r}", "place", zone.place
        for work in (work for place in self.places for work in place.works):
            if work.until_index is not None:
                yield f"work {work.code!r}", "grade", f"{work.until_index}/{work.until_grade}"

    def _wrong_ladder(self) -> Iterator[str]:
        levels, minutes = list(self.ladder), list(self.ladder.values())
        if levels != [rung for rung in RUNGS if rung in levels] or minutes != sorted(minutes):
            yield (f"ladder must climb: {', '.join(RUNGS)}, none of them before the one below it")
        if not set(levels) - {"trio"}:
            yield "ladder must reach beyond the trio: nobody else would hear of a delay"

    @cached_property
    def _by_code(self) -> Mapping[str, Category]:
        return {c.code: c for c in self.categories}

    @cached_property
    def _words(self) -> list[tuple[str, Category]]:
        """Every word, the longest first, so that 次密接 is not taken for 密接."""
        pairs = [(folded(word), c) for c in self.categories for word in c.words]
        return sorted(pairs, key=lambda pair: (-len(pair[0]), -pair[1].rank, pair[0]))

    def meant(self, text: str) -> Category | None:
        """The category that a file's free text means; None when it says nothing known."""
        if known := self._by_code.get(text.strip().lower()):
            return known
        wanted = folded(text)
        return next((category for word, category in self._words if word in wanted), None)

    def category_of(self, text: str) -> Category:
        """The category that a file's free text means; the default one when it says nothing known."""
        return self.meant(text) or self._by_code[self.default_category]

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

    def proofs_of(self, kind: str, outcome: str) -> tuple[Proof, ...]:
        """What a report of a task kind with this outcome may have to prove, in the pack's order."""
        return tuple(p for p in self.proofs if (p.kind, p.outcome) == (kind, outcome))

    @property
    def key(self) -> str:
        """Its code and version in one word."""
        return f"{self.code}@{self.version}"

    def measure_for(self, category: str) -> Measure | None:
        """What the pack provides for a category; None where it provides nothing."""
        return next((m for m in self.measures if m.category == self.category(category).code), None)

    def days(self, measure: Measure, anchor: date) -> tuple[Day, ...]:
        """A measure of this pack counted out from its anchor."""
        return days_of(measure, {level.code: level for level in self.levels}, anchor)

    def transition_from(self, before: Pack) -> Transition | None:
        """The rule for people under an earlier pack, by its version or else its code; None: they keep theirs."""
        rules = {t.since: t for t in self.transitions}
        return rules.get(before.key) or rules.get(before.code)


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


def shipped_text(pack: Pack) -> str:
    """The file of a shipped pack."""
    return (PACKS / f"{pack.code}-{pack.version}.toml").read_text(encoding="utf-8")


def shipped_packs() -> dict[tuple[str, str], Pack]:
    """Every pack that is shipped, by code and version."""
    packs = (parse_pack(path.read_text(encoding="utf-8")) for path in sorted(PACKS.glob("*.toml")))
    return {(pack.code, pack.version): pack for pack in packs}
