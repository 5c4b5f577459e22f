"""However a register is cut, stopped, killed and begun again, it leaves the same, and its ledger balances."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.control.roster import actions
from gangmu.control.roster.actions import running
from gangmu.control.roster.models import Import, Piece
from gangmu.control.roster.queries import import_in
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.control.roster.conftest import EAST, WEST, Roster, Said, register, resident

DOORS = (("东街1号", EAST), ("东街2号", EAST), ("西街8号", WEST))


@st.composite
def lines(draw: Any) -> Said:
    """A line about one of few people, at one of few doors, with or without what he has."""
    number = draw(st.integers(1, 5))
    door, code = draw(st.sampled_from(DOORS))
    other: dict[str, str] = {}
    if draw(st.integers(0, 3)) == 0:
        other["document"] = ""
    if draw(st.integers(0, 4)) == 0:
        other["phone"] = ""
    if draw(st.integers(0, 6)) == 0:
        other["name"] = draw(st.sampled_from(("王大有", "赵小")))
    if draw(st.integers(0, 9)) == 0:
        code = draw(st.sampled_from(("441302001009", "")))
    return resident(number, door, code, **other)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=st.lists(lines(), max_size=5), rows=st.lists(lines(), max_size=14))
def test_slices_leave_what_line_by_line_leaves(roster: Roster, known: list[Said], rows: list[Said]) -> None:
    found = []
    for chunk in (1, 2, 100):
        with transaction.atomic():
            roster.take(register(known), 1)
            one = roster.take(register(rows), chunk)
            found.append((roster.counts(one), roster.everything()))
            transaction.set_rollback(True)
    assert found[1] == found[0]
    assert found[2] == found[0]


def test_who_has_just_moved_out_is_not_whom_the_next_line_at_his_old_door_names(roster: Roster) -> None:
    """By name alone somebody lives there: whether it is he, who has moved two lines above, a human has to say."""
    known = register([resident(1, "东街2号", EAST)])
    rows = register([resident(1, "东街1号", EAST), resident(1, "东街2号", EAST, document="")])
    assert at_once_as_line_by_line(roster, known, rows) == {"changed": 1, "questioned": 1}


def at_once_as_line_by_line(roster: Roster, known: bytes, rows: bytes) -> dict[str, int]:
    """What becomes of the lines, which is the same either way."""
    found = []
    for chunk in (1, 100):
        with transaction.atomic():
            roster.take(known)
            one = roster.take(rows, chunk)
            found.append((roster.counts(one), roster.everything()))
            transaction.set_rollback(True)
    assert found[1] == found[0]
    return found[0][0]


def test_the_ledger_balances_after_every_slice_and_tells_how_far_it_is(
    roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = register([resident(number) for number in range(1, 10)])
    one, seen = roster.upload(data), []
    settle = running.settle_slice

    def looking(*args: Any) -> dict[str, int]:
        now = roster.of(one.pk)
        seen.append((now.line, now.received, now.offset))
        return settle(*args)

    monkeypatch.setattr(running, "settle_slice", looking)
    assert roster.run(one.pk, 2)
    now = roster.of(one.pk)
    assert [line for line, _, _ in seen] == [0, 4, 8]
    assert [received for _, received, _ in seen] == [0, 3, 7]
    assert (now.line, now.received, now.offset) == (10, 9, len(data))


def test_no_ledger_is_kept_that_does_not_balance(roster: Roster) -> None:
    one = roster.upload(register([resident(1)]))
    with pytest.raises(IntegrityError, match="import_balances"), entered(Scope.system("test")), bulk_role():
        Import.objects.filter(pk=one.pk).update(received=1)


def test_a_stopped_import_goes_on_where_it_stood(roster: Roster, monkeypatch: pytest.MonkeyPatch) -> None:
    one = roster.upload(register([resident(number) for number in range(1, 10)]))
    settle = running.settle_slice

    def stopping(*args: Any) -> dict[str, int]:
        actions.stop(roster.clerk, roster.of(one.pk))
        return settle(*args)

    monkeypatch.setattr(running, "settle_slice", stopping)
    assert not roster.run(one.pk, 2)
    monkeypatch.undo()
    stopped = roster.of(one.pk)
    assert (stopped.status, stopped.received) == ("stopped", 3)
    assert not roster.run(one.pk)
    with entered(Scope.of(roster.clerk)) as scope:
        actions.resume(roster.clerk, uuid4(), import_in(scope, one.pk))
    assert roster.run(one.pk)
    assert roster.counts(roster.of(one.pk)) == {"created": 9}


def test_a_file_taken_back_is_destroyed_and_what_it_brought_stays(roster: Roster) -> None:
    one = roster.upload(register([resident(1)]))
    with entered(Scope.of(roster.clerk)) as scope:
        with pytest.raises(Refused, match="move_not_possible"):
            actions.withdraw(roster.clerk, import_in(scope, one.pk))
        actions.stop(roster.clerk, import_in(scope, one.pk))
        actions.withdraw(roster.clerk, import_in(scope, one.pk))
        assert not Piece.objects.filter(source=one.pk).exists()
    assert roster.of(one.pk).status == "withdrawn"


def test_a_file_that_comes_again_before_it_is_done_is_the_same_import(roster: Roster) -> None:
    data = register([resident(1)])
    assert roster.upload(data).pk == roster.upload(data).pk


def test_a_done_file_is_destroyed(roster: Roster) -> None:
    one = roster.take(register([resident(1)]))
    with entered(Scope.system("test")):
        assert not Piece.objects.filter(source=one).exists()


def test_a_slice_that_fails_takes_nothing_and_the_next_try_goes_on(
    committed: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = committed.upload(register([resident(number) for number in range(1, 10)]))
    settle = running.settle_slice

    def failing(*args: Any) -> dict[str, int]:
        found = settle(*args)
        if committed.of(one.pk).received:
            raise OSError
        return found

    monkeypatch.setattr(running, "settle_slice", failing)
    with pytest.raises(OSError):
        committed.run(one.pk, 2)
    monkeypatch.undo()
    assert committed.of(one.pk).received == 3
    assert len(committed.homes()) == 3
    assert committed.run(one.pk)
    assert committed.counts(committed.of(one.pk)) == {"created": 9}


KILLED = """
import os, signal
import django
django.setup()
from gangmu.control.roster.actions import running
from gangmu.kernel.scope import Scope
settle, slices = running.settle_slice, []
def killing(*args):
    found = settle(*args)
    slices.append(found)
    if len(slices) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return found
running.settle_slice, running.WORTH_HELPERS = killing, 0
running.run(Scope.system("killed").actor, {one}, 50)
"""


def test_a_worker_that_is_killed_in_a_slice_loses_that_slice_only(committed: Roster) -> None:
    one = committed.upload(register([resident(number) for number in range(1, 500)]))
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(one=one.pk)], env=dict(os.environ), check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert committed.of(one.pk).received == 199
    assert committed.run(one.pk, 50)
    assert committed.counts(committed.of(one.pk)) == {"created": 499}
    assert len(committed.homes()) == 499
