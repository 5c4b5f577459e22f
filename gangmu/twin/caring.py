"""Staff care in the demo: the shifts of two months in a few bodies, last month's allowances closed, a visit overdue."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.organization.models import Holding, Shift
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from gangmu.support.welfare import actions
from gangmu.support.welfare.models import Statement
from gangmu.support.welfare.queries import lines_of_statement, member_in, statements, town_in
from gangmu.twin.watches import TURNS

LONG = timedelta(hours=12)
TAKEN = 4 * 60


def care(towns: tuple[str, ...], bodies: tuple[str, ...]) -> int:
    """Shifts of the past in bodies of these codes, and what follows from them in the towns; returns how many shifts."""
    made = _shifts(bodies)
    for town in towns:
        _settle(town)
    return made


def _shifts(bodies: tuple[str, ...]) -> int:
    """Four days of seven for each holder of a post, by day or by night; where he is free."""
    first = _last_month()
    rows = []
    with entered(Scope.system("demo")):
        held = Holding.objects.filter(post__body__code__in=bodies, deputy=False).select_related("post")
        turns: dict[int, int] = {}
        for one in held.order_by("id"):
            turn = turns[one.post_id] = turns.get(one.post_id, -1) + 1
            for n in range((clock.today() - first).days - 1):
                day = first + timedelta(days=n)
                if (n + one.post_id) % 7 < 4:
                    begin = datetime.combine(day, TURNS[turn % 2], tzinfo=clock.CIVIL)
                    during = DateTimeTZRange(begin, begin + LONG)
                    rows.append(
                        Shift(post=one.post, user_id=one.user_id, body_id=one.post.body_id, during=during)
                    )
        Shift.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


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
