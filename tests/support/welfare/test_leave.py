"""Sick leave that was granted owes a visit; nothing else about a leave does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.duty.facts import LeaveDecided
from gangmu.ground.duty.models import Leave
from gangmu.kernel import clock
from gangmu.kernel.facts import react_to, record
from gangmu.kernel.scope import Scope, entered
from gangmu.support.welfare.models import Visit
from tests.support.welfare.conftest import Care


@pytest.mark.parametrize(
    ("kind", "status", "because"),
    [
        ("sick", "approved", ["ill"]),
        ("injury", "approved", ["injured"]),
        ("sick", "refused", []),
        ("annual", "approved", []),
    ],
)
def test_whoever_is_ill_is_to_be_visited_once(care: Care, kind: str, status: str, because: list[str]) -> None:
    member, now = care.member(care.world.cadre), clock.now()
    with entered(Scope.system("test")) as scope:
        leave = Leave.objects.create(
            area=member.area, user_id=member.user_id, kind=kind, asked_at=now,
            during=DateTimeTZRange(now, now + timedelta(days=2)),
        )  # fmt: skip
        decided = Leave.objects.filter(pk=leave.pk)
        decided.update(status=status, decided_by=care.leader.user_id, decided_at=now, answer="-")
        facts = record(scope.actor, *[LeaveDecided(leave.pk, leave.area, member.user_id, status, 0)] * 2)
    for fact in facts:
        react_to(fact)
    with entered(Scope.of(care.leader)):
        assert [visit.because for visit in Visit.objects.all()] == because
