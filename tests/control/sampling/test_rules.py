"""Lists of results however laboratories write them; turns that miss nobody; plans; the bulk path equals one by one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.control.sampling import actions
from gangmu.control.sampling.models import Plan, Required, Tube
from gangmu.control.sampling.queries import plan_in, standing_of
from gangmu.control.sampling.rules.lists import Line, read_lines
from gangmu.control.sampling.rules.turns import part_of, turn_of
from gangmu.control.sampling.states import RECALL, ROUND, TUBE
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE
from tests.control.sampling.conftest import MORNING, Town

FOUND = ("negative", "positive", "invalid")
EDGES = {
    "sampling_round": ROUND.edges(),
    "sampling_tube": TUBE.edges(),
    "sampling_recall": RECALL.edges(),
}


def test_a_list_is_read_by_its_headers_and_everything_wrong_is_said_at_once() -> None:
    header = ["序号", "采样管编号", "检测结果", "报告时间"]
    rows = [
        (2, ["1", "a-0001", "阴性", "2026-11-02 07:30"]),
        (3, ["2", "管", "很好", "昨天"]),
        (4, ["3", "A-0002", "（+）", "2027-01-01"]),
        (5, ["4", "A-0003", "阴性", ""]),
        (6, ["5", "A-0003", "阳性", ""]),
        (7, ["6", "", "无效"]),
    ]
    lines, wrong = read_lines(header, 1, rows, MORNING)
    assert [(line.tube, line.value) for line in lines] == [("A-0001", "negative")]
    assert [(w.row, w.field, w.code) for w in wrong] == [
        (3, "at", "moment_wrong"), (3, "tube", "tube_wrong"), (3, "value", "value_unknown"), (4, "at", "in_future"),
        (5, "value", "two_values"), (6, "value", "two_values"), (7, "tube", "empty"),
    ]  # fmt: skip
    assert [w.field for w in read_lines(["姓名"], 1, [], MORNING)[1]] == ["tube", "value"]


@given(
    header=st.lists(st.text(max_size=8) | st.sampled_from(["管号", "结果", "检测时间"]), max_size=5),
    rows=st.lists(
        st.lists(st.text(max_size=12) | st.sampled_from(["T-0001", "阴性", "阳"]), max_size=5), max_size=6
    ),
)
@settings(max_examples=60, deadline=None)
def test_no_list_whatever_is_in_it_breaks_the_reading_and_no_line_is_lost(
    header: list[str], rows: list[list[str]]
) -> None:
    lines, wrong = read_lines(header, 1, list(enumerate(rows, start=2)), MORNING)
    if not any(w.code == "column_missing" for w in wrong):
        told = {w.row for w in wrong} | {line.row for line in lines}
        assert told <= set(range(2, len(rows) + 2))
        assert len({line.tube for line in lines}) == len(lines)


@given(parts=st.integers(2, 30), people=st.sets(st.integers(1, 10**9), max_size=40), day=st.integers(0, 3000))
def test_each_person_has_his_turn_exactly_once_in_all_days(parts: int, people: set[int], day: int) -> None:
    begin = date(2026, 1, 1) + timedelta(days=day)
    days = [part_of(begin + timedelta(days=n), parts) for n in range(parts)]
    assert all(days.count(turn_of(person, parts)) == 1 for person in people)


def test_a_rotating_share_draws_everybody_once_in_its_days(town: Town) -> None:
    people = set(town.people(10))
    drawn: list[int] = []
    for day in range(5):
        with clock.at(MORNING + timedelta(days=day)):
            try:
                one = town.round(parts=5)
            except Refused as refused:
                assert refused.code == "nobody_required"
                continue
            with entered(Scope.system("test")):
                drawn += Required.objects.filter(round=one).values_list("person_id", flat=True)
    assert sorted(drawn) == sorted(people)


def test_a_plan_draws_who_is_due_and_says_who_is_overdue(town: Town) -> None:
    first, second = town.people(2)
    new = actions.NewPlan(
        town.world.incident, "冷链从业人员", "occupation", 3, rotating=False, unit="441302001001"
    )
    with entered(Scope.system("test")):
        plan = Plan.objects.get(pk=town.do(town.leader, actions.make_plan, new))
    for person in (first, second):
        town.do(town.leader, actions.add_member, plan, person)
    site = town.site()
    one = town.round(plan=plan)
    town.scan(one, site, "T-0001", first)
    with clock.at(MORNING + timedelta(days=2, hours=1)):
        again = town.round(plan=plan)
        with entered(Scope.system("test")):
            assert list(Required.objects.filter(round=again).values_list("person_id", flat=True)) == [second]
    with clock.at(MORNING + timedelta(days=3)), entered(Scope.of(town.leader)) as scope:
        standing = standing_of(scope, [plan_in(scope, plan.pk)])[plan.pk]
        assert (standing.members, standing.sampled, standing.overdue) == (2, 0, 2)
    with clock.at(MORNING + timedelta(days=2)), entered(Scope.of(town.leader)) as scope:
        standing = standing_of(scope, [plan])[plan.pk]
        assert (standing.sampled, standing.overdue) == (1, 0)


def test_why_somebody_was_missed_is_said_counted_and_falls_away_with_his_sample(town: Town) -> None:
    people = town.people(3)
    one, site = town.round(), town.site()

    def note(person: int, *said: str) -> None:
        with entered(Scope.system("test")):
            required = Required.objects.get(round=one, person_id=person)
        town.do(town.medic, actions.note_missed, required, *said)

    note(people[0], "refused")
    note(people[1], "away")
    with pytest.raises(Refused, match="reason_missing"):
        note(people[2], "exempt")
    note(people[2], "exempt", "卧床，上门采样另行安排")
    covered = town.covered(one)
    assert [covered[name] for name in ("refused", "away", "exempt")] == [1, 1, 1]
    town.scan(one, site, "T-0001", people[0])
    note(people[1], "")
    covered = town.covered(one)
    assert [covered[name] for name in ("refused", "away", "exempt", "sampled")] == [0, 0, 1, 1]
    assert town.true()


def test_a_key_place_names_four_who_answer_and_is_checked_by_its_list(town: Town) -> None:
    new = actions.NewPlace(
        HERE, "东市场", "东路2号", "ordinary", "甲街道办", "市场监管局", "市场管理公司", ""
    )
    with pytest.raises(Refused, match="four_must_answer"):
        town.do(town.leader, actions.name_place, new)


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "scan",
                    "scan",
                    "seal",
                    "send",
                    "receive",
                    "void",
                    "negative",
                    "positive",
                    "invalid",
                    "recall",
                    "close",
                ]
            ),
            st.integers(0, 4),
            st.integers(0, 3),
        ),
        min_size=4,
        max_size=16,
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_walked_at_random_every_move_is_lawful_and_the_coverage_true(
    town: Town, steps: list[tuple[str, int, int]]
) -> None:
    people = town.people(5)
    one, site = town.round(pool=5), town.site(name=f"点{uuid4().hex[:6]}")
    tubes = [f"W{uuid4().hex[:8].upper()}" for _ in range(4)]
    for step, who, which in steps:
        code = tubes[which]
        try:
            if step == "scan":
                town.scan(one, site, code, people[who], 1 if which == 3 else 5)
            elif step == "seal":
                town.seal(one, code)
            elif step == "send":
                town.do(town.medic, actions.send, one, [code], "甲", "乙")
            elif step == "receive":
                town.do(town.laboratory, actions.receive, "乙", [code])
            elif step == "void":
                with entered(Scope.system("test")):
                    tube = Tube.objects.filter(code=code).first()
                if tube:
                    town.do(town.medic, actions.void, tube, "破损")
            elif step == "recall":
                town.react()
            elif step == "close":
                town.do(town.leader, actions.close, town.of(one.pk))
            else:
                town.found({code: step})
        except Refused as refused:
            assert refused.code in ("tube_not_open", "tubes_not_sent", "tube_over", "move_not_possible")
    assert town.true()
    with entered(Scope.system("test")), bulk_role():
        for person in people:
            assert fetch(
                "SELECT count(*) <= 1 FROM sampling_specimen WHERE person_id = %s AND round_id = %s AND counts",
                [person, one.pk],
            ) == [(True,)]
        for table, edges in EDGES.items():
            made = set(fetch(f"SELECT source, target, move FROM {table}_transition"))
            assert made <= set(edges), made - set(edges)


def test_a_list_of_results_does_what_its_lines_do_one_by_one(town: Town) -> None:
    values = ["negative", "positive", "invalid", "negative"]
    ends = []
    for whole in (True, False):
        people = town.people(8)
        one, site = town.round(pool=5), town.site(name=f"点{whole}")
        codes = [f"B{int(whole)}-000{n}" for n in range(4)]
        for n, person in enumerate(people):
            town.scan(one, site, codes[n // 2], person, 5)
        town.seal(one, *codes)
        lines = dict(zip(codes, values, strict=True))
        for part in [lines] if whole else [{code: value} for code, value in lines.items()]:
            town.found(part)
        town.react()
        covered = town.covered(one)
        covered.pop("required")  # people of the first round still live here
        ends.append((covered, [town.status(code) for code in codes], [len(town.counting(p)) for p in people]))
    assert ends[0] == ends[1]
    assert town.true()


def test_a_line_of_another_ground_is_unknown(town: Town) -> None:
    (person,) = town.people(1)
    one, site = town.round(), town.site()
    town.scan(one, site, "T-0001", person)
    town.seal(one, "T-0001")
    lines = [Line(0, "T-0001", "negative", clock.now())]
    done = town.do(town.stranger, actions.receive_results, "实验室", lambda _now: (lines, []))
    assert (done.stored, done.wrong[0].code) == (0, "tube_unknown")
