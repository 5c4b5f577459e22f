"""The cap on what one person may carry: crossed with a written reason only, and that is a fact."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.facts import CapCrossed
from gangmu.ground.organization.models import Shift
from gangmu.ground.organization.rules.limits import crossed, heaviest, limits
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

LOOK = timedelta(days=28)


def heed_cap(
    actor: Actor, user: User, since: datetime, until: datetime, area: int, because: str = ""
) -> None:
    """Refuse a shift that would put somebody above a cap, unless `because` says why; a part of writing the shift.

    All days that touch the shift are looked at, planned shifts too. Refused: over_cap(who, each figure/its cap).
    The law's own exception (劳动法第四十二条: disasters, epidemics) is such a reason.
    """
    # Two shifts written for one person at the same moment are looked at one after the other.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    near = Shift.objects.filter(user=user, during__overlap=DateTimeTZRange(since - LOOK, until + LOOK))
    spans = [(span.lower, span.upper) for span in near.values_list("during", flat=True)]
    figures = heaviest(spans, (since, until))
    above = crossed(figures)
    if not above:
        return
    if not because.strip():
        said = {name: f"{figures[name]:g}/{limit.cap:g}" for name, limit in limits().items()}
        raise Refused("over_cap", who=user.name, **said)
    heavy = {name: round(figures[name], 1) for name in above}
    times = (since.isoformat(), until.isoformat())
    record(actor, CapCrossed(user.pk, area, *times, heavy, because.strip()[:300]))
