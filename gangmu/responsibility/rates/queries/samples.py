"""The one place where the weekly rate learns what a valid sample is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from gangmu.control.sampling.models import Specimen
from gangmu.kernel.scope import Scope
from gangmu.partners.laboratory.models import LabResult
from gangmu.responsibility.rates.rules import span_of


def valid_samples(scope: Scope, begins: date) -> QuerySet[Any, Any]:
    """The valid samples of the week that begins on a Monday, as (person_id, taken); one that gave no result is none.

    Those in tubes of a round, where the tube says something of each who is in it, and those that laboratories sent by
    themselves. A query that is not run here: freezing makes it a part of its own. For the system's scope alone.
    """
    since, until = span_of(begins)
    sent = LabResult.objects.filter(
        sampled_at__gte=since, sampled_at__lt=until, person_id__isnull=False
    ).exclude(value=LabResult.Value.INVALID)
    tubes = Specimen.objects.filter(taken_at__gte=since, taken_at__lt=until, tube__valid=True).order_by()
    return (
        sent.order_by()
        .values("person_id", taken=F("sampled_at"))
        .union(tubes.values("person_id", taken=F("taken_at")), all=True)
    )
