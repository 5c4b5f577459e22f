"""Who would carry more than the cap if shifts were changed: asked before it is done, and again when it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Shift
from gangmu.ground.organization.rules.limits import limits
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "cap.sql")


class Duty(NamedTuple):
    """A shift that somebody would get, in a body whose lowest key is `area`."""

    user_id: int
    since: datetime
    until: datetime
    area: int


@dataclass(frozen=True, slots=True)
class Change:
    """Shifts that people would get, and the ids of those that would go."""

    duties: Sequence[Duty]
    freed: Sequence[int] = ()


def change_of(hands: Iterable[tuple[Shift, User]]) -> Change:
    """What it is to give shifts to other users."""
    given = list(hands)
    duties = [Duty(to.pk, one.during.lower, one.during.upper, one.body.lo) for one, to in given]
    return Change(duties, [one.pk for one, _to in given])


@dataclass(frozen=True, slots=True)
class Above:
    """Somebody who would carry more than a cap: the most in any 7 or 28 days that touch a new shift of his."""

    user_id: int
    name: str
    figures: Mapping[str, float]

    @property
    def crossed(self) -> dict[str, float]:
        """The figures that are above their cap."""
        return {name: round(n, 1) for name, n in self.figures.items() if n > limits()[name].cap}


def above_cap(changes: Sequence[Change]) -> list[list[Above]]:
    """For each change who would be above a cap by it, by name. All his shifts count, planned ones too; one query."""
    duties = [(n, *duty) for n, change in enumerate(changes) for duty in change.duties]
    freed = [(n, shift) for n, change in enumerate(changes) for shift in change.freed]
    found: list[list[Above]] = [[] for _ in changes]
    if not duties:
        return found
    given = {
        "change": [n for n, *_rest in duties],
        "users": [user for _n, user, *_rest in duties],
        "since": [since for _n, _user, since, *_rest in duties],
        "until": [until for _n, _user, _since, until, _area in duties],
        "freed_of": [n for n, _shift in freed],
        "freed": [shift for _n, shift in freed],
        "zone": str(clock.CIVIL),
        **{name: limit.cap for name, limit in limits().items()},
    }
    for n, user, name, *figures in fetch(SQL["above_cap"], given):
        found[n].append(Above(user, name, dict(zip(limits(), figures, strict=True))))
    return found
