"""What a changeover hands on, as data: counts and ids by queue, notes, and a digest that a later change would break.

Nothing in it names a resident: whoever may see a task finds him by its id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Code = Literal["rows", "batches", "offers", "late", "soon", "told", "red", "points"]
SECTIONS: tuple[Code, ...] = ("rows", "batches", "offers", "late", "soon", "told", "red", "points")
LISTED = 30  # entries of a section that the snapshot names; its count is of all


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict):
    """One open item: what kind of thing, its id, the moment that matters for it, and a code or words of the office."""

    ref: Literal["row", "batch", "task", "trio", "point"]
    id: int
    at: AwareDatetime | None = None
    what: str = Field(default="", max_length=300)


class Section(Strict):
    """One queue: how many wait in it, and the first of them."""

    code: Code
    count: int = Field(ge=0)
    entries: tuple[Entry, ...] = Field(default=(), max_length=LISTED)


class Snapshot(Strict):
    """All that was open when the office was handed on."""

    version: Literal[1] = 1
    office: str
    watch: int
    made_at: AwareDatetime
    sections: tuple[Section, ...]

    def of(self, code: str) -> Section:
        """A section; an empty one for a code that is not in it."""
        return next((s for s in self.sections if s.code == code), Section(code=code, count=0))  # type: ignore[arg-type]


def digest_of(snapshot: Mapping[str, Any], notes: str, signer: int, at: datetime) -> bytes:
    """SHA-256 of what was signed, by whom and when; the same for the same JSON in whatever order."""
    signed = {"snapshot": snapshot, "notes": notes, "signer": signer, "at": int(at.timestamp() * 1000)}
    return hashlib.sha256(json.dumps(signed, sort_keys=True, ensure_ascii=False).encode()).digest()
