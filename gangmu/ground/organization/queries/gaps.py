"""When a seat has nobody: the red trios and uncovered offices of a moment and of the coming days, with reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from gangmu.ground.organization.rules import TRIO_ROLES
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "gaps.sql")
AHEAD = timedelta(days=7)
MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A seat that nobody fills for a stretch of time inside one watch (08:00-20:00 or 20:00-08:00).

    `line` is '' for a trio; `post_id` is None where the role has no post. `reasons` are codes: role_missing,
    post_vacant, absent, inactive, not_in_post, double_booked, shift_uncovered.
    """

    body_id: int
    kind: str
    name: str
    area: int
    role: str
    line: str
    in_charge: bool
    post_id: int | None
    since: datetime
    until: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedTrio:
    """A trio that could not do its work at a moment; `reasons` are 'code:role'."""

    body_id: int
    name: str
    area: int
    reasons: tuple[str, ...]


def gaps(
    scope: Scope,
    since: datetime | None = None,
    until: datetime | None = None,
    kinds: Iterable[str] = ("trio", "joint_office"),
) -> list[Gap]:
    """The gaps of a scope's working trios and joint offices in [since, until), by time and ground.

    By default from now for seven days. A trio is valid for a minute when its three roles are filled by people who
    hold their posts, are on shift there (so nowhere else), active, and not away (design §5).
    """
    since = since or clock.now()
    until = until or since + AHEAD
    where = scope.jurisdiction
    asked = {
        "since": since,
        "until": until,
        "day": since.astimezone(clock.CIVIL).date(),
        "last": until.astimezone(clock.CIVIL).date(),
        "zone": str(clock.CIVIL),
        "kinds": list(kinds),
        "roles": list(TRIO_ROLES),
        "lo": where.lo,
        "hi": where.hi,
        "holes": where.holes_literal,
    }
    bodies = [body for (body,) in fetch(SQL["doubtful"], asked)]
    rows = fetch(SQL["gaps"], asked | {"bodies": bodies}) if bodies else []
    return [Gap(*(*row, tuple(reasons))) for *row, reasons in rows]


def uncovered(found: Iterable[Gap], seats: int) -> list[tuple[int, str, datetime, datetime]]:
    """The stretches in which no seat at all of a joint office is filled: (body, name, since, until).

    `seats` is how many seats an office has: a stretch counts when that many gaps of it share it.
    """
    spans: dict[tuple[int, str], list[tuple[datetime, int]]] = defaultdict(list)
    for gap in found:
        if gap.kind == "joint_office":
            spans[gap.body_id, gap.name] += [(gap.since, 1), (gap.until, -1)]
    empty = []
    for (body, name), edges in spans.items():
        missing, begin = 0, None
        for at, step in sorted(edges, key=lambda edge: (edge[0], -edge[1])):
            missing += step
            if missing >= seats and begin is None:
                begin = at
            elif missing < seats and begin is not None:
                empty.append((body, name, begin, at))
                begin = None
    return empty


def red_trios(scope: Scope, at: datetime | None = None) -> list[RedTrio]:
    """The working trios of a scope that are broken at a moment, with every reason, by their ground."""
    at = at or clock.now()
    names: dict[int, tuple[str, int]] = {}
    reasons: dict[int, list[str]] = defaultdict(list)
    for gap in gaps(scope, at, at + MOMENT, ("trio",)):
        names[gap.body_id] = (gap.name, gap.area)
        reasons[gap.body_id] += [f"{reason}:{gap.role}" for reason in gap.reasons]
    return [RedTrio(body, *names[body], tuple(sorted(found))) for body, found in reasons.items()]
