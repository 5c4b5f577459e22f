"""The one place where the weekly rate learns what a valid sample is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from gangmu.kernel.scope import Scope
from gangmu.partners.laboratory.models import LabResult
from gangmu.responsibility.rates.rules import span_of


def valid_samples(scope: Scope, begins: date) -> QuerySet[Any, Any]:
    """The valid samples of the week that begins on a Monday, as (person_id, taken_at); one that gave no result is none.

    A query that is not run here: freezing makes it a part of its own. For the system's scope alone.
    """
    since, until = span_of(begins)
    found = LabResult.objects.filter(
        sampled_at__gte=since, sampled_at__lt=until, person_id__isnull=False
    ).exclude(value=LabResult.Value.INVALID)
    return found.values("person_id").annotate(taken_at=F("sampled_at")).order_by()
