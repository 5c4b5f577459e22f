"""The cap on what one person may carry: crossed with a written reason only, and that is a fact."""

from __future__ import annotations

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.facts import CapCrossed
from gangmu.ground.organization.queries.cap import Change, above_cap
from gangmu.ground.organization.rules.limits import limits
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

NAMED = 3


def heed_cap(actor: Actor, change: Change, because: str = "") -> None:
    """Refuse shifts that would put somebody above a cap, unless `because` says why; a part of writing them.

    Refused: over_cap (who, how much at most of each figure/its cap). The law's own exception (劳动法第四十二条:
    disasters, epidemics) is such a reason.
    """
    # Of shifts written for one person at the same moment the second is looked at when the first is there.
    users = {duty.user_id for duty in change.duties}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=users).order_by("pk").values_list("pk"))
    (above,) = above_cap([change])
    if not above:
        return
    if not because.strip():
        most = {name: max(one.figures[name] for one in above) for name in limits()}
        said = {name: f"{most[name]:g}/{limit.cap:g}" for name, limit in limits().items()}
        more = f" +{len(above) - NAMED}" if len(above) > NAMED else ""
        raise Refused("over_cap", who="、".join(one.name for one in above[:NAMED]) + more, **said)
    facts = []
    for one in above:
        mine = [duty for duty in change.duties if duty.user_id == one.user_id]
        since, until = min(duty.since for duty in mine), max(duty.until for duty in mine)
        times = (since.isoformat(), until.isoformat())
        facts.append(CapCrossed(one.user_id, mine[0].area, *times, dict(one.crossed), because.strip()[:300]))
    record(actor, *facts)
