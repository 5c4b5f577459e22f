"""Two persons who are one: a human says so, and what was known of both is known of one."""

from __future__ import annotations

from uuid import uuid4

from gangmu.casework import actions, queries
from gangmu.casework.models import Task, Timer
from gangmu.ground.register.actions import answer_question
from gangmu.ground.register.models import IdentityQuestion, Person, Presence
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.facts import react_to
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.partners.laboratory.models import LabResult
from tests.casework.test_loop import refused
from tests.casework.world import HERE, THERE, World

DOCUMENT = "11010519491231002X"


def asked(one: int, two: int) -> IdentityQuestion:
    """A question about two persons, as it is asked at a door."""
    with entered(Scope.system("test")), bulk_role():
        return IdentityQuestion.objects.create(
            area=HERE, person_id=max(one, two), other_id=min(one, two), because="identity_candidate",
            asked_at=clock.now(),
        )  # fmt: skip


def answered(actor: Actor, question: IdentityQuestion, same: bool) -> None:
    """The answer, and then what the worker does about it."""
    with entered(Scope.of(actor)):
        answer_question(actor, uuid4(), question, same)
    for fact in FactRow.objects.filter(kind="register.persons_merged").values_list("pk", flat=True):
        react_to(fact)


def person(pk: int) -> Person:
    with entered(Scope.system("test")), bulk_role():
        return Person.objects.get(pk=pk)


def of_person(pk: int) -> list[tuple[int, str]]:
    """The tasks about somebody and how they stand."""
    with entered(Scope.system("test")):
        return list(Task.objects.filter(person_id=pk).order_by("id").values_list("id", "status"))


def test_two_persons_stay_two_if_a_human_says_so(world: World) -> None:
    one, two = world.person("居民甲"), world.person("居民甲")
    question = asked(one, two)
    answered(world.desk, question, same=False)
    assert person(one).merged_into_id is None and person(two).merged_into_id is None
    with entered(Scope.of(world.desk)):
        question.refresh_from_db()
    assert (question.status, question.decided_by) == ("different", world.desk.label)


def test_whoever_has_a_document_goes_on_and_gets_what_was_known_of_the_other(world: World) -> None:
    one = world.person("居民甲", phone="13812345678")
    two = world.person("居民甲", area=THERE, document=DOCUMENT)
    task = world.task(person=one)
    with entered(Scope.system("test")), bulk_role():
        LabResult.objects.create(
            person_id=one, laboratory="x", specimen="1", value="negative", sampled_at=clock.now(),
            received_at=clock.now(),
        )  # fmt: skip
    answered(world.desk, asked(one, two), same=True)
    assert (person(one).merged_into_id, person(two).merged_into_id) == (two, None)
    assert person(two).phone_mask.endswith("5678")
    assert of_person(two) == [(task, "open")] and of_person(one) == []
    with entered(Scope.system("test")):
        assert set(Presence.objects.values_list("person_id", "area")) == {(two, HERE), (two, THERE)}
        assert LabResult.objects.get().person_id == two
    with entered(Scope.of(world.police)) as scope:
        assert queries.case(scope, task).person.document_mask == person(two).document_mask


def test_of_two_open_checks_one_goes_on_and_is_credited(world: World) -> None:
    one, two = world.person("居民甲"), world.person("居民甲")
    first, second = world.task(person=one), world.task(person=two)
    answered(world.desk, asked(one, two), same=True)
    assert of_person(one) == [(first, "open"), (second, "cancelled")]
    with entered(Scope.of(world.desk)) as scope:
        assert Task.objects.get(pk=first).sources == 2
        last = queries.timeline(scope, second)[-1]
        assert (last.code, last.text, Timer.objects.get(task_id=second).stopped_at is None) == (
            "cancel",
            "同一人，已并入另一核查",
            False,
        )
        assert Presence.objects.filter(until=None).count() == 1


def test_a_check_that_is_already_reported_goes_on_though_it_is_the_younger(world: World) -> None:
    one, two = world.person("居民甲"), world.person("居民甲")
    first, second = world.task(person=one), world.task(person=two)
    world.do(world.police, actions.report, second, "unreachable", {"tried": ["door"]})
    answered(world.desk, asked(one, two), same=True)
    assert of_person(one) == [(first, "cancelled"), (second, "reported")]


def test_two_reports_at_a_gate_are_both_reviewed(world: World) -> None:
    one, two = world.person("居民甲"), world.person("居民甲")
    tasks = [world.task(person=one), world.task(person=two)]
    for task in tasks:
        world.do(world.police, actions.report, task, "unreachable", {"tried": ["door"]})
    answered(world.desk, asked(one, two), same=True)
    with entered(Scope.of(world.comparer)) as scope:
        assert [row.pk for row in queries.at_gate(scope, "compare")[0].rows] == tasks


def test_what_the_worker_repeats_changes_nothing(world: World) -> None:
    one, two = world.person("居民甲"), world.person("居民甲")
    world.task(person=one)
    world.task(person=two)
    answered(world.desk, asked(one, two), same=True)
    before = of_person(one)
    for reaction_of in FactRow.objects.values_list("pk", flat=True):
        react_to(reaction_of)
    with entered(Scope.system("test")) as scope:
        actions.follow_merged(scope.actor, one, two)
        assert Task.objects.order_by("id").first().sources == 2  # type: ignore[union-attr]
    assert of_person(one) == before


def test_two_documents_are_not_merged(world: World) -> None:
    one = world.person("居民甲", document="110101199003075517")
    two = world.person("居民甲", document=DOCUMENT)
    question = asked(one, two)
    with refused("two_documents"):
        answered(world.desk, question, same=True)
    with entered(Scope.of(world.desk)):
        question.refresh_from_db()
    assert question.status == "open"


def test_a_question_is_answered_once_by_whoever_sees_both_and_may(world: World) -> None:
    one, two, far = world.person("居民甲"), world.person("居民甲"), world.person("居民甲", area=THERE)
    near, wide = asked(one, two), asked(one, far)
    with refused("not_allowed"):
        answered(world.police, near, same=True)
    east = Actor(
        world.desk.user_id, world.desk.post_id, world.police.jurisdiction, frozenset({"desk"}), label="x"
    )
    with refused("not_found"):
        answered(east, wide, same=True)
    answered(world.desk, near, same=False)
    with refused("question_settled"):
        answered(world.desk, near, same=True)
