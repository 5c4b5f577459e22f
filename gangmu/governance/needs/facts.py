"""What happens to needs."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class NeedRaised(Fact, kind="needs.raised"):
    """A resident needs something, complains or objects; `subject_id` is the need, `body_id` who is to answer."""

    need: str
    body_id: int | None


@dataclass(frozen=True)
class UrgentNeedRaised(Fact, kind="needs.urgent"):
    """The same where hours count."""

    need: str
    body_id: int | None


@dataclass(frozen=True)
class NeedLate(Fact, kind="needs.late"):
    """A complaint or objection has passed its day without an answer: the body above is told, once."""

    need: str
    body_id: int | None


@dataclass(frozen=True)
class NeedAnswered(Fact, kind="needs.answered"):
    """A need has its answer."""

    need: str
    outcome: str
