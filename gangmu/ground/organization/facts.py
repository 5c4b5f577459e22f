"""What happens in the organization."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class Appointed(Fact, kind="organization.appointed"):
    """Somebody holds a post from a day on, himself or as its deputy."""

    user_id: int
    deputy: bool
    since: str


@dataclass(frozen=True)
class Relieved(Fact, kind="organization.relieved"):
    """Somebody holds a post no longer from a day on."""

    user_id: int
    until: str
