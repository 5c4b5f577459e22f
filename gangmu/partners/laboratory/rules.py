"""A laboratory's result as it arrives."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

# Outside these a date is a mistake of the laboratory's machine.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class ResultIn(BaseModel):
    """One specimen. `document_number` as printed on the form; times carry their offset."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    specimen: str = Field(min_length=1, max_length=60)
    document_number: str = Field(min_length=4, max_length=40)
    value: Literal["negative", "positive", "invalid"]
    sampled_at: Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]


class NotTaken(BaseModel):
    """A result that was not taken: its position in the list from 0, and why."""

    position: int
    code: Literal["document_unreadable", "sampled_in_future", "specimen_of_other"]


class Received(BaseModel):
    """What became of a list of results; every one of them is in exactly one of the five."""

    stored: int = Field(description="new or corrected")
    unchanged: int
    repeated: int = Field(description="named again further down in the list, where it counts")
    unknown: list[str] = Field(description="specimens of persons whom the register does not know: not kept")
    not_taken: list[NotTaken]
