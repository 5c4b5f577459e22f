"""Whose eyes a transaction looks through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from gangmu.ground.register.models import Person, Presence
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor, Scope, entered, tell, told
from tests.kernel.conftest import MOMENT, member

SMALL = st.integers(0, 60)
ranges = st.tuples(SMALL, SMALL).map(lambda pair: (min(pair), max(pair)))
jurisdictions = st.builds(
    lambda r, holes: Jurisdiction(*r, tuple(holes)), ranges, st.lists(ranges, max_size=3)
)

TEN, TWENTY = Jurisdiction(0, 10), Jurisdiction(10, 20)


def test_history_names_an_actor_by_user_and_post_and_the_system_by_what_it_does() -> None:
    assert Actor(7, 3, TEN).key == "7/3"
    assert Scope.system("settle a push").actor.key == "system:settle a push"
    with pytest.raises(ValueError, match="says what it is doing"):
        Scope.system("")


def test_a_scope_is_never_wider_than_its_actor() -> None:
    with pytest.raises(ValueError, match="wider"):
        Scope(member(TEN), Jurisdiction(0, 11))
    with pytest.raises(ValueError, match="wider"):
        Scope(member(Jurisdiction(0, 10, ((3, 4),))), TEN)


@given(jurisdictions, jurisdictions)
def test_a_narrowed_scope_sees_what_both_see(own: Jurisdiction, other: Jurisdiction) -> None:
    narrow = Scope.of(member(own)).narrowed(other)
    assert all((a in narrow.jurisdiction) == (a in own and a in other) for a in range(62))


def test_settings_outside_a_transaction_are_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        tell(lo="0")


def test_a_setting_nobody_reads_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="reasno"):
        tell(reasno="a slip of the pen")


def test_nothing_of_a_scope_outlives_its_transaction(transactional_db: None) -> None:
    with entered(Scope.system("x")):
        assert told()["actor"] == "system:x"
    assert set(told().values()) == {""}


def test_a_scope_inside_another_gives_the_outer_eyes_back(db: None) -> None:
    with entered(Scope.of(member(TEN))):
        tell(move="report", reason="kept")
        outer = told()
        with entered(Scope.system("look further")):
            assert told()["hi"] != outer["hi"]
            assert told()["reason"] == ""
        assert told() == outer


def test_a_scope_that_fails_inside_another_gives_the_outer_eyes_back(db: None) -> None:
    with entered(Scope.of(member(TEN))):
        outer = told()
        with pytest.raises(ZeroDivisionError), entered(Scope.system("fail")):
            raise ZeroDivisionError
        assert told() == outer


def test_the_database_learns_a_set_clock(db: None) -> None:
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)), entered(Scope.system("x")):
        assert told()["now"] == "2026-01-01T00:00:00+00:00"
    with entered(Scope.system("x")):
        assert told()["now"] == ""


def test_a_person_with_another_presence_in_a_hole_is_still_found(db: None) -> None:
    with entered(Scope.system("x")):
        person = Person(name="p", created_at=MOMENT)
        _write([person], [(person, 5), (person, 15)])
        seen = Scope.of(member(Jurisdiction(0, 30, ((10, 20),))))
        assert Person.objects.within(seen, "presences__area").distinct().count() == 1
        only_in_the_hole = Scope.of(member(Jurisdiction(6, 30, ((10, 20),))))
        assert Person.objects.within(only_in_the_hole, "presences__area").count() == 0


def test_a_jurisdiction_that_is_all_holes_finds_nothing(db: None) -> None:
    seen = Scope.of(member(Jurisdiction(0, 30, ((0, 30),))))
    assert Presence.objects.within(seen).count() == 0


def _write(people: list[Person], presences: list[tuple[Person, int]]) -> None:
    """As bulk code writes them: under row security a person without presence could not be written."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE gangmu_bulk")
        Person.objects.bulk_create(people)
        Presence.objects.bulk_create(
            Presence(person=person, area=area, source="pushed", since=MOMENT) for person, area in presences
        )
        cursor.execute("SET LOCAL ROLE NONE")
