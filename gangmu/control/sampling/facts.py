"""What happens in sampling that others may care about; never a name."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class RoundOpened(Fact, kind="sampling.opened"):
    """A round has begun: who must be sampled in it is drawn. Subject: the round."""

    required: int


@dataclass(frozen=True)
class RoundClosed(Fact, kind="sampling.closed"):
    """A round is over."""


@dataclass(frozen=True)
class TubesSent(Fact, kind="sampling.sent"):
    """A courier has tubes; the one side of the handing over. Subject: the consignment."""

    tubes: int


@dataclass(frozen=True)
class TubesReceived(Fact, kind="sampling.received"):
    """A laboratory says which tubes it has; the other side. Subject: the round."""

    tubes: int


@dataclass(frozen=True)
class PoolPositive(Fact, kind="sampling.positive"):
    """Something was found in a tube: whoever is in it is called back. Subject: the tube."""

    number: int


@dataclass(frozen=True)
class PoolResolved(Fact, kind="sampling.resolved"):
    """What became of every member of a positive pool is known. Subject: the tube."""


@dataclass(frozen=True)
class ResultOverdue(Fact, kind="sampling.overdue"):
    """Tubes of a round whose results are late; once an hour while they are. Subject: the round."""

    overdue: int
