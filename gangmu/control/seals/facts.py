"""What happens to seals that others may care about; never a name, never a door."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class SealAsked(Fact, kind="seals.asked"):
    """A seal is to be put on; subject: the binding. `body_id`: the installer."""

    body_id: int


@dataclass(frozen=True)
class SealToRemove(Fact, kind="seals.to_remove"):
    """A seal is to be taken off; subject: the binding. `body_id`: the installer."""

    body_id: int


@dataclass(frozen=True)
class AlarmRaised(Fact, kind="seals.alarm"):
    """An alarm for the trio of the ground (`body_id`); subject: the alarm."""

    body_id: int
    alarm: str


@dataclass(frozen=True)
class AlarmUnanswered(Fact, kind="seals.unanswered"):
    """Nobody has acknowledged an alarm: the next level is told. Subject: the alarm. Written by sql/judging.sql."""

    level: str


@dataclass(frozen=True)
class VendorSilent(Fact, kind="seals.outage"):
    """Many devices of a vendor fell silent at once on a county's ground, which is the subject."""

    vendor: str
    count: int
