"""Staff care in the demo: shifts since last month in a few bodies, last month's allowances closed, a visit overdue."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from gangmu.ground.organization.bulk import extend_shifts
from gangmu.ground.organization.models import Body, Holding
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from gangmu.support.welfare import actions
from gangmu.support.welfare.models import Statement
from gangmu.support.welfare.queries import lines_of_statement, member_in, statements, town_in

TAKEN = 4 * 60


def work(bodies: tuple[str, ...]) -> int:
    """Shifts since the first of last month in bodies of these codes, up to those that are there; returns how many."""
    with entered(Scope.system("demo")):
        places = Body.objects.filter(code__in=bodies).order_by("lo").values_list("lo", flat=True)
        ground = ",".join(f"[{lo},{lo + 1})" for lo in places)
    first = _last_month()
    return extend_shifts((clock.today() - first).days - 2, first, ground=f"{{{ground}}}")


def care(towns: tuple[str, ...]) -> int:
    """What follows from the shifts of last month in these towns; returns of how many."""
    for town in towns:
        _settle(town)
    return len(towns)


def _settle(code: str) -> None:
    """Last month closed by a leader of the town; rest that one member has taken, a visit that another is owed."""
    with entered(Scope.system("demo")) as scope:
        held = (
            Holding.objects.filter(post__body__code=f"LEAD{code}", deputy=False)
            .select_related("user")
            .order_by("id")
        )
        leader = actor_of(held[0].user)
        town = town_in(scope, code.ljust(12, "0"))
        if leader is None or Statement.objects.filter(area=town.area).exists():
            return
    with entered(Scope.of(leader)) as scope:
        actions.close_month(leader, uuid4(), town, _last_month())
        closed = statements(scope, _last_month())[town.area]
        resting = [line.user_id for line in lines_of_statement(scope, closed) if line.rest_minutes >= TAKEN]
        ill = member_in(scope, resting[-1])
        actions.take_rest(leader, uuid4(), member_in(scope, resting[0]), clock.today(), TAKEN)
        with clock.at(clock.now() - timedelta(days=5)):
            actions.owe_visit(leader, uuid4(), ill.user_id, ill.area, "ill")


def _last_month() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
