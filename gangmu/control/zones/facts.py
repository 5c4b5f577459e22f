"""What happens to zones. `area` is the lowest key of the smallest unit around the zone; `number` is the zone."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class ZoneBegun(Fact, kind="zones.begun"):
    """Ground is under temporary control; `subject_id` is the zone."""

    number: int


@dataclass(frozen=True)
class ZoneDeclared(Fact, kind="zones.declared"):
    """A zone is declared, under the rules of its level."""

    number: int


@dataclass(frozen=True)
class ZoneChanged(Fact, kind="zones.changed"):
    """The ground, the level or the days of a zone are others; `change` says which."""

    number: int
    change: str


@dataclass(frozen=True)
class ZoneProposed(Fact, kind="zones.proposed"):
    """Days and final round are met: a human may let the zone fall."""

    number: int


@dataclass(frozen=True)
class ZoneLifted(Fact, kind="zones.lifted"):
    """A zone has ended."""

    number: int
