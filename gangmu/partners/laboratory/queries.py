"""What the laboratory says about a person."""

from __future__ import annotations

from datetime import datetime

from gangmu.kernel.scope import Scope
from gangmu.partners.laboratory.models import LabResult


def results_of(scope: Scope, person_id: int, since: datetime | None = None) -> list[LabResult]:
    """The results of a person in scope, newest first; `since` leaves out specimens taken before."""
    found = LabResult.objects.filter(person_id=person_id)
    if since is not None:
        found = found.filter(sampled_at__gte=since)
    return list(found.order_by("-sampled_at", "-id")[:20])
