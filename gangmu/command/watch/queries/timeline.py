"""The timeline of an office: who was responsible at every minute, and when that was longer than the roster meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from gangmu.command.watch.models import Gap, Watch
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one civil day, from and to in minutes; `tone` tells neighbours apart, 'gap' is drawn over them."""

    first: int
    last: int
    label: str
    tone: str

    @property
    def width(self) -> int:
        """Minutes."""
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Timeline:
    """The watches, newest first, the gaps, and both by civil day for the drawing."""

    watches: list[Watch]
    gaps: list[Gap]
    days: list[tuple[date, list[Stretch]]]


def timeline(scope: Scope, body_id: int, days: int = 7) -> Timeline:
    """The last days of an office, today included."""
    now = clock.now()
    first = clock.today() - timedelta(days=days - 1)
    since = datetime.combine(first, time(), tzinfo=clock.CIVIL)
    watches: QuerySet[Watch] = Watch.objects.within(scope).filter(body_id=body_id)
    watches = watches.filter(Q(ends_at=None) | Q(ends_at__gt=since)).select_related(
        "user", "changeover__handed_by"
    )
    gaps: QuerySet[Gap] = Gap.objects.within(scope).filter(body_id=body_id)
    gaps = gaps.filter(Q(ended_at=None) | Q(ended_at__gt=since)).select_related("watch__user")
    shown, missed = list(watches.order_by("-starts_at")), list(gaps.order_by("-turn_at"))
    spans = [
        (watch.starts_at, watch.ends_at or now, watch.user.name, "odd" if n % 2 else "even")
        for n, watch in enumerate(reversed(shown))
    ]
    spans += [(gap.turn_at, gap.ended_at or now, gap.watch.user.name, "gap") for gap in missed]
    drawn = [(first + timedelta(days=n), _of_day(spans, first + timedelta(days=n))) for n in range(days)]
    return Timeline(shown, missed, drawn[::-1])


def _of_day(spans: list[tuple[datetime, datetime, str, str]], day: date) -> list[Stretch]:
    begin = datetime.combine(day, time(), tzinfo=clock.CIVIL)
    found = []
    for since, until, label, tone in spans:
        first = max(round((since - begin).total_seconds() / 60), 0)
        last = min(round((until - begin).total_seconds() / 60), DAY_MINUTES)
        if first < last:
            found.append(Stretch(first, last, label, tone))
    return found
