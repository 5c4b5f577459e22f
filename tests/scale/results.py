"""A load's plan, what was seen of it, and its books."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from tests.scale.members import Books

READS = ("list page", "list api", "form page")


@dataclass(frozen=True)
class Plan:
    """How many of the members come, in how many seconds, and the burst in the middle."""

    members: int = 11_328
    seconds: float = 300.0
    times: float = 1.0  # how many times the steady load during the burst
    burst: float = 0.0  # seconds of the burst
    pages: float = 0.5  # share of members who use pages; the others use the API
    seed: int = 1

    def arrivals(self) -> list[float]:
        """When each of them comes: at the steady rate, but in the burst at so many times that rate."""
        rate = self.members / (self.seconds + self.burst * (self.times - 1))
        quiet = (self.seconds - self.burst) / 2
        parts = (
            (0.0, quiet, rate),
            (quiet, self.burst, rate * self.times),
            (quiet + self.burst, quiet, rate),
        )
        chance = random.Random(self.seed)
        return sorted(
            start + chance.random() * length
            for start, length, per_second in parts
            for _ in range(round(length * per_second))
        )

    @property
    def burst_is(self) -> tuple[float, float]:
        """From when to when."""
        quiet = (self.seconds - self.burst) / 2
        return quiet, quiet + self.burst


@dataclass
class Sample:
    """One request: what it was, when it was due, how long it took from then, what came back (0: nothing)."""

    kind: str
    due: float
    seconds: float
    status: int


@dataclass
class Result:
    """What the phones saw, and their own books: each command with what became of it."""

    plan: Plan
    samples: list[Sample] = field(default_factory=list)
    sent: dict[UUID, str] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    until_kept: list[float] = field(
        default_factory=list
    )  # seconds from a report's first sending until it was kept
    lag: float = 0.0  # seconds that the driver itself was late, at most
    took: float = 0.0

    def seconds(self, *kinds: str, since: float = 0.0, until: float = 1e9, status: int = 200) -> list[float]:
        """How long requests took that were due in a time, shortest first."""
        return sorted(
            s.seconds
            for s in self.samples
            if s.kind in kinds and since <= s.due < until and s.status == status
        )

    def settled_after(self, limit: float, window: float = 5.0) -> float:
        """Seconds from the end of the burst until nothing was refused any more and p95 of lists was below `limit`."""
        end = self.plan.burst_is[1]
        last = max((s.due for s in self.samples), default=end)
        at = last
        while at > end:
            of = [s for s in self.samples if at - window <= s.due < at]
            good = sorted(s.seconds for s in of if s.kind in READS and s.status == 200)
            if any(s.status != 200 for s in of) or (good and share(good, 95) > limit):
                break
            at -= window
        return max(0.0, at - end)


def share(ordered: list[float], percent: float) -> float:
    """A percentile of ordered numbers."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")


def differences(result: Result, kept: Books, commands: set[UUID]) -> list[str]:
    """Where the phones' books and the tables disagree; empty when nothing was lost or counted twice."""
    done = {command for command, what in result.sent.items() if what in ("done", "repeated")}
    found = [f"{command} was {result.sent[command]}" for command in result.sent.keys() - done]
    found += [f"{command} is not in the tables" for command in done - commands]
    found += [f"{command} was never acknowledged" for command in commands - done]
    expected = Books(*[len(done)] * 2, 0, *[len(done)] * 4)
    return found + ([] if kept == expected else [f"{kept} instead of {expected}"])


def table(result: Result) -> str:
    """The figures, a line each."""
    lines = [f"{'':14}{'answered':>9}{'refused':>9}{'lost':>6}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"]
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for sample in result.samples:
        counts[sample.kind][sample.status] += 1
    for kind, by in sorted(counts.items()):
        took = [second * 1000 for second in result.seconds(kind)]
        at = "".join(f"{share(took, percent):9.0f}" for percent in (50, 95, 99))
        lines.append(f"{kind:14}{len(took):9}{by[429]:9}{by[0] + by[503]:6}{at}")
    kept = sorted(result.until_kept)
    answered = sum(by[200] for by in counts.values())
    rate, late = answered / result.took, f"driver late by {result.lag:.2f} s at most"
    by_time = Counter(int(s.due + s.seconds) // 10 for s in result.samples if s.status == 200)
    most_in_10 = max(by_time.values(), default=0) / 10
    lines.append(
        f"{answered} answers in {result.took:.0f} s: {rate:.0f}/s, {most_in_10:.0f}/s in the best ten; {late}"
    )
    half, most, every = (share(kept, percent) for percent in (50, 99, 100))
    lines.append(
        f"{len(kept)} reports kept, after {half:.1f} s (half), {most:.1f} s (99 %), {every:.1f} s (all)"
    )
    if result.plan.burst:
        lines.append(f"settled {result.settled_after(1.0):.0f} s after the burst")
    return "\n".join(lines + [f"  {count} x {what}" for what, count in result.errors.most_common(12)])
