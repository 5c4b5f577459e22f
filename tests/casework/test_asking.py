"""What a protocol pack asks of a category beyond the form: asked once, checked by its kind, kept with the report."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from gangmu.casework import actions, queries
from gangmu.casework.models import Report
from gangmu.kernel.scope import Scope, entered
from tests.casework.test_loop import refused
from tests.casework.world import FOUND, THERE, World, own_pack, seen

EVERY_KIND = [
    {"code": "words", "text": "说明", "english": "words"},
    {"code": "day", "text": "日期", "english": "day", "kind": "date"},
    {"code": "sure", "text": "是否确定", "english": "sure", "kind": "yes_no", "required": True},
    {"code": "pots", "text": "容器数", "english": "pots", "kind": "number"},
    {"code": "where", "text": "何处", "english": "where", "kind": "choice",
     "choices": [{"code": "in", "text": "室内", "english": "indoors"},
                 {"code": "out", "text": "室外", "english": "outdoors"}]},
]  # fmt: skip


def every_kind(world: World) -> AbstractContextManager[World]:
    """A pack that asks every category one question of each kind."""
    bare = [{"code": "other", "name": "其他", "english": "other", "words": ["其他"]}]
    return own_pack(world, questions=EVERY_KIND, categories=bare, measures=[])


def kept() -> list[Any]:
    """What the case keeps of the pack's answers, report by report."""
    with entered(Scope.system("test")):
        return [one.answers.get("asked") for one in Report.objects.order_by("id")]


def asked(world: World, task: int) -> list[str]:
    """The codes of what is asked about a task."""
    with seen(world.police, task) as found:
        return [question.code for question in queries.questions_of(found)]


def test_a_category_is_asked_its_own_questions_without_what_the_lists_have_brought(world: World) -> None:
    bare = world.task()
    told = world.task("居民乙", known={"arrived_at": "2026-11-23T08:00:00+08:00", "origin": "邻省"})
    assert asked(world, bare) == ["arrived_at", "origin", "fever", "net"]
    assert asked(world, told) == ["fever", "net"]


def test_answers_are_kept_with_the_report_as_their_kinds_have_them(world: World) -> None:
    with every_kind(world) as world:
        answers = {"words": " 阳台 ", "day": "2026-11-20", "sure": False, "pots": "3", "where": "out"}
        world.do(world.police, actions.report, world.task(), "found", {**FOUND, "asked": answers})
        assert kept() == [{**answers, "words": "阳台", "pots": 3}]


def test_every_wrong_answer_is_named_at_once_beside_those_of_the_form(world: World) -> None:
    wrong = {"words": "", "day": "soon", "pots": -1, "where": "nowhere", "more": 1}
    with every_kind(world) as world, refused("answers_invalid") as caught:
        world.do(
            world.police, actions.report, world.task(), "found", {"asked": wrong} | FOUND | {"sampled": 7}
        )
    fields = {field for field, _, _ in caught.value.params["errors"]}
    assert fields == {"sampled"} | {
        f"asked.{code}" for code in ("words", "day", "sure", "pots", "where", "more")
    }


def test_a_question_may_stay_open_but_a_required_one_may_not(world: World) -> None:
    with every_kind(world) as world:
        task = world.task()
        with refused("answers_invalid") as caught:
            world.do(world.police, actions.report, task, "found", FOUND)
        assert [field for field, _, _ in caught.value.params["errors"]] == ["asked.sure"]
        world.do(world.police, actions.report, task, "found", {**FOUND, "asked": {"sure": True}})
        assert kept() == [{"sure": True}]


def test_whoever_is_not_found_is_asked_nothing(world: World) -> None:
    with every_kind(world) as world:
        world.do(world.police, actions.report, world.task(), "unreachable", {"tried": ["door"]})
        with refused("answers_invalid"):
            answers = {"tried": ["door"], "asked": {"sure": True}}
            world.do(world.police, actions.report, world.task("居民乙"), "unreachable", answers)


def test_a_report_that_lies_beside_the_case_is_checked_but_nothing_is_insisted_on(world: World) -> None:
    from uuid import uuid4

    with every_kind(world) as world:
        task = world.task()
        world.do(world.police, actions.offer_handover, task, THERE, "人在西社区")
        with entered(Scope.of(world.police)), refused("answers_invalid"):
            answers = {**FOUND, "asked": {"pots": "many"}}
            actions.report_away(world.police, uuid4(), task, "found", answers)
        for answers in ({**FOUND, "asked": {"pots": 3}}, FOUND):
            with entered(Scope.of(world.police)):
                assert actions.report_away(world.police, uuid4(), task, "found", answers).away
        assert kept() == [{"pots": 3}, None]
