"""Pushed files between the clerk and the worker: packed, sealed, and whole or nothing."""

from __future__ import annotations

import gzip
import os

import pytest
from django.db import transaction

from gangmu.control.intake.actions import push
from gangmu.control.intake.bulk import spooled
from gangmu.control.intake.models import Batch
from gangmu.control.intake.queries import batch_in, refused_rows, sealed_pieces
from gangmu.control.intake.rules import explain
from gangmu.ground.territory.models import Division
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.crew import HelperFailed
from gangmu.kernel.scope import Scope, entered
from gangmu.kernel.vault import Unsealable
from tests.casework.world import actor, body
from tests.control.intake.conftest import WEST, Intake, person


def test_what_lies_on_the_disk_while_a_file_is_settled_is_sealed(intake: Intake) -> None:
    name, number, *_ = person(1)
    with entered(Scope.system("test")):
        batch = Batch.objects.get(pk=intake.upload([person(1)]))
        with spooled(sealed_pieces(batch)) as (file, source):
            lying = os.pread(file, 1 << 20, 0)
            assert os.fstat(file).st_nlink == 0
            for _ in range(2):
                assert name in gzip.decompress(b"".join(source())).decode()
    assert lying
    assert name.encode() not in lying
    assert number.encode() not in lying


@pytest.mark.parametrize(("worth_helpers", "error"), [(1_000, Unsealable), (0, HelperFailed)])
def test_a_file_of_which_a_byte_was_changed_settles_nothing(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, worth_helpers: int, error: type[Exception]
) -> None:
    batch_id = intake.upload([person(n) for n in range(1, 9)])
    monkeypatch.setattr(push, "WORTH_HELPERS", worth_helpers)
    monkeypatch.setattr(push, "CHUNK", 2)
    with entered(Scope.system("test")), bulk_role():
        kept = bytearray(Batch.objects.get(pk=batch_id).content)
        kept[-1] ^= 1  # of the seal, so that every row could be read
        Batch.objects.filter(pk=batch_id).update(content=bytes(kept))
    with pytest.raises(error), transaction.atomic():
        intake.settle(batch_id)
    assert intake.ledger(batch_id)["received"] == 0
    assert intake.rows(batch_id) == []


def test_a_line_with_a_comma_too_many_is_sent_back_as_it_was(intake: Intake) -> None:
    wide = [*person(1)[:3], "惠州市惠城区甲街道东社区", "3栋501", "密切接触者", "KB-1"]
    batch_id = intake.push([wide, person(2)])
    assert intake.counts(batch_id) == {"tasks": 1, "refused": 1}
    with entered(Scope.of(intake.clerk)) as scope:
        ((row, (problem,)),) = refused_rows(scope, batch_in(scope, batch_id))
    assert (row.number, row.cells) == (2, wide)
    assert explain(problem) == "该行有 7 列，表头有 6 列，可能被截断或多了分隔符。请改正该行。"


def test_of_what_a_preview_quotes_nothing_is_left_when_the_push_is_settled(intake: Intake) -> None:
    wrong = ("王乙", "", "15400000", "", "", "")
    batch_id = intake.upload([wrong, person(1)], unattended=False)
    with entered(Scope.system("test")):
        assert "15400000" in str(Batch.objects.get(pk=batch_id).preview)
        intake.settle(batch_id)
        assert Batch.objects.get(pk=batch_id).preview == {}


def test_nor_is_anything_left_of_a_push_that_the_program_could_not_settle(intake: Intake) -> None:
    batch_id = intake.upload([("王乙", "", "15400000", "", "", "")], unattended=False)
    with entered(Scope.system("test")) as scope:
        push.fail(scope.actor, batch_id)
        assert Batch.objects.get(pk=batch_id).preview == {}


def test_one_file_of_two_territories_is_two_pushes_and_of_one_territory_one(intake: Intake) -> None:
    with entered(Scope.system("test")), bulk_role():
        west = Division.objects.get(code="441302001002")
        western_clerk = actor(body("push_office", "push-west", "西社区推送专班", west), "push_clerk")
    rows = [person(1), person(2, WEST)]
    east = intake.push(rows, actor=intake.eastern_clerk)
    assert intake.upload(rows, actor=intake.eastern_clerk) == east
    assert intake.counts(east) == {"tasks": 1, "handed_over": 1}
    assert intake.counts(intake.push(rows, actor=western_clerk)) == {"merged": 2}
