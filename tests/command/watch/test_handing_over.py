"""Two people, two signatures, and at every minute somebody who is responsible."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from gangmu.command.watch import actions
from gangmu.command.watch.models import Changeover, Watch
from gangmu.command.watch.queries import timeline
from gangmu.command.watch.rules import SECTIONS, digest_of
from gangmu.kernel import clock
from gangmu.kernel.bulk import run
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.command.watch.conftest import ALL, EIGHT, Office

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_until_the_next_one_signs_the_one_before_stays_responsible(office: Office) -> None:
    pk = office.handed()
    with entered(Scope.of(office.day)):
        assert Watch.objects.get(ends_at=None).user_id == office.day.user_id
    office.do(office.night, actions.accept, office.changeover(pk), ALL, at=EIGHT + 10 * MINUTE)
    with entered(Scope.of(office.day)):
        first, second = Watch.objects.order_by("starts_at")
    assert (first.user_id, second.user_id) == (office.day.user_id, office.night.user_id)
    assert first.ends_at == second.starts_at == EIGHT + 10 * MINUTE and second.ends_at is None
    assert FactRow.objects.filter(kind="watch.taken").count() == 2


def test_nobody_signs_both_sides(office: Office) -> None:
    pk = office.handed()
    with pytest.raises(Refused, match="own_signature"):
        office.do(office.day, actions.accept, office.changeover(pk), ALL)
    with entered(Scope.of(office.day)), pytest.raises(IntegrityError), transaction.atomic():
        Changeover.objects.filter(pk=pk).update(
            status="accepted", accepted_by=office.day.user_id, accepted_at=EIGHT
        )


def test_whoever_takes_it_has_looked_at_every_section(office: Office) -> None:
    pk = office.handed()
    with pytest.raises(Refused) as refused:
        office.do(office.night, actions.accept, office.changeover(pk), {"rows": "", "late": "看过"})
    assert refused.value.params == {"n": len(SECTIONS) - 2}


def test_what_is_signed_does_not_change(office: Office) -> None:
    pk = office.handed()
    with entered(Scope.of(office.day)), pytest.raises(IntegrityError), transaction.atomic():
        Changeover.objects.filter(pk=pk).update(notes="另一句话")
    office.do(office.night, actions.accept, office.changeover(pk), ALL, at=EIGHT + MINUTE)
    with entered(Scope.of(office.day)), pytest.raises(IntegrityError), transaction.atomic():
        Changeover.objects.filter(pk=pk).update(seen={})


def test_the_digest_is_that_of_what_was_signed(office: Office) -> None:
    kept = office.changeover(office.handed())
    assert kept.snapshot is not None and kept.handed_at is not None
    found = digest_of(kept.snapshot, kept.notes, kept.handed_by_id or 0, kept.handed_at)
    assert bytes(kept.digest) == found
    assert found != digest_of(kept.snapshot, "别的", kept.handed_by_id or 0, kept.handed_at)


def test_the_snapshot_names_tasks_and_nobody(office: Office) -> None:
    task = office.world.task("居民丁")
    kept = office.changeover(office.handed(at=clock.now()))
    sections = {s["code"]: s for s in (kept.snapshot or {})["sections"]}
    assert sections["soon"]["count"] + sections["late"]["count"] in (0, 1)
    assert "居民丁" not in str(kept.snapshot)
    assert task


def test_marked_points_are_handed_on_until_they_are_done(office: Office) -> None:
    point = office.do(office.day, actions.raise_point, "十点前回复卫健", EIGHT + HOUR)
    pk = office.handed()
    (listed,) = next(s for s in (office.changeover(pk).snapshot or {})["sections"] if s["code"] == "points")[
        "entries"
    ]
    assert (listed["id"], listed["what"]) == (point, "十点前回复卫健")


def test_who_signs_for_another_says_why(office: Office) -> None:
    office.do(office.day, actions.begin)
    pk = office.do(office.night, actions.draft)
    with pytest.raises(Refused, match="reason_missing"):
        office.do(office.night, actions.hand, office.changeover(pk))
    office.do(office.night, actions.hand, office.changeover(pk), "", "甲班突发疾病送医")
    with pytest.raises(Refused, match="own_signature"):
        office.do(office.night, actions.accept, office.changeover(pk), ALL)


def test_a_signature_may_be_taken_back_and_given_anew(office: Office) -> None:
    pk = office.handed()
    office.do(office.day, actions.reopen, office.changeover(pk))
    with pytest.raises(Refused, match="move_not_possible"):
        office.do(office.night, actions.accept, office.changeover(pk), ALL)
    office.do(office.day, actions.hand, office.changeover(pk), "补充")
    assert office.changeover(pk).notes == "补充"


def test_the_same_command_twice_is_one_changeover(office: Office) -> None:
    office.do(office.day, actions.begin)
    command = uuid4()
    for _ in range(2):
        with entered(Scope.of(office.day)):
            actions.draft(office.day, command)
    assert office.do(office.night, actions.draft) == office.do(office.day, actions.draft)


def test_a_hole_cannot_be_written(office: Office) -> None:
    """Neither a watch that ends without a next one, nor a second open one, nor one that is rewritten."""
    office.handed()
    with (
        pytest.raises(IntegrityError, match="watch_no_hole"),
        entered(Scope.system("test")),
    ):
        Watch.objects.filter(ends_at=None).update(ends_at=EIGHT + HOUR)
        with transaction.atomic():
            connection.check_constraints()
    with entered(Scope.system("test")):
        body, user, post = Watch.objects.values_list("body_id", "user_id", "post_id").get()
    fresh = {"body_id": body, "user_id": user, "post_id": post, "area": office.post.body.lo}
    with entered(Scope.system("test")), pytest.raises(IntegrityError), transaction.atomic():
        Watch.objects.create(**fresh, starts_at=EIGHT + HOUR)
    for change in ({"starts_at": EIGHT}, {"user_id": user}):
        with entered(Scope.system("test")), pytest.raises(ProgrammingError), transaction.atomic():
            Watch.objects.filter(ends_at=None).update(**change)
    with entered(Scope.system("test")), pytest.raises(ProgrammingError), transaction.atomic():
        run("DELETE FROM watch_watch")


def test_the_timeline_shows_every_minute_since_the_first_watch(office: Office) -> None:
    pk = office.handed()
    office.do(office.night, actions.accept, office.changeover(pk), ALL, at=EIGHT + 10 * MINUTE)
    with clock.at(EIGHT + 30 * HOUR), entered(Scope.of(office.day)) as scope:
        shown = timeline(scope, office.post.body_id)
    minutes = [minute for _day, parts in shown.days for s in parts for minute in (s.first, s.last)]
    assert [w.user_id for w in shown.watches] == [office.night.user_id, office.day.user_id]
    assert sum(s.width for _day, parts in shown.days for s in parts) == 31 * 60
    assert min(minutes) == 0 and max(minutes) == 24 * 60


@given(cuts=st.lists(st.integers(1, 600), min_size=1, max_size=6))
def test_the_same_json_has_the_same_digest_in_any_order(cuts: list[int]) -> None:
    ahead = {str(n): n for n in cuts}
    back = dict(reversed(list(ahead.items())))
    assert digest_of(ahead, "", 1, EIGHT) == digest_of(back, "", 1, EIGHT)
    assert digest_of(ahead, "", 1, EIGHT) != digest_of(ahead, "", 2, EIGHT)
