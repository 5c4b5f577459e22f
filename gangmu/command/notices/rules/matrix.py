"""The notice matrix as data: who is told what, when, over which channels; and the machine check of its words.

A text may only use the fields below: numbers, and words out of closed sets. No field can hold a person's name, number,
address or note, so no text for a group or a phone can either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

NUMBER = re.compile(r"-?\d{1,9}")
# Every field that a text may name, and what it may hold. `count` and `body` (the name of a trio, an office) come from
# the statements that find whom to tell, and from no fact.
FIELDS: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(
        ("count", "received", "tasks", "merged", "handed_over", "waiting", "refused", "out_of_city", "open",
         "overdue", "trios", "grids", "doors", "days", "minutes", "hours", "number"),
        NUMBER,
    ),
    "body": re.compile(r"[^\n]{0,80}"),
    "slot": re.compile(r"\d\d:\d\d|urgent"),
    "day": re.compile(r"\d{4}-\d\d-\d\d"),
    "level": re.compile(r"trio|office|town|county|city"),
    "mode": re.compile(r"routine|emergency"),
}  # fmt: skip
PERSONAL = ("webpush", "sms", "mail")
ROBOTS = ("wecom", "dingtalk", "feishu")
Way = Literal["webpush", "sms", "mail", "group"]
Who = Literal[
    "owners_of_push", "offices_of_push", "owner_of_task", "owners_of_ground",
    "headrope", "appointed", "named", "body", "below", "office",
    "zone", "zone_leaders", "leaders_of_town", "leaders_of_county", "leaders_of_city", "push_office", "groups",
]  # fmt: skip


def allowed(name: str, value: object) -> bool:
    """Whether a field may hold this value."""
    pattern = FIELDS.get(name)
    return pattern is not None and pattern.fullmatch(str(value)) is not None


class Rule(BaseModel):
    """A row of the matrix. `who` names bodies (sql/who.sql); all holders of their posts are told, or those in `roles`.

    `named`: the fact's field with the user that is meant. `on_shift`: only those on duty now. `when`: at once; digest:
    once for all that has happened in so many minutes; slot: the same from slot to slot (10:00, 12:00, 15:00, 18:00).
    `channels`: beside the inbox, which has everything.
    `count`: the fact's field that is added up; without one each fact counts as one. `fields`: taken from the fact.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z_]{3,40}$")
    fact: str = Field(pattern=r"^[a-z_.]{3,60}$")
    who: Who
    named: str = Field(default="", pattern=r"^[a-z_]{0,30}$")
    roles: tuple[str, ...] = ()
    on_shift: bool = False
    when: Literal["at_once", "digest", "slot"] = "at_once"
    minutes: int = Field(default=0, ge=0, le=1440)
    channels: tuple[Way, ...] = ()
    urgent: bool = False
    off: bool = False
    count: str = ""
    fields: tuple[str, ...] = ()
    opens: str = Field(pattern=r"^/[a-z0-9/?=&_-]*(\{subject\}[a-z/]*)?$")
    name: str
    name_english: str
    title: str
    title_english: str
    text: str
    text_english: str

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.when == "digest") != (self.minutes > 0) or (self.minutes and 1440 % self.minutes):
            raise ValueError(
                f"{self.code}: a digest says its minutes, which divide a day; the others have none"
            )
        if (self.who == "groups") != (self.channels == ("group",)) or (
            self.who != "groups" and "group" in self.channels
        ):
            raise ValueError(f"{self.code}: groups are told by their robot, and persons are not")
        if (self.who == "named") != bool(self.named):
            raise ValueError(
                f"{self.code}: `named` says which field names the user, for `who = 'named'` alone"
            )
        if "{subject}" in self.opens and self.when != "at_once":
            raise ValueError(f"{self.code}: a digest has many subjects: it opens a list")
        known = {"count", "body", *self.fields} & FIELDS.keys()
        taken = {self.count} - {""} | set(self.fields)
        if unknown := taken - FIELDS.keys() | taken & {"body"}:
            raise ValueError(f"{self.code}: not a field that a notice may have: {sorted(unknown)}")
        for text in (self.title, self.title_english, self.text, self.text_english):
            if missing := placeholders(text) - known:
                raise ValueError(
                    f"{self.code}: “{text}” names {sorted(missing)}; it may name {sorted(known)}"
                )
        return self

    def words(self, language: str, fields: Mapping[str, Any]) -> tuple[str, str]:
        """Title and text in a language ('en', or else Chinese)."""
        english = language.startswith("en")
        title, text = (self.title_english, self.text_english) if english else (self.title, self.text)
        given = {name: fields.get(name, 0) for name in FIELDS}
        return title.format_map(given), text.format_map(given)


class Override(BaseModel):
    """What a city may change in a row without touching the product."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: Literal["at_once", "digest", "slot"]
    minutes: int = Field(ge=0, le=1440)
    channels: tuple[Way, ...]
    urgent: bool
    off: bool

    def on(self, rule: Rule) -> Rule:
        """The row with this change; ValueError (pydantic's) if it does not hold together."""
        return Rule.model_validate({**rule.model_dump(), **self.model_dump()})


class Matrix(BaseModel):
    """All of it. `quiet_from`, `quiet_to`: civil times between which only the urgent wakes, unless one says else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quiet_from: str = Field(pattern=r"^\d\d:\d\d$")
    quiet_to: str = Field(pattern=r"^\d\d:\d\d$")
    tell: tuple[Rule, ...]

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        codes = [rule.code for rule in self.tell]
        if len(set(codes)) < len(codes):
            raise ValueError("two rows of the same code")
        return self

    def of(self, fact: str) -> list[Rule]:
        """The rows about a kind of fact that are not switched off."""
        return [rule for rule in self.tell if rule.fact == fact and not rule.off]

    def rule(self, code: str) -> Rule | None:
        """The row of a code."""
        return next((rule for rule in self.tell if rule.code == code), None)


def placeholders(text: str) -> set[str]:
    """The fields that a text names."""
    return {name for _before, name, _format, _kind in Formatter().parse(text) if name is not None}


def read_matrix(path: Path) -> Matrix:
    """The matrix of a TOML file; pydantic's ValidationError says everything that is wrong with it."""
    return Matrix.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
