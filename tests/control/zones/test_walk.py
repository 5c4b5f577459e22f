"""A zone walked at random: whatever is done in whatever order, its law holds."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.control.zones import actions
from gangmu.control.zones.queries import Asked, standing
from gangmu.control.zones.states import ZONE
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.control.zones.conftest import EAST_VILLAGE, Town
from tests.control.zones.test_course import day

STEPS = ("declare", "lower", "decline", "revoke", "hold", "case", "clear", "find", "propose")
EDGES = {(source, target) for source, target, _move in ZONE.edges()}
HISTORY = "SELECT source, target, move, actor FROM zones_zone_transition WHERE subject_id = %s ORDER BY id"


@given(
    walk=st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from((0, 1, 14, 25))), min_size=2, max_size=8)
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_a_human_lets_a_zone_fall_and_only_the_rules_propose_it(
    town: Town, walk: list[tuple[str, int]]
) -> None:
    now = day(0)
    with clock.at(now):
        zone = town.begin(Asked("grids", f"{EAST_VILLAGE}001001"), "core")
    for step, days in walk:
        now += timedelta(days=days, minutes=1)
        with clock.at(now):
            try:
                _take(town, zone, step)
            except Refused as refused:
                assert refused.code in ("move_not_possible", "zone_over"), refused.code
            one = town.zone(zone)
            with entered(Scope.system("test")):
                nothing_against = not standing(one).against
            assert one.status != "proposed" or nothing_against
            if step == "propose":
                assert one.status != "declared" or not nothing_against
    with entered(Scope.system("test")):
        history = fetch(HISTORY, [zone])
    assert all((source, target) in EDGES for source, target, _move, _actor in history)
    by_system = {move for _source, _target, move, actor in history if actor.startswith("system:")}
    assert by_system <= {"propose", "restart"}
    with clock.at(now):
        if town.zone(zone).status != "lifted":  # or the next walk would lie on the same ground
            town.do(town.leader, actions.revoke, zone, "演练结束")


def _take(town: Town, zone: int, step: str) -> None:
    today = clock.today()
    if step == "propose":
        with entered(Scope.system("zones")) as scope:
            actions.propose_due(scope.actor)
    elif step in ("case", "clear", "find"):
        town.do(town.world.desk, actions.happened, zone, step, today)
    elif step in ("decline", "hold"):
        act = actions.decline if step == "decline" else actions.hold
        town.do(town.leader, act, zone, "风险评估", today + timedelta(days=1))
    elif step == "revoke":
        town.do(town.leader, actions.revoke, zone, "误划")
    else:
        with entered(Scope.of(town.leader)):
            (actions.declare if step == "declare" else actions.lower)(town.leader, uuid4(), zone)
