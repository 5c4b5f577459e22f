"""A laboratory's result as it arrives."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class ResultIn(BaseModel):
    """One specimen. `document_number` as printed on the form; times carry their offset."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    specimen: str = Field(min_length=1, max_length=60)
    document_number: str = Field(min_length=4, max_length=40)
    value: Literal["negative", "positive", "invalid"]
    sampled_at: AwareDatetime


class Received(BaseModel):
    """What became of a list of results: `stored` new or corrected, `unchanged`, `unknown` persons."""

    stored: int
    unchanged: int
    unknown: int
    unreadable: list[int] = Field(default_factory=list, description="Positions of results without a readable number.")


