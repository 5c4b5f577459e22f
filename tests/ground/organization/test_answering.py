"""Who answers for this ground at this minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries
from gangmu.ground.organization.bulk import extend_shifts
from gangmu.ground.organization.models import Body, Holding, Shift
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of
from gangmu.kernel.scope import Scope
from gangmu.twin import city

GRID = area_of("441302001001001")


def at(hour: int, minute: int = 0) -> datetime:
    """A minute of today, civil time."""
    return clock.now().astimezone(clock.CIVIL).replace(hour=hour, minute=minute, second=0, microsecond=0)


def test_four_crews_take_turns_a_day_a_night_and_two_days_free(trios: None) -> None:
    crews = []
    for hours in range(0, 96, 12):
        answer = queries.answering(GRID, at(8) + timedelta(hours=hours, minutes=5))
        assert [m.role for m in answer.members] == ["cadre", "police", "medic"]
        assert answer.gaps == () and answer.in_charge is not None and answer.in_charge.role == "cadre"
        (crew,) = {m.name[-2:] for m in answer.members}
        crews.append(crew)
    days, nights = crews[::2], crews[1::2]
    assert sorted(days) == ["丁班", "丙班", "乙班", "甲班"] and nights == [days[-1], *days[:-1]]


def test_every_minute_of_the_coming_week_is_covered(trios: None) -> None:
    start = clock.now()
    for hours in range(0, 7 * 24, 5):
        assert queries.answering(GRID, start + timedelta(hours=hours)).gaps == ()
        office = queries.office_of(GRID)
        assert office is not None
        assert len(queries.members_of(office.pk, start + timedelta(hours=hours))) == 5


def test_shifts_of_one_body_or_person_are_compared_as_their_index_compares(trios: None) -> None:
    now = clock.now()
    by_body = Shift.objects.at(1).filter(during__contains=now).explain()
    assert "using shift_body_during on" in by_body and "Index Cond: ((body_id = '1'::bigint)" in by_body
    assert "user_id = '1'::bigint" in Shift.objects.of(1).filter(during__contains=now).explain()


def test_a_missing_medic_is_a_named_gap_and_the_office_stands_in(trios: None) -> None:
    Shift.objects.filter(body_id=queries.owner_of(GRID), post__role="medic").delete()
    answer = queries.answering(GRID)
    assert answer.gaps == ("shift_uncovered:medic",)
    assert answer.office is not None and answer.office.name == "桥东街道合署办公点"
    assert {m.role for m in answer.office_members} == {"desk", "comparer", "gatekeeper"}


def test_nobody_on_duty_leaves_the_office_in_charge(trios: None) -> None:
    Shift.objects.filter(body_id=queries.owner_of(GRID)).delete()
    answer = queries.answering(GRID)
    assert answer.in_charge is not None and "防控办席位" in answer.in_charge.name


@pytest.mark.parametrize(
    ("code", "kind", "gaps"),
    [
        ("441302001", Body.Kind.JOINT_OFFICE, ()),
        ("441302001999", Body.Kind.JOINT_OFFICE, ()),
        ("441302", Body.Kind.LEADING_TRIO, ()),
        ("4413", Body.Kind.LEADING_TRIO, ()),
    ],
)
def test_above_the_villages_the_office_or_the_leaders_answer(
    trios: None, code: str, kind: str, gaps: tuple[str, ...]
) -> None:
    answer = queries.answering(area_of(code))
    assert answer.body is not None and (answer.body.kind, answer.gaps) == (kind, gaps)
    assert answer.in_charge is not None


@pytest.mark.parametrize("how", ["relieved", "closed"])
def test_whoever_has_left_his_post_or_account_answers_for_nothing_whatever_his_shift_says(
    trios: None, how: str
) -> None:
    (police,) = queries.answering(GRID).by_role("police")
    if how == "closed":
        User.objects.filter(pk=police.user_id).update(is_active=False)
    else:
        today = DateRange(date(2020, 1, 1), clock.today())
        Holding.objects.filter(user=police.user_id, post=police.post_id).update(valid=today)
    answer = queries.answering(GRID)
    assert (answer.by_role("police"), answer.gaps) == ((), ("shift_uncovered:police",))
    assert answer.body is not None and police not in queries.on_duty(answer.body)


def test_whoever_stands_in_for_a_day_answers_on_that_day(trios: None) -> None:
    (police,) = queries.answering(GRID).by_role("police")
    Holding.objects.filter(user=police.user_id, post=police.post_id).update(deputy=True)
    assert queries.answering(GRID).by_role("police") == (police,)


def test_where_nobody_leads_a_county_the_gap_has_a_name(trios: None) -> None:
    county = queries.answering(area_of("441302"))
    assert county.gaps == () and county.members
    User.objects.filter(pk__in=[member.user_id for member in county.members]).update(is_active=False)
    closed = queries.answering(area_of("441302"))
    assert (closed.members, closed.gaps) == ((), ("post_vacant:leader",))
    assert closed.body == county.body


def test_outside_the_city_the_answer_is_a_named_gap(trios: None) -> None:
    answer = queries.answering(area_of("110101001001"))
    assert (answer.body, answer.gaps) == (None, ("outside",))


def test_owners_know_grids_groups_and_villages(trios: None) -> None:
    known = queries.owners()
    village, group = area_of("441302001001"), GRID + 1
    assert known[GRID] == known[group] == queries.owner_of(group)
    first = Body.objects.get(code="441302001001N01")
    assert known[village] == first.pk
    assert queries.owner_of(area_of("441302001001999")) == first.pk
    assert queries.owner_of(area_of("441302001")) is None


def test_two_trios_of_a_village_own_different_grids(trios: None) -> None:
    grids = [
        area
        for area in queries.owners()
        if area // 10**6 == 441302001001 and area % 10**6 and not area % 1000
    ]
    assert len({queries.owners()[grid] for grid in grids}) == 2


def test_a_whole_trio_is_not_red(trios: None) -> None:
    assert queries.red_trios(Scope.system("test")) == []


def test_a_broken_trio_is_red_with_every_reason(trios: None) -> None:
    scope, owner = Scope.system("test"), queries.owner_of(GRID)
    Shift.objects.filter(body_id=owner, post__role="medic").delete()
    Holding.objects.filter(post__body_id=owner, post__role="police").delete()
    (red,) = queries.red_trios(scope)
    assert red.reasons == ("not_in_post:police", "post_vacant:police", "shift_uncovered:medic")
    assert queries.red_trios(scope.narrowed(Jurisdiction.of("441322"))) == []


def test_a_member_on_duty_elsewhere_is_double_booked(trios: None) -> None:
    owner = queries.owner_of(GRID)
    other = Body.objects.get(code="441322001001N01")
    shift = Shift.objects.filter(body_id=owner, post__role="medic", during__contains=clock.now()).get()
    place = Shift.objects.filter(body=other, post__role="medic", during__contains=clock.now()).get()
    place.delete()
    Shift.objects.filter(pk=shift.pk).update(body=other, post_id=place.post_id)
    reasons = {red.body_id: red.reasons for red in queries.red_trios(Scope.system("test"))}
    assert reasons[owner] == ("double_booked:medic", "shift_uncovered:medic")
    assert reasons[other.pk] == ("not_in_post:medic",)


def test_shifts_are_extended_once(trios: None) -> None:
    assert extend_shifts() == 0
    rostered = Holding.objects.filter(
        post__body__kind__in=("trio", "joint_office"), valid__startswith=city.SINCE
    )
    wider = rostered.filter(post__role__in=("grid_member", "volunteer", "part_timer", "property", "liaison"))
    assert extend_shifts(days=8) == (rostered.count() - wider.count()) // 2  # of four crews two work on a day
