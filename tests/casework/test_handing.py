"""协转: offered, accepted, refused; who sees what in between."""

from __future__ import annotations

from uuid import uuid4

import pytest

from gangmu.casework import actions, queries
from gangmu.casework.models import Handover, Task
from gangmu.ground.register.models import Person, Presence
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.casework.test_loop import refused
from tests.casework.world import FOUND, HERE, THERE, World


def test_an_offered_task_is_seen_by_the_acceptor_and_its_person_too(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
    with entered(Scope.of(world.far_cadre)) as scope:
        (offer,) = queries.offers_here(scope)
        assert offer.task.name == "居民甲" and offer.reason == "人在西社区"
        assert Person.objects.filter(pk=offer.task.person_id).exists()
    with pytest.raises(Refused), entered(Scope.of(world.police)) as scope:
        queries.case(scope, task)
    with entered(Scope.of(world.police)) as scope:
        (away,) = queries.handed_away(scope, offer.offered_at)
        assert (away.name, away.status) == ("居民甲", "offered")


def test_an_accepted_task_belongs_to_the_trio_of_the_new_ground(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.claim, task)
    world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
    world.do(world.far_cadre, actions.accept_handover, task)
    with entered(Scope.of(world.far_cadre)) as scope:
        mine = queries.due_page(scope).rows
        assert [t.pk for t in mine] == [task] and mine[0].claimed_by_id is None
    with entered(Scope.of(world.police)):
        assert not Presence.objects.filter(until=None).exists()
    assert not world.do(world.far_cadre, actions.report, task, "found", FOUND).late


def test_an_acceptance_that_arrives_twice_is_carried_out_once_and_answered_alike(world: World) -> None:
    task, command = world.task(), uuid4()
    world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
    for _ in range(2):
        world.do(world.far_cadre, actions.accept_handover, task, command=command)
    with refused("move_not_possible"):
        world.do(world.far_cadre, actions.accept_handover, task)


def test_a_refused_task_goes_back_with_a_reason_to_be_opened(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
    with refused("reason_missing"):
        world.do(world.far_cadre, actions.refuse_handover, task, "")
    world.do(world.far_cadre, actions.refuse_handover, task, "查无此人")
    with entered(Scope.of(world.cadre)) as scope:
        (returned,) = queries.returned_to(scope)
        assert (returned.area, returned.returned_because) == (HERE, "查无此人")
    with entered(Scope.of(world.far_cadre)):
        assert not Presence.objects.filter(until=None).exists()
    with refused("return_not_opened"):
        world.do(world.police, actions.report, task, "found", FOUND)


def test_a_refusal_leaves_what_was_known_of_the_person_there_before_the_offer(world: World) -> None:
    person = world.person("居民甲", THERE)
    task = world.task("居民甲", HERE, person)
    world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
    world.do(world.far_cadre, actions.refuse_handover, task, "查无此人")
    with entered(Scope.of(world.far_cadre)):
        assert Presence.objects.filter(person_id=person, area=THERE, until=None).exists()


def test_an_offer_is_answered_once(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
    with entered(Scope.of(world.far_cadre)) as scope:
        stale = queries.case(scope, task)
    world.do(world.far_cadre, actions.accept_handover, task)
    with refused("move_not_possible"), entered(Scope.of(world.far_cadre)):
        from uuid import uuid4

        actions.refuse_handover(world.far_cadre, uuid4(), stale, "晚了")
    with entered(Scope.system("test")):
        assert Handover.objects.get().status == "accepted"
        assert Task.objects.get().area == THERE


def test_an_area_that_nobody_answers_for_cannot_be_offered_to(world: World) -> None:
    task = world.task()
    with refused("area_unknown"):
        world.do(world.police, actions.offer_handover, task, 999 * 10**15, "人不在")
    with refused("same_area"):
        world.do(world.police, actions.offer_handover, task, HERE, "人不在")
