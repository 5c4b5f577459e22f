"""What every action of sampling begins with."""

from __future__ import annotations

from gangmu.kernel.lifecycle import Refused


def allow(may: bool) -> None:
    """Refused('not_allowed') for whoever may not."""
    if not may:
        raise Refused("not_allowed")


def reason_of(text: str) -> str:
    """A reason as it is kept. Refused('reason_missing')."""
    if not text.strip():
        raise Refused("reason_missing")
    return text.strip()[:200]
