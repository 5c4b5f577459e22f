"""A link opens one person's own page while his order lasts, and nothing else ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gangmu.casework.models import Task
from gangmu.control.isolation.actions import Entry, follow_merged, record_reading
from gangmu.control.isolation.models import Order, PlanDay, Reading
from gangmu.control.isolation.queries import order_in
from gangmu.control.links import actions, bulk, queries
from gangmu.control.links.actions import Came
from gangmu.control.links.models import Knock, Link
from gangmu.control.links.rules import AFTER, USES_A_MINUTE, WRONG_A_MINUTE
from gangmu.ground.accounts.models import AccessLog
from gangmu.ground.accounts.queries import digest_of
from gangmu.ground.register.models import Household, Person, Presence
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import CommandRow
from gangmu.kernel.scope import Actor, Scope, entered
from tests.control.links.conftest import Given

WARM = Decimal("36.7")


def test_a_link_is_144_random_bits_of_which_the_database_keeps_a_hash(given: Given) -> None:
    first, second = given.link(), given.link()
    assert len(first) == 24 and first != second
    tables = fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type IN ('text', 'character varying', 'jsonb', 'bytea') AND (table_name LIKE 'links%'"
        " OR table_name LIKE 'kernel%' OR table_name LIKE 'accounts%' OR table_name LIKE 'isolation%')"
    )
    for table, column in tables:
        with entered(Scope.system("test")):
            found = fetch(
                f'SELECT count(*) FROM {table} WHERE position(%s IN "{column}"::text) > 0', [second]
            )
        assert found == [(0,)], (table, column)
    with entered(Scope.system("test")):
        assert bytes(Link.objects.get(ended_at=None).digest) == digest_of(second)


def test_it_opens_the_page_of_its_order_and_each_use_is_in_the_access_log(given: Given) -> None:
    visitor = given.come(given.link())
    order = given.care.order(given.order)
    assert (visitor.came, visitor.order_id) == (Came.LIVE, given.order)
    assert visitor.actor and visitor.actor.guest_id == order.person_id
    log = AccessLog.objects.filter(person_id=order.person_id).order_by("id")
    assert [(one.actor, one.detail) for one in log] == [
        (given.care.world.cadre.key, "link"),
        (f"guest:{order.person_id}", "own page"),
    ]
    with entered(Scope.of(given.care.world.desk)) as scope:
        (link,) = queries.links_of(scope, given.order)
    assert (link.uses, link.used_at) == (1, clock.now())


def test_a_new_link_ends_the_one_before(given: Given) -> None:
    first, second = given.link(), given.link()
    assert (given.come(first).came, given.come(second).came) == (Came.OVER, Came.LIVE)
    given.end()
    assert given.come(second).came == Came.OVER


def test_the_same_command_never_shows_a_link_again(given: Given) -> None:
    command = uuid4()
    token = given.link(command=command)
    assert given.link(command=command) == ""
    assert given.come(token).came == Came.LIVE
    assert CommandRow.objects.filter(kind="links.give").count() == 1


def test_an_order_has_one_live_link_whoever_writes(given: Given) -> None:
    given.link()
    with entered(Scope.system("test")), pytest.raises(IntegrityError), transaction.atomic():
        one = Link.objects.get()
        Link.objects.create(
            order_id=one.order_id,
            area=one.area,
            digest=b"x" * 32,
            made_by_id=one.made_by_id,
            made_at=one.made_at,
        )


def test_it_lives_as_long_as_the_order_and_some_days_more(given: Given) -> None:
    token = given.link()
    with clock.at(clock.now() + timedelta(days=30)):
        assert given.come(token).came == Came.LIVE, "past the planned end, but nobody has lifted it"
    given.lifted()
    assert given.come(token).came == Came.LIVE
    with clock.at(clock.now() + AFTER + timedelta(seconds=1)):
        assert given.come(token).came == Came.OVER


def test_the_link_of_an_order_that_was_joined_opens_the_one_that_goes_on(given: Given) -> None:
    earlier = given.care.decided("同一人")
    with clock.at(clock.now() + timedelta(hours=1)):
        later = given.care.decided("同 一人")
        token = given.link(order=later)
        with entered(Scope.system("test")) as scope:
            both = (given.care.order(earlier).person_id, given.care.order(later).person_id)
            follow_merged(scope.actor, *both)
        visitor = given.come(token)
        assert (visitor.came, visitor.order_id) == (Came.LIVE, earlier)
        assert visitor.actor and visitor.actor.guest_id == both[0]
        given.link(order=earlier)
        assert given.come(token).came == Came.OVER, "a new link ends that one too"


def test_only_an_order_in_force_gets_one(given: Given) -> None:
    proposed = given.care.proposed("居民乙")
    with pytest.raises(Refused, match="order_not_in_force"):
        given.link(order=proposed)


@pytest.mark.parametrize("who", ["comparer", "gatekeeper", "far_cadre"])
def test_whoever_does_not_read_notices_here_gives_none(given: Given, who: str) -> None:
    with pytest.raises(Refused):
        given.link(getattr(given.care.world, who))


def test_wrong_links_of_one_address_are_slowed_down_and_right_ones_behind_it_are_not(given: Given) -> None:
    token = given.link()
    came = [given.come(f"{n:024d}").came for n in range(WRONG_A_MINUTE + 1)]
    assert came == [Came.UNKNOWN] * WRONG_A_MINUTE + [Came.TOO_OFTEN]
    assert given.come(token).came == Came.LIVE
    assert given.come("x" * 24, "10.0.0.2").came == Came.UNKNOWN
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert given.come("x" * 24).came == Came.UNKNOWN


def test_one_link_is_used_so_often_in_a_minute(given: Given) -> None:
    token = given.link()
    came = [given.come(token).came for _ in range(USES_A_MINUTE + 1)]
    assert came == [Came.LIVE] * USES_A_MINUTE + [Came.TOO_OFTEN]


def test_counts_hold_no_address_and_are_forgotten(given: Given) -> None:
    given.come("x" * 24, "10.9.8.7")
    assert b"10.9.8.7" not in bytes(Knock.objects.get().who)
    actions.forget_knocks(Scope.system("knocks").actor, clock.now() + timedelta(hours=1))
    assert not Knock.objects.exists()


def test_a_wrong_link_costs_what_an_ended_one_costs(
    given: Given, django_assert_num_queries: Callable[..., Any]
) -> None:
    """The time of an answer tells nothing: one look by a hash, one count."""
    ended = given.link()
    given.end()
    costs = []
    for token in (ended, "x" * 24):
        with django_assert_num_queries(10**6, exact=False) as asked:
            given.come(token)
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.fixture
def guest(given: Given) -> Actor:
    """The person of the order, come in by his link."""
    actor = given.come(given.link()).actor
    assert actor
    return actor


def test_a_guest_sees_his_own_rows_and_no_other_on_the_same_ground(given: Given, guest: Actor) -> None:
    """Row security, not a filter: the queries here ask for everything."""
    given.care.decided("邻居")
    with entered(Scope.of(guest)):
        assert [order.pk for order in Order.objects.all()] == [given.order]
        assert set(PlanDay.objects.values_list("order_id", flat=True)) == {given.order}
        for model in (Person, Presence, Household, Task, Link):
            assert not model.objects.exists(), model
        assert fetch("SELECT DISTINCT subject_id FROM isolation_order_transition") == [(given.order,)]


def test_a_guest_records_his_own_temperature_and_nobody_elses(given: Given, guest: Actor) -> None:
    other = given.care.decided("邻居")
    with entered(Scope.of(guest)) as scope:
        record_reading(guest, uuid4(), order_in(scope, given.order), Entry("self", WARM))
        with pytest.raises(Refused, match="not_found"):
            order_in(scope, other)
    with pytest.raises(Refused, match="not_allowed"):
        foreign = given.care.order(other)
        with entered(Scope.of(guest)):
            record_reading(guest, uuid4(), foreign, Entry("self", WARM))
    with entered(Scope.system("test")):
        assert list(Reading.objects.values_list("order_id", "by_id", "channel")) == [
            (given.order, None, "self")
        ]


def test_fever_that_a_guest_tells_calls_the_medic_at_once(given: Given, guest: Actor) -> None:
    with entered(Scope.of(guest)) as scope:
        record_reading(guest, uuid4(), order_in(scope, given.order), Entry("self", Decimal("38.2")))
    with entered(Scope.system("test")):
        (task,) = Task.objects.filter(kind="symptoms")
    assert task.urgent and task.person_id == guest.guest_id


def test_a_guest_decides_proposes_and_gives_nothing(given: Given, guest: Actor) -> None:
    from gangmu.control.isolation import policy

    for may in (policy.may_propose, policy.may_decide, policy.may_serve, policy.may_see):
        assert not may(guest), may
    with entered(Scope.of(guest)) as scope:
        order = order_in(scope, given.order)
        with pytest.raises(Refused, match="not_allowed"):
            actions.give_link(guest, uuid4(), order)
        assert not Order.objects.filter(pk=order.pk).update(level="x")


def test_the_count_is_one_row_for_everybody(given: Given) -> None:
    assert [bulk.knocked(b"a" * 16) for _ in range(3)] == [1, 2, 3]
