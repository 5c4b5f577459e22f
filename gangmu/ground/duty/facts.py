"""What happens to rosters, leave and swaps."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class RosterPublished(Fact, kind="duty.roster_published"):
    """The week of a territory is settled: its members find their shifts on the phone and in their calendars."""

    begins: str
    shifts: int
    gap_minutes: int


@dataclass(frozen=True)
class LeaveRequested(Fact, kind="duty.leave_requested"):
    """A member asks for leave; somebody has to decide."""

    user_id: int
    since: str
    until: str


@dataclass(frozen=True)
class LeaveDecided(Fact, kind="duty.leave_decided"):
    """A leave is approved, refused or withdrawn; `freed` shifts of his have nobody now."""

    user_id: int
    status: str
    freed: int


@dataclass(frozen=True)
class SwapOffered(Fact, kind="duty.swap_offered"):
    """A member offers a shift to a colleague."""

    giver_id: int
    taker_id: int


@dataclass(frozen=True)
class SwapDecided(Fact, kind="duty.swap_decided"):
    """A swap is accepted, declined, approved, refused or withdrawn."""

    giver_id: int
    taker_id: int
    status: str


@dataclass(frozen=True)
class VehicleSet(Fact, kind="duty.vehicle_set"):
    """A seat needs a vehicle, or does not any more, and so many of its holders bring one; subject is the post."""

    needed: bool
    drivers: int
