"""What happens at the end of an incident."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class IncidentFrozen(Fact, kind="sunset.frozen"):
    """Nothing of the incident can be written any more; `subject_id` is the closing."""

    incident: str


@dataclass(frozen=True)
class IncidentDestroyed(Fact, kind="sunset.destroyed"):
    """Its personal data is gone, and a certificate says so; `subject_id` is the closing."""

    incident: str
    rows: int
