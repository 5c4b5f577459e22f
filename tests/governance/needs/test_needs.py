"""A resident asks, somebody answers in words that he reads, and nobody else sees more than he must."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gangmu.casework import actions as casework
from gangmu.casework import queries as cases
from gangmu.casework.models import Task
from gangmu.governance.needs import actions, queries
from gangmu.governance.needs.models import Answer, Need
from gangmu.governance.needs.reactions import arrange_care
from gangmu.governance.needs.rules import TRIO, in_english, rules, task_kind
from gangmu.governance.needs.states import NEED
from gangmu.ground.register.actions import note_need
from gangmu.ground.register.models import CareNeed
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import HERE
from tests.governance.needs.conftest import People


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.code == code)


def reported(people: People, need: Need, outcome: str, words: str) -> None:
    world = people.world
    world.do(world.cadre, casework.report, need.task_id, outcome, {"answer": words})


def test_a_need_for_the_trio_is_its_task_with_a_deadline_of_its_own(people: People) -> None:
    need = people.need(people.raised("medical_trip", "发烧三天"), people.world.cadre)
    with entered(Scope.of(people.world.cadre)) as scope:
        task = cases.case(scope, need.task_id or 0)
    assert (task.kind, task.urgent) == ("need_medical_trip", True)
    assert abs(task.due_at - need.due_at) < timedelta(seconds=1)
    assert need.due_at - need.raised_at == timedelta(minutes=rules().kinds["medical_trip"].minutes)
    assert task.known == {"remark": "看病、急诊：发烧三天"}
    assert need.body == task.owner


def test_what_the_trio_reports_is_what_the_resident_reads(people: People) -> None:
    pk = people.raised("food")
    reported(people, people.need(pk), "done", "米和菜已送到门口")
    with entered(Scope.of(people.guest)) as scope:
        (mine,) = queries.needs_of(scope, people.resident.person_id)
        (said,) = mine.answers.all()
    assert (mine.status, said.outcome, said.text) == ("answered", "done", "米和菜已送到门口")
    assert said.office == "东社区三人小组"


def test_a_gatekeeper_releases_the_answer_afterwards_and_a_returned_one_is_answered_again(
    people: People,
) -> None:
    world, pk = people.world, people.raised("repair", "水管漏水")
    need = people.need(pk)
    reported(people, need, "done", "已修")
    world.do(world.gatekeeper, casework.return_, need.task_id, "没有说明谁修")
    world.do(world.cadre, casework.open_return, need.task_id)
    reported(people, need, "done", "物业已修好，有问题再找我们")
    world.do(world.gatekeeper, casework.release, need.task_id)
    assert [a.text for a in people.need(pk).answers.all()] == ["物业已修好，有问题再找我们", "已修"]
    assert world.status(need.task_id or 0) == "released"


def test_a_second_need_of_a_kind_joins_the_open_task_and_both_are_answered(people: People) -> None:
    first, second = people.need(people.raised("food")), people.need(people.raised("food", "还要奶粉"))
    assert first.task_id == second.task_id
    reported(people, first, "done", "都送到了")
    assert {people.need(n.pk).status for n in (first, second)} == {"answered"}


def test_the_office_answers_at_its_desk_and_the_task_of_the_trio_ends(people: People) -> None:
    world, need = people.world, people.need(people.raised("medicine"))
    people.do(world.desk, actions.answer, need, "under_way", "正在联系药店")
    assert people.need(need.pk).status == "voiced" and world.status(need.task_id or 0) == "open"
    people.do(world.desk, actions.answer, people.need(need.pk), "done", "药店今晚送")
    assert people.need(need.pk).status == "answered" and world.status(need.task_id or 0) == "cancelled"


def test_a_task_goes_on_while_another_need_waits_for_it(people: People) -> None:
    first, second = people.need(people.raised("food")), people.need(people.raised("food"))
    people.do(people.world.desk, actions.answer, first, "done", "已送")
    assert people.world.status(second.task_id or 0) == "open"


def test_a_command_that_comes_twice_is_one_need(people: People) -> None:
    command = uuid4()
    assert people.raised("food", command=command) == people.raised("food", command=command)
    with entered(Scope.system("test")):
        assert Need.objects.count() == 1 and Task.objects.filter(kind="need_food").count() == 1


def test_a_complaint_goes_to_the_office_and_the_trio_does_not_see_it(people: People) -> None:
    need = people.need(people.raised("complaint", "三人小组态度不好"))
    assert need.body and need.body.kind == "joint_office" and need.task_id is None
    for who in (people.world.cadre, people.world.far_cadre):
        with refused("not_found"):
            people.need(need.pk, who)
        with entered(Scope.of(who)):
            assert not Need.objects.filter(pk=need.pk).exists()
    with refused("not_allowed"):
        people.do(people.world.cadre, actions.answer, need, "done", "没有的事")


def test_an_objection_is_answered_by_the_leaders_of_the_county_alone(people: People) -> None:
    need = people.need(people.raised("objection", "我不是密接"))
    assert need.body and need.body.name == "甲区领导小组"
    for who in (people.world.desk, people.town):
        with refused("not_allowed"):
            people.do(who, actions.answer, need, "done", "驳回")
    people.do(people.county, actions.answer, need, "done", "已复核，决定撤销")
    assert people.need(need.pk).status == "answered"


@pytest.mark.parametrize("kind", ["other", "complaint", "objection"])
def test_what_says_nothing_without_words_needs_words(people: People, kind: str) -> None:
    with refused("text_missing"):
        people.raised(kind, "  ")


def test_nobody_asks_for_a_kind_that_there_is_not_or_for_more_than_can_be_answered(people: People) -> None:
    with refused("need_kind_unknown"):
        people.raised("helicopter")
    for _ in range(rules().most_open):
        people.raised("food")
    with refused("needs_too_many"):
        people.raised("food")


def test_a_resident_asks_for_himself_and_sees_his_own_alone(people: People) -> None:
    pk = people.raised("food")
    stranger = Actor(None, None, Jurisdiction(HERE, HERE + 1), guest_id=people.world.person("居民乙"))
    with refused("not_allowed"):
        people.raised("food", by=stranger)
    with refused("not_found"):
        people.need(pk, stranger)
    with entered(Scope.of(stranger)):
        assert Need.objects.count() == Task.objects.count() == Answer.objects.count() == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Need.objects.create(
                area=HERE, person_id=people.resident.person_id, incident=people.world.incident, kind="complaint",
                to="office", name="x", raised_at=people.need(pk).raised_at, due_at=people.need(pk).due_at,
            )  # fmt: skip


def test_a_guest_has_no_right_of_the_system(people: People) -> None:
    """He has no user either: what is allowed to whoever has none would be allowed to him."""
    with refused("not_allowed"), entered(Scope.of(people.guest)):
        new = casework.NewTask("ground_verification", people.world.incident, "", None, HERE, "x")
        casework.open_task(people.guest, uuid4(), new)
    assert people.guest.key == f"guest:{people.resident.person_id}" and not people.guest.is_system
    with refused("not_allowed"):
        people.do(people.guest, actions.answer, people.need(people.raised("food")), "done", "我自己答复")


def test_he_says_whether_he_is_content_once_there_is_an_answer(people: People) -> None:
    pk = people.raised("food")
    with refused("not_answered"):
        people.do(people.guest, actions.say_content, people.need(pk), content=True)
    people.do(people.world.desk, actions.answer, people.need(pk), "not_possible", "今天没有货")
    people.do(people.guest, actions.say_content, people.need(pk), content=False)
    assert people.need(pk).content is False
    with refused("not_allowed"):
        people.do(people.world.desk, actions.say_content, people.need(pk), content=True)


def test_what_he_does_not_need_any_more_he_takes_back_and_the_trio_is_not_sent(people: People) -> None:
    first, second = people.need(people.raised("food")), people.need(people.raised("food", "也不要了"))
    people.do(people.guest, actions.withdraw, first)
    assert people.world.status(first.task_id or 0) == "open", "another need waits for it"
    people.do(people.guest, actions.withdraw, second)
    assert people.world.status(first.task_id or 0) == "cancelled"
    assert people.need(second.pk).status == "withdrawn"
    stranger = Actor(None, None, Jurisdiction(HERE, HERE + 1), guest_id=people.world.person("居民乙"))
    with refused("not_allowed"):
        people.do(stranger, actions.withdraw, people.need(people.raised("repair", "灯")))


def test_a_complaint_has_a_human_with_a_name_and_another_may_take_it_on(people: People) -> None:
    need = people.need(people.raised("complaint", "半夜来电话"))
    assert need.handler_id == people.world.desk.user_id and need.handler_post_id == people.world.desk.post_id
    objection = people.need(people.raised("objection", "我不是密接"))
    assert objection.handler_id == people.county.user_id
    people.do(people.town, actions.take_on, need)
    assert people.need(need.pk).handler_id == people.town.user_id
    with refused("not_allowed"):
        people.do(people.town, actions.take_on, objection)


def test_a_complaint_past_its_day_is_told_to_the_body_above_once(people: People) -> None:
    need = people.need(people.raised("complaint", "没有人答复"))
    people.raised("repair", "灯")
    with clock.at(need.due_at + timedelta(minutes=1)), entered(Scope.system("test")) as scope:
        assert [actions.tell_late(scope.actor) for _ in "12"] == [1, 0]
    (fact,) = FactRow.objects.filter(kind="needs.late")
    assert (fact.subject_id, fact.data["body_id"]) == (need.pk, people.county.body_id)


def test_staff_writes_down_what_is_said_at_the_door_but_a_trio_no_complaint(people: People) -> None:
    world = people.world
    with entered(Scope.of(world.cadre)):
        pk = actions.raise_need(world.cadre, uuid4(), people.resident, "repair", "灯坏了", "door")
        with refused("not_allowed"):
            actions.raise_need(world.cadre, uuid4(), people.resident, "complaint", "态度不好", "door")
    assert people.need(pk).channel == "door"
    with refused("not_allowed"), entered(Scope.of(world.far_cadre)):
        actions.raise_need(world.far_cadre, uuid4(), people.resident, "food")


@pytest.mark.parametrize("kind", CareNeed.Kind.values)
def test_what_must_not_be_forgotten_is_arranged_by_the_trio_once(people: People, kind: str) -> None:
    cadre, person = people.world.cadre, people.resident.person_id
    with entered(Scope.of(cadre)):
        for _ in "12":
            note_need(cadre, uuid4(), person, HERE, people.world.incident.pk, kind, "door")
    (fact,) = FactRow.objects.filter(kind="register.care_need_noted")
    for _ in "12":
        with entered(Scope.system("test")):
            arrange_care(fact)
    rule = rules().care[kind]
    with entered(Scope.of(people.guest)) as scope:
        (mine,) = queries.needs_of(scope, person)
    assert (mine.kind, mine.text, mine.channel, mine.urgent) == (rule.need, rule.text, "care", False)
    assert mine.due_at - mine.raised_at == timedelta(minutes=rule.minutes)
    assert people.world.status(mine.task_id or 0) == "open"


def test_urgent_needs_are_a_fact_of_their_own(people: People) -> None:
    people.raised("medical_trip")
    people.raised("food")
    kinds = list(
        FactRow.objects.filter(kind__startswith="needs.").order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["needs.urgent", "needs.raised"]


def test_history_names_the_resident_himself(people: People) -> None:
    pk = people.raised("complaint", "x")
    with entered(Scope.of(people.world.desk)):
        found = fetch("SELECT move, actor FROM needs_need_transition WHERE subject_id = %s", [pk])
    assert found == [("raise", people.guest.key)]


def test_answers_are_never_changed(people: People) -> None:
    need = people.need(people.raised("food"))
    people.do(people.world.desk, actions.answer, need, "done", "已送")
    with entered(Scope.of(people.world.desk)), pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.update(text="没有说过")


@given(st.sampled_from(sorted(rules().kinds)))
def test_every_kind_has_a_place_to_go_and_a_name_in_both_languages(code: str) -> None:
    from gangmu.casework.rules import KINDS

    kind = rules().kinds[code]
    assert code in Need.Kind.values and kind.name and kind.english
    assert (task_kind(code) in KINDS) == (kind.to == TRIO)


def test_the_readme_draws_the_lifecycle_as_it_is() -> None:
    from pathlib import Path

    from gangmu.governance import needs

    readme = (Path(needs.__file__ or "").parent / "README.md").read_text(encoding="utf-8")
    assert NEED.diagram() in readme


def test_what_follows_from_care_is_said_in_english_too_and_ones_own_words_stay() -> None:
    for care in rules().care.values():
        assert in_english(care.text) == care.english and care.english.isascii()
    assert in_english("家里没有米了") == "家里没有米了"
