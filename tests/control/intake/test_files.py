"""Pushed files between the clerk and the worker: packed, sealed, and whole or nothing."""

from __future__ import annotations

import gzip
import os

import pytest
from django.db import transaction

from gangmu.control.intake.actions import push
from gangmu.control.intake.bulk import spooled
from gangmu.control.intake.models import Batch
from gangmu.control.intake.queries import sealed_pieces
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.crew import HelperFailed
from gangmu.kernel.scope import Scope, entered
from gangmu.kernel.vault import Unsealable
from tests.control.intake.conftest import Intake, person


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
