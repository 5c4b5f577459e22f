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


@dataclass(frozen=True)
class ShiftCovered(Fact, kind="organization.shift_covered"):
    """Somebody was put on duty where nobody was; subject is the shift."""

    body_id: int
    post_id: int
    user_id: int
    since: str
    until: str
    reason: str


@dataclass(frozen=True)
class ShiftFreed(Fact, kind="organization.shift_freed"):
    """Somebody was taken out of a shift from `since` on; nobody covers it yet. Subject is the shift."""

    body_id: int
    post_id: int
    user_id: int
    since: str
    until: str
    reason: str


@dataclass(frozen=True)
class AbsenceNoted(Fact, kind="organization.absence_noted"):
    """A user is away during a time; subject is the user, who stands on no ground."""

    since: str
    until: str


@dataclass(frozen=True)
class AbsenceEnded(Fact, kind="organization.absence_ended"):
    """A user is back from a moment on."""

    at: str


@dataclass(frozen=True)
class GuaranteeGiven(Fact, kind="organization.guarantee_given"):
    """A post answers for a town, a village or a grid from a day on; subject is the post."""

    tier: str
    since: str


@dataclass(frozen=True)
class CircleChanged(Fact, kind="organization.circle_changed"):
    """A post belongs to the circle of a household from a day on; subject is the household."""

    post_id: int
    role: str
    since: str


@dataclass(frozen=True)
class StaffListApplied(Fact, kind="organization.staff_list_applied"):
    """A spreadsheet of posts and holders was taken over; subject is the list."""

    posts: int
    holdings: int
    ended: int


@dataclass(frozen=True)
class CapCrossed(Fact, kind="organization.cap_crossed"):
    """Somebody was given more duty than the cap allows, for a reason; `subject_id` is the user."""

    since: str
    until: str
    figures: dict[str, float]
    reason: str


@dataclass(frozen=True)
class BodyFounded(Fact, kind="organization.body_founded"):
    """A body was founded by hand with so many vacant posts; subject is the body."""

    body_kind: str
    posts: int
    since: str


@dataclass(frozen=True)
class GroundGiven(Fact, kind="organization.ground_given"):
    """So many grids were given to a trio by hand, from a day on; subject is the trio."""

    grids: int
    since: str
