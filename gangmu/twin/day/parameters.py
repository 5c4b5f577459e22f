"""What a rehearsed day assumes: numbers with their unit and where they come from, kept in `data/day.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "day.toml"
Share = Annotated[float, Field(ge=0, le=1)]
Minutes = Annotated[float, Field(ge=0, le=24 * 60)]
Positive = Annotated[float, Field(gt=0)]


class Parameters(BaseModel):
    """The numbers of a day. Times in minutes but where the name of the unit in `day.toml` says seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    merged: Share
    outside: Share
    refused_rows: Share
    doubtful: Share
    push_rate: Positive
    desk: Minutes
    people_per_desk: Positive
    walk: Minutes
    knock: Minutes
    talk: Minutes
    persuade: Minutes
    report: Minutes
    send: Minutes
    away: Share
    visits: Annotated[int, Field(ge=1, le=9)]
    again_after: Minutes
    refuses: Share
    wrong_data: Share
    not_here: Share
    handed_over: Share
    accept: Minutes
    compare: Minutes
    release: Minutes
    page: Minutes
    returned: Share
    rework: Minutes
    people_per_reviewer: Positive
    scatter: Annotated[float, Field(ge=0, le=3)]

    def seats(self, people: int, per_seat: float) -> int:
        """Seats in a town of so many people: at least one."""
        return max(1, round(people / per_seat))


class Entry(BaseModel):
    """A number with what it rests on."""

    model_config = ConfigDict(extra="forbid")

    value: float
    unit: str
    known: Literal["measured", "assumed"]
    source: str = Field(min_length=10)


def entries(path: Path = SHIPPED) -> dict[str, Entry]:
    """The numbers of a file with what they rest on; ValueError names every one that cannot be read."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise ValueError(f"{path}: {wrong}") from wrong
    try:
        return TypeAdapter(dict[str, Entry]).validate_python(found)
    except ValidationError as wrong:
        raise ValueError(f"{path.name}: {_said(wrong)}") from wrong


def load(path: Path = SHIPPED) -> Parameters:
    """The parameters of a file; ValueError names every one that is missing, unknown or out of bounds."""
    found = entries(path)
    try:
        return Parameters.model_validate({name: entry.value for name, entry in found.items()})
    except ValidationError as wrong:
        raise ValueError(f"{path.name}: {_said(wrong)}") from wrong


def _said(wrong: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
        + ("" if e["type"] == "missing" else f", not {e['input']!r}")
        for e in wrong.errors()
    )
