"""Orders walked at random: whatever is tried in whatever order, the law holds and only words refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.control.isolation import actions
from gangmu.control.isolation.actions import Entry
from gangmu.control.isolation.models import Order, PlanDay
from gangmu.control.isolation.rules import Planned, plan
from gangmu.control.isolation.states import LIFECYCLE
from gangmu.ground.incidents.queries import packs
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered
from tests.control.isolation.conftest import LAW, MORNING, TODAY, Care

Step = Callable[[Care, int, Actor], Any]


def _by_system(action: Any) -> Step:
    def step(care: Care, pk: int, who: Actor) -> Any:
        with entered(Scope.system("test")) as scope:
            return action(scope.actor)

    return step


def _by(action: Any, *args: Any) -> Step:
    return lambda care, pk, who: care.do(who, action, pk, *args)


STEPS: dict[str, Step] = {
    "decide": _by(actions.decide, LAW),
    "decline": _by(actions.decline, "名单有误"),
    "read": _by(actions.read_notice, "himself", "paper"),
    "unfit": _by(actions.check_home, ["screens"]),
    "fit": _by(actions.check_home, []),
    "transfer": _by(actions.transfer, "转院"),
    "change": _by(actions.change, "hospital", TODAY + timedelta(days=6), "核酸阳性", True),
    "shorten": _by(actions.change, "net_isolation", TODAY + timedelta(days=3), "好转"),
    "lift": _by(actions.lift, "诊断排除"),
    "well": _by(actions.record_reading, Entry("phone", Decimal("36.4"))),
    "fever": _by(actions.record_reading, Entry("door", Decimal("38.4"))),
    "doctor": _by(actions.open_for_medical, "emergency"),
    "back": _by(actions.back_from_medical),
    "day": _by_system(actions.go_through_day),
    "due": _by_system(actions.propose_lifts),
    "forget": _by_system(actions.forget),
}
WHO = ("leader", "colleague", "medic", "stranger")
ACTS = st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(WHO), st.sampled_from((0, 0, 1, 4, 40)))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=8, max_size=25))
def test_whatever_is_tried_the_law_holds(care: Care, walk: list[tuple[str, str, int]]) -> None:
    pk, day = care.proposed(str(uuid4())[:20]), 0
    for step, who, days in walk:
        day += days
        with clock.at(MORNING + timedelta(days=day)):
            before = care.order(pk)
            try:
                STEPS[step](care, pk, getattr(care, who))
            except Refused as refused:
                assert refused.code != "command_id_taken"
            _lawful(before, care.order(pk), getattr(care, who), step)
    with entered(Scope.system("test")):
        history = fetch(
            "SELECT source, target, move FROM isolation_order_transition WHERE subject_id = %s ORDER BY id",
            [pk],
        )
        assert [source for source, _, _ in history][1:] == [target for _, target, _ in history][:-1]
        assert set(history) <= set(LIFECYCLE.edges())
        days_kept = list(PlanDay.objects.filter(order=pk).order_by("on").values_list("on", flat=True))
    assert len(set(days_kept)) == len(days_kept)


def _lawful(before: Order, after: Order, who: Actor, step: str) -> None:
    if after.status in ("decided", "running", "unfit", "due", "lifted"):
        assert after.decided_by_id and after.organ and after.basis and after.planned_end
    if after.status == "lifted" and before.status != "lifted":
        assert who.body_id == after.organ_body_id and "leader" in who.roles
    if step in (
        "well",
        "fever",
        "doctor",
        "back",
        "day",
        "due",
    ):  # nothing that is measured or opened holds longer
        assert after.planned_end == before.planned_end and after.level == before.level
    if step == "doctor":
        assert after.status == before.status
    if after.status == "forgotten":
        assert (after.name, after.person_id, after.address) == ("", None, "")


@given(
    st.sampled_from([(p, m) for p in packs().values() for m in p.measures]),
    st.integers(-20, 0),
    st.one_of(st.none(), st.integers(-5, 30)),
)
def test_a_plan_has_every_day_from_today_to_its_end_and_says_where_it_is_stricter(
    ruled: Any, since: int, end: int | None
) -> None:
    pack, measure = ruled
    anchor = TODAY + timedelta(days=since)
    wanted = None if end is None else TODAY + timedelta(days=end)
    made: Planned | None = plan(pack, measure, anchor, TODAY, wanted)
    usual = anchor + timedelta(days=measure.days)
    last = wanted or usual
    if made is None:
        assert last < TODAY or last <= anchor
        return
    assert [day.on for day in made.days] == [
        made.days[0].on + timedelta(days=n) for n in range(len(made.days))
    ]
    assert made.days[0].on == max(TODAY, anchor + timedelta(days=1)) and made.end == last
    assert bool(made.stricter) == (last > usual)
