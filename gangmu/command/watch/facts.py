"""What happens to the watch of an office."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class WatchTaken(Fact, kind="watch.taken"):
    """Somebody has signed for an office and is responsible for it from now on; `subject_id` is the watch."""

    body_id: int
    user_id: int
    changeover: int | None


@dataclass(frozen=True)
class WatchGap(Fact, kind="watch.gap"):
    """A level of the headrope was told that an office was not taken over in time; the subject is the gap."""

    body_id: int
    level: str
    turn_at: str


@dataclass(frozen=True)
class WatchGapEnded(Fact, kind="watch.gap_ended"):
    """Somebody has signed, or the one responsible is the one on the roster again; the subject is the gap."""

    body_id: int
    ended_at: str


@dataclass(frozen=True)
class TrioRed(Fact, kind="watch.trio_red"):
    """A working trio cannot do its work: `roles` have nobody on duty. Once until it is whole; subject: the gap."""

    body_id: int
    roles: list[str]


@dataclass(frozen=True)
class TrioWhole(Fact, kind="watch.trio_whole"):
    """Every role of a trio that was red is filled again, or it does not work any more; the subject is the gap."""

    body_id: int
    ended_at: str
