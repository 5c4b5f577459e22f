"""What seals do about facts of lower floors."""

from __future__ import annotations

from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope


def remove_lifted(fact: FactRow) -> None:
    """The seal of an order that was lifted is taken off."""
    from gangmu.control.seals.actions.binding import lifted

    lifted(Scope.system("order lifted").actor, fact.subject_id)
