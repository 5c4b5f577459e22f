"""As whom somebody acts: from his posts alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries
from gangmu.ground.organization.actions import appoint, relieve
from gangmu.ground.organization.bulk import found_offices, found_trios
from gangmu.ground.organization.models import Body, Ground, Holding, Shift
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from gangmu.twin import city
from tests.ground.conftest import CITY, small_trios

SYSTEM = Scope.system("test").actor


def holder(body: str, role: str) -> User:
    return User.objects.filter(holdings__post__body__code=body, holdings__post__role=role).order_by("id")[0]


def test_a_medic_acts_in_the_village_of_the_trio(trios: None) -> None:
    actor = queries.actor_of(holder("441302001001N01", "medic"))
    assert actor is not None and actor.roles == {"medic"} and actor.body_id
    assert actor.jurisdiction == Jurisdiction.of("441302001001")
    assert actor.label == "东湖社区第一三人小组 医护"
    assert actor.roles == {"medic"}


def test_a_zone_is_a_hole_in_what_its_county_sees(trios: None) -> None:
    actor = queries.actor_of(holder("LEAD441302000000", "leader"))
    assert actor is not None
    assert area_of("441302001001") in actor.jurisdiction
    assert area_of("441302007001") not in actor.jurisdiction


def test_whoever_has_no_post_is_nobody(trios: None) -> None:
    assert queries.actor_of(User.objects.create_user("stranger", name="无岗位")) is None


def test_a_post_of_somebody_else_is_not_taken(trios: None) -> None:
    medic, police = holder("441302001001N01", "medic"), holder("441302001001N01", "police")
    other = queries.actor_of(police)
    actor = queries.actor_of(medic, other.post_id if other else None)
    assert actor is not None and actor.roles == {"medic"}


def test_a_past_holding_gives_nothing(trios: None) -> None:
    medic = holder("441302001001N01", "medic")
    with entered(Scope.system("test")):
        relieve(SYSTEM, Holding.objects.get(user=medic), clock.today())
    assert queries.actor_of(medic) is None


def test_the_posts_of_a_deputy_come_after_his_own(trios: None) -> None:
    medic, post = holder("441302001001N01", "medic"), queries.post_in("441302001001N02", "medic")
    assert post is not None
    with entered(Scope.system("test")):
        appoint(SYSTEM, medic, post, city.SINCE, deputy=True)
        appoint(SYSTEM, medic, post, city.SINCE, deputy=True)
    assert [held.deputy for held in queries.posts_of(medic)] == [False, True]
    actor = queries.actor_of(medic, post.pk)
    assert actor is not None and actor.post_id == post.pk


def test_a_leader_appoints_on_his_own_ground_only(trios: None) -> None:
    leader = queries.actor_of(holder("LEAD441302000000", "leader"))
    medic = holder("441302001001N01", "medic")
    here, there = queries.post_in("441302001003N01", "medic"), queries.post_in("441322001001N01", "medic")
    assert leader and here and there
    with entered(Scope.of(leader)):
        assert appoint(leader, medic, here, clock.today()).pk
    with entered(Scope.of(leader)), pytest.raises(Refused):
        appoint(leader, medic, there, clock.today())


def test_the_push_clerk_is_found(trios: None) -> None:
    clerk = queries.push_clerk()
    assert clerk is not None and clerk.roles == {"push_clerk"}
    assert clerk.jurisdiction == Jurisdiction.of("4413")
    assert queries.push_clerk("nobody") is None


def test_founding_again_changes_nothing(trios: None) -> None:
    before = [model.objects.count() for model in (Body, Ground, Holding, User)]
    rows = small_trios()
    assert set(found_trios(rows, city.SINCE).values()) == {0}
    assert set(found_offices(CITY, city.SINCE).values()) == {0}
    assert [model.objects.count() for model in (Body, Ground, Holding, User)] == before


def test_a_grid_that_changes_hands_has_one_owner_on_every_day(trios: None) -> None:
    rows = small_trios()
    first, second = (t for t in rows if t.village == "441302001001")
    moved = first.areas[0]
    rows = [
        t._replace(areas=[*t.areas, moved])
        if t is second
        else t._replace(areas=[a for a in t.areas if a != moved])
        for t in rows
    ]
    found_trios(rows, clock.today())
    assert queries.owners()[moved] == Body.objects.get(code=second.code).pk
    assert Ground.objects.filter(area=moved).count() == 2


def test_nobody_is_in_two_places_at_once(trios: None) -> None:
    shift = Shift.objects.order_by("id")[0]
    there = queries.post_in("441322001001N01", "medic")
    assert there is not None
    half = DateTimeTZRange(shift.during.lower + timedelta(hours=1), shift.during.upper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(post=there, user=shift.user, body=there.body, during=half)
