"""A trio is valid for a minute when its three roles are present, on shift, not double-booked."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries
from gangmu.ground.organization.actions import cover_shift, end_absence, free_shift, note_absence
from gangmu.ground.organization.models import Absence, Body, Holding, Post, Shift
from gangmu.ground.organization.queries import Gap
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered

SYSTEM = Scope.system("test")
TRIO = "441302001001N01"


@pytest.fixture
def evening(trios: None) -> datetime:
    """17:50 of a day for which shifts stand."""
    now = clock.now().astimezone(clock.CIVIL).replace(hour=17, minute=50, second=0, microsecond=0)
    return now + timedelta(days=1)


def on_duty(role: str, at: datetime, body: str = TRIO) -> Shift:
    return Shift.objects.select_related("user", "post__body", "body").get(
        body__code=body, post__role=role, during__contains=at
    )


def gaps_at(at: datetime, code: str = "441302001001", hours: float = 24) -> list[Gap]:
    with entered(SYSTEM):
        return queries.gaps(SYSTEM.narrowed(Jurisdiction.of(code)), at, at + timedelta(hours=hours))


def cover(gap: Gap, user: User, reason: str = "临时顶岗") -> int:
    post = Post.objects.select_related("body").get(pk=gap.post_id)
    with entered(SYSTEM):
        return cover_shift(SYSTEM.actor, uuid4(), post.body, post, user, gap.since, gap.until, reason)


def test_a_sick_leave_turns_a_trio_red_and_one_click_makes_it_green(evening: datetime) -> None:
    medic = on_duty("medic", evening)
    with entered(SYSTEM):
        note_absence(SYSTEM.actor, medic.user, evening, evening + timedelta(hours=10))
    (gap,) = gaps_at(evening)
    assert (gap.role, gap.reasons, gap.since) == ("medic", ("absent",), evening)
    assert gap.until == evening.replace(hour=20, minute=0)
    with entered(SYSTEM):
        (first, *_rest) = queries.repairs(SYSTEM, [gap], 5)[gap]
    assert (
        first.near == "own" and first.user_id != medic.user_id
    )  # a fellow of the same seat who is free that day
    cover(gap, User.objects.get(pk=first.user_id))
    assert gaps_at(evening) == []
    assert [m.user_id for m in queries.members_of(medic.body_id, evening) if m.role == "medic"] == [
        first.user_id
    ]


def test_whoever_has_worked_up_to_the_cap_is_offered_after_all_others_and_marked(evening: datetime) -> None:
    gap = _freed(evening)
    tired = _offers(gap, 1)[0]
    duty = Shift.objects.filter(user_id=tired.user_id).select_related("post").first()
    assert duty and not tired.over_cap
    Shift.objects.filter(user_id=tired.user_id).delete()
    for day in range(1, 7):
        since = gap.since - timedelta(days=day)
        Shift.objects.create(
            post=duty.post,
            user_id=tired.user_id,
            body=duty.body,
            during=DateTimeTZRange(since, since + timedelta(hours=12)),
        )
    first, *rest = _offers(gap, 40)
    assert not first.over_cap and first.user_id != tired.user_id
    assert [one.user_id for one in rest if one.over_cap] == [tired.user_id] and rest[-1].over_cap
    assert cover(gap, User.objects.get(pk=first.user_id))


def test_whoever_stands_in_is_a_dated_deputy_who_may_act_on_those_days_only(evening: datetime) -> None:
    gap = _freed(evening)
    one = next(one for one in _offers(gap, 20) if one.near == "reserve")
    user = User.objects.get(pk=one.user_id)
    cover(gap, user)
    held = Holding.objects.get(user=user, post_id=gap.post_id)
    day = evening.date()
    assert held.deputy and held.valid == DateRange(day, day + timedelta(days=1))


def test_a_deputy_of_the_seat_is_offered_before_anybody_else(evening: datetime) -> None:
    gap = _freed(evening)
    deputy = User.objects.create_user("deputy", name="副职")
    always = DateRange(evening.date() - timedelta(days=9), None)
    Holding.objects.create(user=deputy, post_id=gap.post_id, deputy=True, valid=always)
    offered = _offers(gap, 4)
    assert (offered[0].name, offered[0].near) == ("副职", "own")
    nearest = ["own", "village", "town", "reserve", "county"]
    assert [one.near for one in offered] == sorted((one.near for one in offered), key=nearest.index)


def test_nobody_is_offered_who_would_not_have_eleven_hours_of_rest(evening: datetime) -> None:
    """Of the four of a seat one works the night after, one the next day, one had the night before."""
    gap = _freed(evening)
    rested = DateTimeTZRange(gap.since - timedelta(hours=11), gap.until + timedelta(hours=11))
    busy = set(Shift.objects.filter(during__overlap=rested).values_list("user_id", flat=True))
    assert busy and {one.user_id for one in _offers(gap, 50)} & busy == set()
    night = on_duty("medic", evening + timedelta(hours=4))
    with pytest.raises(Refused) as refused:
        cover(gap, night.user)
    assert refused.value.code == "rest_too_short"


def test_who_is_away_inactive_or_not_qualified_is_refused(evening: datetime) -> None:
    gap = _freed(evening)
    (one,) = _offers(gap, 1)
    user = User.objects.get(pk=one.user_id)
    with entered(SYSTEM):
        note_absence(SYSTEM.actor, user, gap.since, gap.until)
    police = User.objects.filter(
        holdings__post__body__kind="reserve", holdings__post__line="public_security"
    )[0]
    gone = User.objects.filter(holdings__post__body__kind="reserve", holdings__post__line="health").exclude(
        pk=user.pk
    )[0]
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for who, code in ((user, "absent"), (police, "not_qualified"), (gone, "inactive")):
        with pytest.raises(Refused) as refused:
            cover(gap, who)
        assert refused.value.code == code


def test_the_second_of_two_who_repair_the_same_seat_is_told(evening: datetime) -> None:
    gap = _freed(evening)
    first, second = _offers(gap, 2)
    cover(gap, User.objects.get(pk=first.user_id))
    with pytest.raises(Refused) as refused:
        cover(gap, User.objects.get(pk=second.user_id))
    assert refused.value.code == "already_covered"


def test_a_repair_sent_twice_is_done_once(evening: datetime) -> None:
    gap = _freed(evening)
    user, command = User.objects.get(pk=_offers(gap, 1)[0].user_id), uuid4()
    post = Post.objects.select_related("body").get(pk=gap.post_id)
    with entered(SYSTEM):
        asked = (SYSTEM.actor, command, post.body, post, user, gap.since, gap.until, "临时顶岗")
        assert cover_shift(*asked) == cover_shift(*asked)
    assert FactRow.objects.filter(kind="organization.shift_covered").count() == 1


def test_an_absence_that_ends_early_makes_the_trio_whole_again(evening: datetime) -> None:
    medic = on_duty("medic", evening)
    with entered(SYSTEM):
        absence = note_absence(SYSTEM.actor, medic.user, evening, evening + timedelta(days=2))
        assert note_absence(SYSTEM.actor, medic.user, evening, evening + timedelta(days=2)) == absence
        end_absence(SYSTEM.actor, absence, evening + timedelta(hours=1))
    assert [(gap.since, gap.until) for gap in gaps_at(evening)] == [(evening, evening + timedelta(hours=1))]
    with pytest.raises(Refused), entered(SYSTEM):
        note_absence(SYSTEM.actor, medic.user, evening, evening + timedelta(hours=3))


def test_a_shift_that_is_freed_keeps_what_was_worked(evening: datetime) -> None:
    shift = on_duty("medic", evening)
    with entered(SYSTEM):
        freed = free_shift(SYSTEM.actor, uuid4(), shift, "病假", evening)
    assert freed["until"] == shift.during.upper.isoformat()
    assert Shift.objects.get(pk=shift.pk).during == DateTimeTZRange(shift.during.lower, evening)
    (gap,) = gaps_at(evening)
    assert gap.reasons == ("shift_uncovered",)


def test_a_night_beyond_midnight_belongs_to_the_holder_of_each_day(evening: datetime) -> None:
    """Relieved on a day, the police officer leaves a gap from midnight on, not from the beginning of his shift."""
    night = on_duty("police", evening + timedelta(hours=4))
    midnight = (evening + timedelta(days=1)).replace(hour=0, minute=0)
    Holding.objects.filter(user=night.user, post=night.post).update(
        valid=DateRange(evening.date() - timedelta(days=30), midnight.date())
    )
    (gap,) = gaps_at(evening)
    assert (gap.since, gap.until, gap.reasons) == (midnight, midnight + timedelta(hours=8), ("not_in_post",))


def test_an_office_without_anybody_is_named_and_one_without_its_head_too(evening: datetime) -> None:
    office = Body.objects.get(kind="joint_office", code="OFFICE441302001")
    on_duty("comparer", evening, office.code).delete()
    gap_of_head = _without(office, "desk", evening, in_charge=True)
    found = [gap for gap in gaps_at(evening, "441302001", 1) if gap.kind == "joint_office"]
    assert [(gap.role, gap.in_charge) for gap in found] == [("comparer", False), ("desk", True)]
    assert gap_of_head and queries.uncovered(found, seats=5) == []
    Shift.objects.filter(body=office, during__contains=evening).delete()
    found = gaps_at(evening, "441302001", 1)
    (empty,) = queries.uncovered(found, seats=5)
    assert empty == (office.pk, office.name, evening, evening + timedelta(hours=1))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_gaps_say_the_same_as_looking_at_every_hour(evening: datetime, data: st.DataObject) -> None:
    """The set-based answer against the definition, minute by minute of a day (every half hour)."""
    start = evening.replace(hour=8, minute=0)
    body = Body.objects.get(code=TRIO)
    Absence.objects.all().delete()
    for shift in Shift.objects.filter(
        body=body, during__overlap=DateTimeTZRange(start, start + timedelta(days=1))
    ):
        begin = data.draw(st.integers(0, 24), label="away from")
        length = data.draw(st.integers(0, 12), label="for half hours")
        since = shift.during.lower + timedelta(minutes=30 * begin)
        taken = Absence.objects.filter(user_id=shift.user_id).exists()
        if length and not taken:
            Absence.objects.create(
                user_id=shift.user_id, during=DateTimeTZRange(since, since + timedelta(minutes=30 * length))
            )
    found = [gap for gap in gaps_at(start) if gap.body_id == body.pk]
    for step in range(48):
        at = start + timedelta(minutes=30 * step)
        present = {member.role for member in queries.members_of(body.pk, at)}
        said = {gap.role for gap in found if gap.since <= at < gap.until}
        assert said == {"cadre", "police", "medic"} - present
        red = {one.body_id for one in queries.red_trios(SYSTEM.narrowed(Jurisdiction.of("441302001001")), at)}
        assert (body.pk in red) == bool(said)


def _without(body: Body, role: str, at: datetime, *, in_charge: bool) -> bool:
    standing = Shift.objects.filter(
        body=body, post__role=role, post__in_charge=in_charge, during__contains=at
    )
    return bool(standing.delete()[0])


def _freed(at: datetime) -> Gap:
    shift = on_duty("medic", at)
    with entered(SYSTEM):
        free_shift(SYSTEM.actor, uuid4(), shift, "病假", at)
    (gap,) = gaps_at(at)
    return gap


def _offers(gap: Gap, most: int) -> list[queries.Repair]:
    with entered(SYSTEM):
        return queries.repairs(SYSTEM, [gap], most)[gap]
