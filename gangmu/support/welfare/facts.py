"""What happens in staff care."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.kernel.facts import Fact


@dataclass(frozen=True)
class MonthClosed(Fact, kind="welfare.month_closed"):
    """The allowances of a town's month are settled; `subject_id` is the statement."""

    month: str
    rules: str
    lines: int


@dataclass(frozen=True)
class VisitOwed(Fact, kind="welfare.visit_owed"):
    """A member is to be visited; `subject_id` is the visit."""

    user_id: int
    due_at: str
