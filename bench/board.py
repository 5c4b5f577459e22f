"""The board of the city at a million tasks: its query and its page, beside the bare sum over the same lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.browsing import Visitor
from bench.lists import milliseconds
from bench.table import Figure
from gangmu.casework.queries import standing
from gangmu.command.board.queries import board, map_of
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.scope import Scope, entered

READERS = {"the city": "leader-city", "a county": "leader-boluo"}
BARE = (
    "SELECT sum(open), sum(claimed), sum(reported), sum(compared), sum(returned), sum(offered), sum(late)"
    " FROM casework_tasktally WHERE area >= %s AND area < %s"
)
COUNTED = (
    "SELECT area / 1000, count(*) FROM casework_task WHERE area >= %s AND area < %s"
    " AND status IN ('open', 'claimed', 'reported', 'compared', 'returned', 'offered') GROUP BY 1"
)


def figures(quick: bool) -> Iterator[Figure]:
    """Board, board with its map, their page, and the home page, as the leaders of the city and of a county."""
    times = 5 if quick else 60
    for place, login in READERS.items():
        visitor = Visitor(login)
        actor = actor_of(visitor.user)
        assert actor is not None  # a demo account has a post
        where = actor.jurisdiction
        with entered(Scope.of(actor)) as scope:
            grids = len(standing(scope))
            with bulk_role():
                floor = milliseconds(partial(fetch, BARE, [where.lo, where.hi]), times)
                counting = milliseconds(partial(fetch, COUNTED, [where.lo, where.hi]), 3)
            found = milliseconds(partial(board, scope), times)
            drawn = milliseconds(lambda scope=scope: map_of(scope, board(scope)), times)
        yield Figure(f"board of {place}, {grids:,} grids, p50", found, "ms", floor, "bare sum", 20)
        yield Figure(
            "… with the shades of its map, p50", drawn, "ms", counting, "count of open tasks by grid"
        )
        page = milliseconds(partial(visitor.get, "/board/"), times)
        yield Figure(f"page of the board of {place}, p50", page, "ms", floor, "bare sum", 200)
        home = milliseconds(partial(visitor.get, "/"), times)
        yield Figure(
            f"home page of {place}, p50", home, "ms", floor, "bare sum", 200 if place == "the city" else 100
        )
