"""What a desk decides about a row that waits, and that the ledger follows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError

from gangmu.control.intake import actions
from gangmu.control.intake.actions import push
from gangmu.control.intake.queries import batch_in, identity_pairs, next_waiting, refused_rows
from gangmu.ground.register.models import Person
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Scope, entered
from gangmu.kernel.vault import vault
from tests.casework.test_merging import answered, asked
from tests.casework.world import HERE
from tests.control.intake.conftest import EAST, Intake, document, person

UNKNOWN = "惠州市惠城区甲街道鹅城里小院"


def decided(intake: Intake, action: Any, batch: int, *args: Any, **more: Any) -> str:
    """The desk decides about the one row that waits."""
    (row,) = [row for row in intake.rows(batch) if row.outcome == "waiting"]
    desk = intake.world.desk
    with entered(Scope.of(desk)):
        return str(action(desk, uuid4(), row.pk, *args, **more))


def test_a_placed_row_becomes_a_task(intake: Intake) -> None:
    batch = intake.push([person(1, UNKNOWN), person(2)])
    assert intake.counts(batch) == {"tasks": 1, "waiting": 1}
    assert decided(intake, actions.decide_place, batch, HERE) == "task"
    assert intake.counts(batch) == {"tasks": 2}


def test_a_placed_row_keeps_the_reference_of_its_source(intake: Intake) -> None:
    batch = intake.push([person(1, UNKNOWN, ref="KB-1")])
    decided(intake, actions.decide_place, batch, HERE)
    assert [row.source_ref for row in intake.rows(batch)] == ["KB-1"]


def test_what_the_desk_has_learnt_places_the_next_row_by_itself(intake: Intake) -> None:
    batch = intake.push([person(1, UNKNOWN)])
    decided(intake, actions.decide_place, batch, HERE, learn="鹅城里小院")
    assert intake.counts(intake.push([person(2, UNKNOWN + "2号")])) == {"tasks": 1}


def test_a_row_outside_goes_into_the_export(intake: Intake) -> None:
    batch = intake.push([person(1, UNKNOWN)])
    assert decided(intake, actions.decide_outside, batch) == "out_of_city"
    assert intake.counts(batch) == {"out_of_city": 1}


def test_a_row_sent_back_is_refused_with_the_reason(intake: Intake) -> None:
    batch = intake.push([person(1, UNKNOWN)])
    assert decided(intake, actions.refuse_row, batch, "查无此地") == "refused"
    assert intake.counts(batch) == {"refused": 1}
    assert any("查无此地" in str(reason) for reason in intake.rows(batch)[0].reasons)


def test_somebody_known_without_a_document_who_comes_with_one_is_decided_at_the_desk(intake: Intake) -> None:
    intake.push([("李甲", "", "15400000001", EAST, "")])
    batch = intake.push([person(1, name="李甲", phone="15400000001")])
    known = intake.rows(batch)[0].candidates[0]["person"]
    assert decided(intake, actions.decide_identity, batch, known) == "merged"


@pytest.mark.parametrize("many", [1, 20])
def test_a_document_known_under_another_name_is_decided_at_the_desk(
    intake: Intake, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "WORTH_HELPERS", 10)  # twenty rows go through helpers, in slices
    intake.push([person(1, name="李甲")])
    batch = intake.push([person(1, name="赵钱孙"), *(person(n) for n in range(2, 1 + many))])
    assert decided(intake, actions.decide_identity, batch, None) == "task"


def test_the_same_person_is_folded_into_his_open_check(intake: Intake) -> None:
    intake.push([person(1, name="李甲", phone="15400000001")])
    batch = intake.push([("李甲", "", "15400000001", EAST, "")])
    known = intake.rows(batch)[0].candidates[0]["person"]
    assert decided(intake, actions.decide_identity, batch, known) == "merged"
    assert intake.counts(batch) == {"merged": 1}


def test_somebody_else_gets_a_check_of_his_own(intake: Intake) -> None:
    intake.push([person(1, name="李甲", phone="15400000001")])
    batch = intake.push([("李甲", "", "15400000001", EAST, "")])
    assert decided(intake, actions.decide_identity, batch, None) == "task"
    assert intake.counts(batch) == {"tasks": 1}


def known_by_phone(intake: Intake) -> tuple[int, int]:
    """Somebody without a document, and a batch with a row that waits since it may be he, with one; his id first."""
    intake.push([("李甲", "", "15400000001", EAST, "")], slot="10:00")
    batch = intake.push([person(1, name="李甲", phone="15400000001")], slot="12:00")
    (row,) = intake.rows(batch)
    return row.candidates[0]["person"], batch


def test_somebody_known_without_a_document_has_the_one_that_his_row_came_with(intake: Intake) -> None:
    known, batch = known_by_phone(intake)
    decided(intake, actions.decide_identity, batch, known)
    with entered(Scope.system("test")):
        found = Person.objects.get(pk=known)
    assert (found.document_kind, vault().open("document", found.document_sealed)) == (
        "resident_id",
        document(1),
    )
    assert (found.sex, str(found.birth_date)) == ("m", "1980-01-01")
    again = intake.push([person(1, EAST, name="李甲", phone="15400000009")], slot="15:00")
    assert intake.counts(again) == {"merged": 1}
    assert intake.rows(again)[0].person_id == known


def test_a_document_that_became_somebody_elses_while_the_row_waited_stays_his(intake: Intake) -> None:
    known, batch = known_by_phone(intake)
    intake.push([person(1, name="李甲", phone="15400000009")], slot="15:00")
    assert decided(intake, actions.decide_identity, batch, known) == "merged"
    with entered(Scope.system("test")):
        assert Person.objects.get(pk=known).document_hash is None
        assert Person.objects.exclude(document_hash=None).count() == 1


def test_who_a_waiting_row_may_be_is_offered_still_when_he_turns_out_to_be_another(intake: Intake) -> None:
    gone, batch = known_by_phone(intake)
    survivor = intake.world.person("李甲", HERE, document=document(2))
    answered(intake.world.desk, asked(gone, survivor), same=True)
    with entered(Scope.of(intake.world.desk)) as scope:
        waiting = next_waiting(scope)
        assert waiting and [one.pk for one in identity_pairs(scope, waiting)] == [survivor]
    assert decided(intake, actions.decide_identity, batch, survivor) == "merged"
    assert intake.rows(batch)[0].person_id == survivor


def test_a_row_sent_back_says_in_its_columns_what_it_said(intake: Intake) -> None:
    header = "姓名,证件号码,联系电话,备用电话,市,区县,乡镇街道,现住址,性别,年龄,风险类别"
    row = "李甲,,15400000001,15400000002,惠州市,惠城区,甲街道,鹅城里小院,女,37,密切接触者"
    clerk = intake.clerk
    with entered(Scope.of(clerk)) as scope:
        data = f"{header}\n{row}\n".encode()
        one = actions.upload(clerk, uuid4(), intake.world.incident, "18:00", "list.csv", data)
        actions.commit(clerk, uuid4(), actions.prepare(clerk, batch_in(scope, one), unattended=True))
    intake.settle(one)
    decided(intake, actions.refuse_row, one, "查无此地")
    with entered(Scope.of(clerk)) as scope:
        ((back, _problems),) = refused_rows(scope, batch_in(scope, one))
    whole = row.replace("惠州市,惠城区,甲街道,鹅城里小院", f",,,{UNKNOWN}")
    assert [cell.removeprefix("+86") for cell in back.cells] == whole.split(",")


def test_nobody_counts_the_rows_of_a_batch_but_their_own_trigger(intake: Intake) -> None:
    batch = intake.push([person(1)])
    with pytest.raises(DatabaseError, match="permission denied"), entered(Scope.of(intake.world.desk)):
        fetch("SELECT intake_count(%s, %s::jsonb)", [batch, '{"task": 500}'])
    assert intake.counts(batch) == {"tasks": 1}
