"""What the end of an incident does with every table, read from `data/tables.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).parents[1] / "data" / "tables.toml"
SMALL = 10
"""Below this a total that remains is not told: it could say something about somebody."""
NAME = r"^[a-z_]+$"


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Goes(Strict):
    """A table whose rows go, and how they are known to belong to an incident."""

    table: str = Field(pattern=NAME)
    pk: str = Field(default="id", pattern=NAME)
    incident: str = ""
    of: str = ""
    items: Literal["", "person", "examined", "door"] = ""
    key: str = ""
    group: str = ""
    person: str = ""
    clears: tuple[str, ...] = ()
    last: str = ""

    @model_validator(mode="after")
    def _known_somehow(self) -> Goes:
        if [bool(self.incident), bool(self.of and self.key), bool(self.items and self.key)].count(True) != 1:
            raise ValueError(f"{self.table}: incident, or of and key, or items and key")
        return self


class Copies(Strict):
    """A kind of copy outside the rows, and what becomes of it."""

    code: str
    name: str
    english: str
    what: str
    what_english: str


class Registry(Strict):
    """All tables, by what becomes of them."""

    goes: tuple[Goes, ...]
    stays: dict[str, str]
    scrubs: dict[str, tuple[str, ...]]
    copies: tuple[Copies, ...]
    groups: dict[str, tuple[str, str]]

    @property
    def tables(self) -> set[str]:
        """Every table that is named."""
        return {one.table for one in self.goes} | self.stays.keys()

    def going(self, kept: frozenset[str] = frozenset()) -> list[Goes]:
        """What goes while some groups are kept, in the order of destruction."""
        return [one for one in self.goes if one.group not in kept]

    def rule_of(self, table: str) -> Goes | None:
        """The rule of a table; None for one that stays."""
        return next((one for one in self.goes if one.table == table), None)


@cache
def registry() -> Registry:
    """The tables as shipped."""
    return Registry.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def belongs(rule: Goes, incident: str, closing: str, alias: str = "r") -> str:
    """The SQL condition that a row `alias` belongs to an incident; `incident` and `closing` are SQL expressions."""
    if rule.incident:
        return f"{alias}.{rule.incident} = {incident}"
    if rule.items:
        return (
            f"EXISTS (SELECT FROM sunset_item i WHERE i.closing_id = {closing} AND i.kind = '{rule.items}'"
            f" AND i.subject_id = {alias}.{rule.key})"
        )
    inner = f"{alias}p"
    parent = registry().rule_of(rule.of)
    above = belongs(parent, incident, closing, inner) if parent else f"{inner}.incident_id = {incident}"
    pk = parent.pk if parent else "id"
    return f"EXISTS (SELECT FROM {rule.of} {inner} WHERE {inner}.{pk} = {alias}.{rule.key} AND {above})"


def coarse(counts: dict[str, int]) -> dict[str, str]:
    """Numbers as they may remain for ever: what is smaller than SMALL and not nothing is '<10'."""
    return {name: f"<{SMALL}" if 0 < n < SMALL else str(n) for name, n in counts.items()}
