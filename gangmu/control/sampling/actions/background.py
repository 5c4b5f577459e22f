"""What the system does by itself: keep the tally short, and tell of results that are late."""

from __future__ import annotations

from typing import Any

from gangmu.control.sampling.bulk import overdue
from gangmu.control.sampling.facts import ResultOverdue
from gangmu.control.sampling.models import Round
from gangmu.control.sampling.states import COVERAGE
from gangmu.kernel import clock
from gangmu.kernel.facts import record
from gangmu.kernel.scope import Actor


def fold_tally(actor: Actor) -> int:
    """Put the sum in the place of tally lines of one grid; returns how many were written."""
    return COVERAGE.fold(clock.today())


def recount_tally(actor: Actor) -> list[dict[str, Any]]:
    """Count everything anew and put right what is wrong; returns that."""
    return COVERAGE.recount(clock.today())


def tell_overdue(actor: Actor) -> int:
    """Say of which rounds results are late; returns how many rounds."""
    late = dict(overdue(clock.now()))
    found = Round.objects.filter(pk__in=late)
    record(actor, *(ResultOverdue(one.pk, one.area, late[one.pk]) for one in found))
    return len(found)
