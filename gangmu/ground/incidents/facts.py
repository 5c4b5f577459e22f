"""What happens to incidents."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class IncidentOpened(Fact, kind="incident.opened"):
    """Data may now be collected for this incident."""

    code: str
    pack: str
    pack_version: str
    drill: bool


@dataclass(frozen=True)
class PackAdopted(Fact, kind="incident.pack_adopted"):
    """An incident runs under another version of its rules; `rule` says what becomes of people under the old one."""

    old: str
    new: str
    rule: str
