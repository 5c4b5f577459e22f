"""The matrix: what it may say is checked by machine, a city changes it by two persons."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.module_loading import autodiscover_modules
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from gangmu.command.notices import actions
from gangmu.command.notices import reactions as notice_reactions
from gangmu.command.notices.bulk.telling import WHO, tell
from gangmu.command.notices.models import Change
from gangmu.command.notices.queries import matrix_in_force, shipped_matrix
from gangmu.command.notices.rules import FIELDS, Override, Rule, allowed
from gangmu.command.notices.rules.matrix import placeholders
from gangmu.command.notices.states import CHANGE, DELIVERY
from gangmu.ground.organization.models import Body, Holding, Role
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.facts import FACTS
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.reactions import REACTIONS
from tests.casework.world import HERE, actor
from tests.command.notices.conftest import Notices

DIGEST = Override(when="digest", minutes=5, channels=("webpush", "sms"), urgent=False, off=False)
ROWS = shipped_matrix().tell
ROW: dict[str, Any] = {
    "code": "row", "fact": "some.fact", "who": "office", "opens": "/office/", "name": "名", "name_english": "name",
    "title": "题", "title_english": "title", "text": "文", "text_english": "text",
}  # fmt: skip


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.code)
def test_every_text_that_is_shipped_names_numbers_and_bodies_alone(rule: Rule) -> None:
    for text in (rule.title, rule.text, rule.title_english, rule.text_english):
        assert placeholders(text) <= {*FIELDS}
        assert not placeholders(text) & {"name", "phone", "address", "person", "document", "note", "reason"}
    assert placeholders(rule.text) == placeholders(rule.text_english)


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.code)
def test_every_row_means_somebody_whom_a_statement_finds_and_roles_that_there_are(rule: Rule) -> None:
    assert rule.who == "groups" or rule.who.startswith("leaders_of_") or rule.who in WHO
    assert set(rule.roles) <= set(Role.values)


@pytest.mark.parametrize("rule", ROWS, ids=lambda rule: rule.code)
def test_every_row_is_about_something_that_happens(rule: Rule) -> None:
    """A fact that tells at once needs a reaction too; a slot of the day is told by its job."""
    autodiscover_modules("facts")  # whatever else this session has imported
    if not rule.fact.startswith("intake.slot"):
        assert rule.fact in FACTS
        reactions = {kind.kind: found for kind, found in REACTIONS.items()}
        assert rule.when != "at_once" or notice_reactions.tell in tuple(reactions.get(rule.fact, ()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "{name}"},
        {"text_english": "{count.__class__}"},
        {"fields": ("name",), "text": "{name}"},
        {"fields": ("body",)},
        {"count": "person_id"},
        {"when": "digest"},
        {"when": "digest", "minutes": 7},
        {"minutes": 5},
        {"channels": ("group",)},
        {"who": "groups", "channels": ("sms",)},
        {"when": "slot", "opens": "/tasks/{subject}/"},
        {"opens": "https://elsewhere.test/"},
        {"who": "everybody"},
    ],
)
def test_a_row_that_says_too_much_or_does_not_hold_together_is_refused(wrong: dict[str, Any]) -> None:
    Rule.model_validate(ROW)
    with pytest.raises(ValidationError):
        Rule.model_validate({**ROW, **wrong})


@given(value=st.text(min_size=1, max_size=8))
def test_a_field_of_a_fact_holds_a_number_or_a_word_of_a_closed_set(value: str) -> None:
    for name in FIELDS.keys() - {"body"}:
        if allowed(name, value):
            assert value.removeprefix("-").isdecimal() or value in (
                "urgent", "trio", "office", "town", "county", "city", "routine", "emergency",
            ) or name in ("slot", "day")  # fmt: skip


def test_the_moves_are_those_of_the_diagrams() -> None:
    assert {target for _source, target, _move in DELIVERY.edges()} == {
        "queued",
        "sent",
        "delivered",
        "failed",
    }
    assert CHANGE.open_moves("refused") == []


@pytest.fixture
def other(notices: Notices) -> Actor:
    """Another who leads the city."""
    with entered(Scope.system("test")), bulk_role():
        return actor(Body.objects.get(pk=notices.leader.body_id), "inspector")


def proposed(who: Actor, value: Override = DIGEST, code: str = "new_doors") -> int:
    with entered(Scope.of(who)):
        return actions.propose(who, uuid4(), code, value, "晚间名单分多次到达")


def reviewed(who: Actor, change: int, *, approve: bool = True) -> None:
    with entered(Scope.of(who)):
        actions.review(who, uuid4(), change, approve=approve)


def test_a_change_is_in_force_when_another_has_approved_it(notices: Notices, other: Actor) -> None:
    change = proposed(notices.leader)
    with pytest.raises(Refused, match="own_proposal"):
        reviewed(notices.leader, change)
    rule = matrix_in_force().rule("new_doors")
    assert rule and rule.when == "at_once"
    reviewed(other, change)
    rule = matrix_in_force().rule("new_doors")
    assert rule and (rule.when, rule.minutes, rule.channels) == ("digest", 5, ("webpush", "sms"))
    again = proposed(notices.leader, DIGEST.model_copy(update={"off": True}))
    reviewed(other, again)
    assert matrix_in_force().of("intake.push_settled") == [matrix_in_force().rule("doubtful_rows")]
    assert sorted(Change.objects.values_list("status", flat=True)) == ["approved", "ended"]


def test_a_refused_change_changes_nothing_and_is_settled(notices: Notices, other: Actor) -> None:
    change = proposed(notices.leader)
    reviewed(other, change, approve=False)
    assert matrix_in_force() == shipped_matrix()
    with pytest.raises(Refused, match="move_not_possible"):
        reviewed(other, change)


@pytest.mark.parametrize(
    ("code", "value", "refusal"),
    [
        ("nothing", DIGEST, "not_found"),
        ("slot", DIGEST, "rule_impossible"),
        ("new_doors", DIGEST.model_copy(update={"minutes": 7}), "rule_impossible"),
    ],
)
def test_an_impossible_change_is_refused(notices: Notices, code: str, value: Override, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        proposed(notices.leader, value, code)


def test_who_does_not_lead_the_city_proposes_nothing(notices: Notices) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        proposed(notices.intake.eastern_clerk)


def test_the_database_lets_nobody_approve_his_own(notices: Notices) -> None:
    change = proposed(notices.leader)
    with entered(Scope.of(notices.leader)), pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change).update(status="approved", reviewed_by=notices.leader.user_id)


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("office", ["desk", "comparer", "gatekeeper"]),
        ("push_office", ["leader", "push_clerk", "push_clerk"]),
        ("body", ["cadre", "police"]),
        ("named", ["police"]),
        ("below", ["cadre", "police", "push_clerk"]),
        ("leaders_of_city", []),
        ("headrope", ["cadre", "police"]),
        ("owner_of_task", ["cadre", "police"]),
    ],
)
def test_every_word_for_whom_finds_them(notices: Notices, who: str, told: list[str]) -> None:
    """A fact about a task in the eastern village, which names its trio and its police officer."""
    world = notices.intake.world
    rule = Rule.model_validate({**ROW, "who": who, "named": "user_id" if who == "named" else ""})
    data = {"body_id": world.cadre.body_id, "user_id": world.police.user_id, "level": "trio"}
    with entered(Scope.system("test")):
        village = HERE // 10**6 * 10**6
        fact = FactRow.objects.create(
            kind="some.fact", subject_id=world.task(), area=village, data=data, actor="x", at=clock.now()
        )
        tell(shipped_matrix(), rule, fact.pk, "x", {}, (), "/")
    with entered(Scope.system("test")), bulk_role():
        users = [notice.user_id for notice in notices.notices()]
        found = Holding.objects.filter(user_id__in=users).values_list("post__role", flat=True)
        assert sorted(found) == sorted(told)


def test_a_fact_is_told_to_the_work_groups_on_whose_ground_it_happened(notices: Notices) -> None:
    with entered(Scope.system("test")):
        bodies = {body.code: body for body in Body.objects.all()}
    here, city = notices.bind(bodies["441302001001"], "东"), notices.bind(bodies["push-441300000000"], "市")
    notices.bind(bodies["441302001002"], "西")
    rule = Rule.model_validate({**ROW, "who": "groups", "channels": ("group",)})
    with entered(Scope.system("test")):
        fact = FactRow.objects.create(
            kind="some.fact", subject_id=1, area=HERE, data={}, actor="x", at=clock.now()
        )
        for _ in range(2):
            tell(shipped_matrix(), rule, fact.pk, "x", {}, (), "/")
    assert sorted(n.group_id or 0 for n in notices.notices()) == sorted((here.pk, city.pk))
    assert len(notices.deliveries("dingtalk")) == 2
