"""A trio that lacks one of its three is told once, to the office and the leaders of its town, until it is whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gangmu.command.notices.bulk.telling import tell
from gangmu.command.notices.models import Notice
from gangmu.command.notices.queries import shipped_matrix
from gangmu.command.notices.rules import Window
from gangmu.command.watch import actions
from gangmu.command.watch.models import RedTrio
from gangmu.ground.organization.actions import end_absence, note_absence
from gangmu.ground.organization.models import Absence, Body, Holding, Shift
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.ground.conftest import divisions, ground, trios

__all__ = ["divisions", "ground", "trios"]
TRIO = "441302001001N01"
MINUTE = timedelta(minutes=1)
SYSTEM = Scope.system("test")


def told(at: datetime) -> int:
    """What the job does at a minute."""
    with clock.at(at), entered(SYSTEM) as scope:
        return actions.tell_red_trios(scope.actor)


def facts(kind: str) -> list[FactRow]:
    return list(FactRow.objects.filter(kind=kind).order_by("pk"))


@pytest.fixture
def ill(trios: None) -> tuple[Shift, datetime]:
    """The medic on duty is away for two hours from a minute on."""
    at = clock.now().replace(second=0, microsecond=0) + MINUTE
    shift = Shift.objects.select_related("user").get(body__code=TRIO, post__role="medic", during__contains=at)
    with entered(SYSTEM) as scope:
        note_absence(scope.actor, shift.user, at, at + timedelta(hours=2), "leave")
    return shift, at


def test_a_trio_that_turns_red_is_told_once_until_it_is_whole(ill: tuple[Shift, datetime]) -> None:
    shift, at = ill
    assert told(at - MINUTE) == 0
    assert [told(at + n * MINUTE) for n in range(3)] == [1, 0, 0]
    (fact,) = facts("watch.trio_red")
    assert fact.data == {"body_id": shift.body_id, "roles": ["medic"]}
    Shift.objects.filter(body=shift.body_id, post__role="police").delete()
    assert told(at + 4 * MINUTE) == 0  # another empty seat of the same trio is the same gap
    assert facts("watch.trio_whole") == []
    Body.objects.filter(pk=shift.body_id).update(standing_by=True)
    assert told(at + 5 * MINUTE) == 0
    (whole,) = facts("watch.trio_whole")
    assert whole.subject_id == fact.subject_id
    Body.objects.filter(pk=shift.body_id).update(standing_by=False)
    assert told(at + 6 * MINUTE) == 1


def test_a_filled_seat_ends_the_gap(ill: tuple[Shift, datetime]) -> None:
    shift, at = ill
    told(at)
    with entered(SYSTEM) as scope:
        end_absence(scope.actor, Absence.objects.get(user=shift.user), at)
    assert told(at + MINUTE) == 0
    with entered(SYSTEM):
        assert RedTrio.objects.get().ended_at == at + MINUTE


def test_the_office_and_the_leaders_of_its_town_get_one_digest_each(ill: tuple[Shift, datetime]) -> None:
    _shift, at = ill
    told(at)
    since = at - timedelta(hours=1)
    matrix, window = shipped_matrix(), Window(since, datetime.now(UTC) + timedelta(days=2))
    for code in ("trio_red", "trio_red_leaders"):
        rule = matrix.rule(code)
        assert rule is not None and not rule.urgent
        with entered(SYSTEM):
            for _again in range(2):
                tell(matrix, rule, window, "window", {}, rule.channels, rule.opens)
    with entered(SYSTEM), bulk_role():
        posts = Holding.objects.filter(user__in=Notice.objects.values("user")).values_list(
            "post__body__code", flat=True
        )
        assert set(posts) == {"OFFICE441302001", "LEAD441302001"}
        people = Notice.objects.values_list("user", flat=True)
        assert len(people) == len(set(people))
        assert {notice.fields["count"] for notice in Notice.objects.all()} == {1}


def test_the_database_keeps_one_open_gap_of_a_trio(ill: tuple[Shift, datetime]) -> None:
    shift, at = ill
    told(at)
    with entered(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        RedTrio.objects.create(body_id=shift.body_id, area=0, since=at)
