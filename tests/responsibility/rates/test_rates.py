"""A week is frozen once, numbers open to names, late data stands beside, counties object, and only then the ladder."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gangmu.command.notices.models import Notice
from gangmu.control.sampling.models import Round, Site, Specimen, Tube
from gangmu.ground.register.models import Person, Presence
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.facts import react_to
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.paper import document
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.partners.laboratory.models import LabResult
from gangmu.responsibility.rates import actions, jobs, queries
from gangmu.responsibility.rates.models import Objection, Rate, Roll, Step, Week
from gangmu.responsibility.rates.queries.samples import valid_samples
from gangmu.responsibility.rates.rules import (
    WEEK,
    Number,
    monday_of,
    percent_of,
    proposed,
    ranking,
    rules_on,
    span_of,
)
from gangmu.responsibility.rates.states import STEP
from tests.responsibility.rates.conftest import AFTERNOON, FROZEN, INSIDE, MONDAY, City

A, B, C = "441302000000", "441303000000", "441322000000"
RULES = rules_on(MONDAY)


def numbers(week: Week, revision: int = 0) -> dict[str, tuple[int, int]]:
    found = Rate.objects.filter(week=week, revision=revision, level__in=("city", "county"))
    return {rate.name: (rate.required, rate.sampled) for rate in found}


def refused(city: City, who: Actor, action: object, *args: object) -> str:
    with pytest.raises(Refused) as no:
        city.do(who, action, *args)  # type: ignore[arg-type]
    return no.value.code


def test_a_week_is_frozen_by_the_job_once_with_all_levels(city: City) -> None:
    both = city.people("441302", 3, sampled=2)[0]
    city.people("441303", 2, register=False)
    with entered(Scope.system("test")), bulk_role():
        # In two counties: once in each of them, once in the city.
        Presence.objects.create(person_id=both, area=441303001001001000, since=INSIDE, source="register")
        gone = Person.objects.create(name="迁出", created_at=INSIDE)
        Presence.objects.create(
            person=gone, area=441302001001001000, since=INSIDE, until=INSIDE, source="register"
        )
    city.sample([both], at=span_of(MONDAY)[1])  # next Monday, 00:00
    invalid = city.people("441322", 1)
    city.sample(invalid, value="invalid")
    with clock.at(FROZEN - timedelta(minutes=6)):
        jobs.freeze(0)
        assert not Week.objects.exists()
    with clock.at(FROZEN):
        jobs.freeze(0)
        jobs.freeze(0)
    week = Week.objects.get()
    assert numbers(week) == {"示例市": (6, 2), "甲区": (3, 2), "乙区": (3, 1), "丙县": (1, 0)}
    assert Rate.objects.filter(week=week).count() == 10
    assert (week.rules, week.denominator) == ("2026-1", "residents-1")


def test_by_sets_is_one_by_one(city: City, frozen: Week) -> None:
    """The numbers of every unit, counted person by person."""
    with entered(Scope.system("test")), bulk_role():
        begin, end = span_of(MONDAY)
        for rate in Rate.objects.filter(week=frozen):
            where = next(u for u in queries.units_of_city() if u.code == rate.code).jurisdiction
            here = {
                p.person_id for p in Presence.objects.all()
                if p.area in where and p.since < end and (p.until is None or p.until >= end)
            }  # fmt: skip
            taken = {
                r.person_id for r in LabResult.objects.all()
                if r.person_id in here and begin <= r.sampled_at < end and r.value != "invalid"
            }  # fmt: skip
            assert (rate.required, rate.sampled) == (len(here), len(taken)), rate.name


def test_what_is_frozen_cannot_be_changed_and_late_samples_stand_beside(city: City, frozen: Week) -> None:
    with entered(Scope.system("test")), bulk_role():
        for wrong in (
            lambda: Rate.objects.update(sampled=1),
            lambda: Rate.objects.all().delete(),
            lambda: Roll.objects.update(sampled=[]),
            lambda: Week.objects.update(rules="other"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                wrong()
        missing = [pk for roll in Roll.objects.filter(area=441302001001000000) for pk in roll.required
                   if pk not in roll.sampled]  # fmt: skip
    city.sample(missing[:2])
    city.people("441302", 10)  # who comes later is in no frozen denominator
    with clock.at(FROZEN + timedelta(days=1)):
        jobs.revise(0)
        jobs.revise(0)
    assert numbers(frozen)["甲区"] == (40, 36)
    assert numbers(frozen, 1) == {"示例市": (145, 135), "甲区": (40, 38)}
    assert not Rate.objects.filter(revision=2).exists()


def test_whoever_is_in_a_tube_that_says_something_of_him_counts(city: City) -> None:
    negative, pooled, single = city.people("441302", 3)
    area, later = area_of("441302001001001"), INSIDE + timedelta(hours=9)
    with entered(Scope.system("test")) as scope, bulk_role():
        round_ = Round.objects.create(
            area=area, hi=area + 1, incident=city.incident, name="x", kind="regional", pool=10, pool_minutes=1,
            single_minutes=1, begins_at=INSIDE, ends_at=later, planned_at=INSIDE,
        )  # fmt: skip
        site = Site.objects.create(area=area, name="x", address="x", opens=time(8), closes=time(20))
        for person, capacity, found in (
            (negative, 10, "negative"),
            (pooled, 10, "positive"),
            (single, 1, "positive"),
        ):
            tube = Tube.objects.create(area=area, code=f"T-{person}", round=round_, site=site, capacity=capacity,
                                       opened_at=INSIDE)  # fmt: skip
            Specimen.objects.create(tube=tube, round=round_, area=area, person_id=person, required=True,
                                    taken_at=INSIDE, registered_at=INSIDE)  # fmt: skip
            Tube.objects.filter(pk=tube.pk).update(status="sealed", sealed_at=later, due_at=later)
            Tube.objects.filter(pk=tube.pk).update(status=found, found_at=later)
        assert sorted(one["person_id"] for one in valid_samples(scope, MONDAY)) == sorted([negative, single])
        assert not valid_samples(scope, MONDAY - timedelta(days=7))


def test_a_number_opens_to_names_on_ones_own_ground_alone(city: City, frozen: Week) -> None:
    mine, other = city.posts["441302"][0], city.posts["441303"][0]
    with entered(Scope.of(mine)) as scope:
        rate, unit = queries.rate_in(scope, frozen, A)
        found = queries.names_behind(scope, frozen, unit, missing=True, frozen=True)
        assert len(found) == rate.required - rate.sampled == 4
        first = queries.names_behind(scope, frozen, unit, missing=False, frozen=True, most=30)
        rest = queries.names_behind(
            scope, frozen, unit, missing=False, frozen=True, after=first[-1].person, most=30
        )
        assert len({name.person for name in first + rest}) == rate.required
        lines = {line.frozen.name: line for line in queries.lines_of(scope, frozen)}
        assert lines["甲区"].mine and not lines["乙区"].mine
        assert lines["丙县"].percent is None and lines["丙县"].ranked is None  # below the minimum denominator
    with entered(Scope.of(other)) as scope, pytest.raises(Refused):
        queries.rate_in(scope, frozen, A)


def test_a_county_objects_until_noon_and_a_named_person_of_the_city_decides(city: City, frozen: Week) -> None:
    mine, other = city.posts["441302"][0], city.posts["441303"][0]
    with clock.at(FROZEN):
        assert refused(city, other, actions.object_to, frozen.pk, A, "samples", "x") == "not_allowed"
        assert refused(city, mine, actions.object_to, frozen.pk, A, "samples", " ") == "reason_missing"
        one = city.do(mine, actions.object_to, frozen.pk, A, "samples", "样本晚到")
        assert refused(city, mine, actions.object_to, frozen.pk, A, "samples", "再来") == "objection_open"
        assert refused(city, city.leader, actions.settle, frozen.pk) == "window_open"
    with clock.at(AFTERNOON):
        assert refused(city, mine, actions.object_to, frozen.pk, A, "samples", "晚了") == "window_over"
        assert refused(city, city.leader, actions.settle, frozen.pk) == "objections_waiting"
        assert refused(city, mine, actions.decide, one, "自己决定", "aside") == "not_allowed"
        city.do(city.leader, actions.decide, one, "检测机构延迟，核实", "aside")
        assert (
            city.do(city.leader, actions.settle, frozen.pk) == 0
        )  # 甲区 is set aside, 乙区 stands above 95 %
        assert refused(city, city.leader, actions.settle, frozen.pk) == "move_not_possible"
    with entered(Scope.system("test")):
        decided = Objection.objects.get()
        assert decided.decided_by_id == city.leader.user_id and decided.answer
        told = FactRow.objects.filter(kind__in=("rates.frozen", "rates.objection_decided"))
        for fact in told:
            react_to(fact.pk)
        with bulk_role():
            assert set(Notice.objects.values_list("kind", flat=True)) == {"rate_frozen", "rate_objection"}


def settled(city: City, week: Week) -> Step:
    with clock.at(AFTERNOON):
        assert city.do(city.leader, actions.settle, week.pk) == 1
    with entered(Scope.system("test")):
        return Step.objects.select_related("week__incident", "confirmed_by").get(week=week)


def test_the_ladder_waits_for_humans_and_asks_three_posts(city: City, frozen: Week) -> None:
    step = settled(city, frozen)
    assert (step.name, step.rung, step.status) == ("甲区", "circular", "proposed")
    posts = city.posts["441302"]
    with clock.at(AFTERNOON):
        assert refused(city, posts[0], actions.move_step, step.pk, "confirm", "x") == "not_allowed"
        city.do(city.leader, actions.move_step, step.pk, "confirm", "情况属实")
        city.do(posts[0], actions.answer, step.pk, "整改一")
        assert refused(city, posts[0], actions.answer, step.pk, "再说") == "already_answered"
        assert refused(city, city.posts["441303"][0], actions.answer, step.pk, "x") in (
            "not_found",
            "not_allowed",
        )
        city.do(posts[1], actions.answer, step.pk, "整改二")
        city.do(posts[2], actions.answer, step.pk, "整改三")
        city.do(city.colleague, actions.move_step, step.pk, "send_back", "措施不具体")
    with clock.at(AFTERNOON + timedelta(hours=1)):
        city.do(posts[1], actions.appeal, step.pk, "分母有误")
        city.do(city.colleague, actions.move_step, step.pk, "dismiss", "已核实")
        with entered(Scope.of(posts[0])) as scope:
            one = queries.step_in(scope, step.pk)
            assert one.due_at is not None and one.due_at.astimezone(clock.CIVIL).hour == 18
            assert len(queries.still_to_answer(scope, one)) == 3
            letter = queries.letter_of(
                one, queries.posts_of_county(A)[1], RULES.rung("circular"), RULES.formula
            )
        assert "公安局局长" in letter.to and document(letter)[:2] == b"PK"
        for post in posts:
            city.do(post, actions.answer, step.pk, "新措施")
        city.do(city.leader, actions.move_step, step.pk, "accept", "复核合格")
    with entered(Scope.system("test")):
        assert Step.objects.get().status == "finished"
        moves = [one.move for one in queries.history_of(step)]
    assert moves == ["propose", "confirm", "answer", "send_back", "appeal", "dismiss", "answer", "accept"]


def test_the_next_week_on_the_ladder_is_the_next_rung(city: City, frozen: Week) -> None:
    first = settled(city, frozen)
    with clock.at(AFTERNOON):
        city.do(city.leader, actions.move_step, first.pk, "confirm", "属实")
    with clock.at(FROZEN + WEEK):
        again = city.freeze(MONDAY + WEEK)
    with clock.at(AFTERNOON + WEEK):
        city.do(city.leader, actions.settle, again.pk)
    with entered(Scope.system("test")):
        assert Step.objects.get(week=again, code=A).rung == "review"


MOVES = [move.name for move in STEP]


@pytest.mark.parametrize("seed", range(6))
def test_random_walks_follow_the_lifecycle_alone(city: City, frozen: Week, seed: int) -> None:
    """Every move is tried at every state: it is made when the lifecycle says so, else refused, and nothing else."""
    import random

    step, chance = settled(city, frozen), random.Random(seed)
    posts, now = city.posts["441302"], AFTERNOON
    for _n in range(25):
        now += timedelta(minutes=1)
        move = chance.choice(MOVES)
        with entered(Scope.system("test")):
            status = Step.objects.get(pk=step.pk).status
        possible = move in {one.name for one in STEP.open_moves(status)}
        with clock.at(now):
            try:
                if move == "answer":
                    for post in posts:
                        city.do(post, actions.answer, step.pk, "说明")
                elif move == "appeal":
                    city.do(posts[0], actions.appeal, step.pk, "理由")
                else:
                    city.do(city.leader, actions.move_step, step.pk, move, "理由")
            except Refused as no:
                assert not possible and no.code == "move_not_possible"
            else:
                assert possible
                with entered(Scope.system("test")):
                    assert Step.objects.get(pk=step.pk).status == STEP.check(move, status)


UNITS = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1, max_size=12
)


@given(UNITS)
def test_ranking_counts_units_by_share_and_leaves_the_small_ones_out(units: list[tuple[int, int]]) -> None:
    given_ = [Number(str(n), str(n), required, sampled) for n, (required, sampled) in enumerate(units)]
    ranked = ranking(given_, RULES)
    assert {one.number.code for one in ranked} == {n.code for n in given_ if n.required >= RULES.minimum}
    shares = [Decimal(one.number.sampled) / one.number.required for one in ranked]
    assert shares == sorted(shares, reverse=True)
    for one, share in zip(ranked, shares, strict=True):
        assert one.place == 1 + sum(other > share for other in shares)
        rung = proposed(one, RULES, {}, MONDAY)
        assert (rung is not None) == (share * 100 < 95 and one.from_bottom <= 3)


def test_a_rate_is_never_rounded_up_to_its_bound() -> None:
    assert percent_of(100_000, 94_999, 30) == Decimal("94.99")
    assert percent_of(29, 29, 30) is None
    assert monday_of(MONDAY + timedelta(days=6)) == MONDAY
