"""One move of a roster, a leave or a swap: the lifecycle's guard, then an update that only wins from that state."""

from __future__ import annotations

from typing import Any

from gangmu.kernel.lifecycle import Lifecycle, Refused
from gangmu.kernel.scope import tell


def make_move(lifecycle: Lifecycle, one: Any, move: str, reason: str = "", **changes: Any) -> None:
    """Move a row and change it with that. Refused: move_not_possible, also when somebody else was quicker."""
    target = lifecycle.check(move, one.status)
    tell(move=move, reason=reason)
    moved = type(one).objects.filter(pk=one.pk, status=one.status).update(status=target, **changes)
    if not moved:
        raise Refused("move_not_possible", move=move, status=one.status)
    tell(move="", reason="")
    for name, value in {**changes, "status": str(target)}.items():
        setattr(one, name, value)
