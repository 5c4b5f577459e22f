"""What becomes of the rows of a push: every row exactly one outcome, one person one open check."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangmu.casework.models import Task
from gangmu.control.intake.actions import push, reading
from gangmu.control.intake.models import Batch
from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scope, entered
from tests.control.intake.conftest import EAST, WEST, Intake, Said, document, person

OUTSIDE = "湖南省长沙市岳麓区橘子洲街道"


def mixed() -> list[Said]:
    """A row of every kind."""
    return [
        person(1),
        person(2, WEST),
        person(1, WEST),
        person(3, OUTSIDE),
        ("", "", "15400000009", EAST, ""),
        person(4, "惠州市惠城区甲街道"),
    ]


def tasks() -> list[Task]:
    """All tasks."""
    with entered(Scope.system("test")):
        return list(Task.objects.order_by("id"))


def test_every_row_comes_to_one_outcome_and_the_ledger_balances(intake: Intake) -> None:
    batch = intake.push(mixed())
    assert intake.counts(batch) == {"tasks": 2, "merged": 1, "out_of_city": 1, "refused": 1, "waiting": 1}
    assert [row.outcome for row in intake.rows(batch)] == [
        "task", "task", "merged", "out_of_city", "refused", "waiting"
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(intake: Intake) -> None:
    first = intake.push(mixed())
    before = intake.ledger(first), len(tasks())
    assert intake.push(mixed()) == first
    assert not intake.settle(first)
    assert (intake.ledger(first), len(tasks())) == before


def test_a_second_list_joins_the_open_check_and_is_credited(intake: Intake) -> None:
    intake.push([person(1), person(2)])
    again = intake.push([person(1, WEST), person(2), person(3)])
    assert intake.counts(again) == {"tasks": 1, "merged": 2}
    assert [task.sources for task in tasks()] == [2, 2, 1]


def test_a_later_row_that_knows_the_phone_completes_a_person_without_one(intake: Intake) -> None:
    name, number, phone, *rest = person(1)
    intake.push([(name, number, "", *rest), (name, number, phone, *rest)])
    with entered(Scope.system("test")):
        assert Person.objects.get().phone_mask.endswith(phone[-4:])


def test_a_row_that_joins_a_check_keeps_the_reference_of_its_source(intake: Intake) -> None:
    first = intake.push([person(1, ref="KB-1"), person(1, ref="KB-2")])
    again = intake.push([person(1, ref="YD-9"), person(2, "惠州市惠城区甲街道", ref="YD-10")])
    kept = {row.source_ref: row.outcome for batch in (first, again) for row in intake.rows(batch)}
    assert kept == {"KB-1": "task", "KB-2": "merged", "YD-9": "merged", "YD-10": "waiting"}


def test_a_wrong_document_never_merges(intake: Intake) -> None:
    right = document(1)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    batch = intake.push(
        [person(1), ("李丙", wrong, "15400000777", EAST, ""), ("李丁", wrong, "15400000778", EAST, "")]
    )
    assert intake.counts(batch) == {"tasks": 3}
    assert len({row.person_id for row in intake.rows(batch)}) == 3


def test_same_name_and_phone_without_a_document_wait_for_a_human(intake: Intake) -> None:
    intake.push([person(1, name="李甲", phone="15400000001")])
    batch = intake.push([("李甲", "", "15400000001", EAST, "")])
    (row,) = intake.rows(batch)
    assert (row.outcome, row.match) == ("waiting", "identity")
    assert row.candidates[0]["person"] and "identity_candidate" in row.reasons


@pytest.mark.parametrize(
    ("one", "other", "address"),
    [
        ("", "", "12号"),
        ("", "", ""),
        ("15400000001", "", ""),
        ("15400000001", "15400000002", "3栋501"),
    ],
)
def test_the_same_name_at_the_same_door_without_a_document_waits_for_a_human(
    intake: Intake, one: str, other: str, address: str
) -> None:
    rows = [("李甲", "", phone, EAST + address, "") for phone in (one, other)]
    together = intake.push(rows)
    assert intake.counts(together) == {"tasks": 1, "waiting": 1}
    again = intake.push([(*rows[1][:4], "境外来惠人员")])
    for batch in (together, again):
        row = intake.rows(batch)[-1]
        assert (row.outcome, row.match) == ("waiting", "identity")
        assert row.candidates[0]["person"]
        assert set(row.reasons) & {"identity_at_door", "identity_candidate"}


def test_people_of_one_name_in_one_village_with_phones_of_their_own_are_two(intake: Intake) -> None:
    village = EAST.removesuffix("3栋501")
    batch = intake.push([("李甲", "", phone, village, "") for phone in ("15400000001", "15400000002")])
    assert intake.counts(batch) == {"tasks": 2}


def test_a_shared_phone_is_not_a_shared_person(intake: Intake) -> None:
    batch = intake.push([person(1, phone="15400000001"), person(2, phone="15400000001")])
    assert intake.counts(batch) == {"tasks": 2}


def test_one_number_with_two_names_waits_for_a_human(intake: Intake) -> None:
    intake.push([person(1, name="李甲")])
    batch = intake.push([person(1, name="赵钱孙")])
    (row,) = intake.rows(batch)
    assert (row.outcome, row.match, row.person_id) == ("waiting", "identity", None)
    assert "identity_conflict" in row.reasons


def test_a_list_that_cannot_be_settled_is_rejected_with_words_and_nothing_of_it_has_happened(
    intake: Intake,
) -> None:
    batch_id = intake.upload([person(1), person(2)])
    with entered(Scope.system("test")) as scope:
        push.fail(scope.actor, batch_id)
        batch = Batch.objects.get(pk=batch_id)
        assert (batch.status, (batch.problem or {})["code"]) == ("rejected", "push_failed")
    assert not intake.settle(batch_id)
    assert (intake.counts(batch_id), tasks()) == ({}, [])


def test_rows_beyond_the_territory_of_the_clerk_are_handed_over(intake: Intake) -> None:
    batch = intake.push([person(1), person(2, WEST)], actor=intake.eastern_clerk)
    assert intake.counts(batch) == {"tasks": 1, "handed_over": 1}
    assert len({task.owner_id for task in tasks()}) == 2


def test_a_push_is_the_same_as_its_rows_one_by_one(intake: Intake) -> None:
    rows = [person(n, EAST if n % 2 else WEST) for n in range(1, 7)]
    rows += [person(3, WEST), person(8, OUTSIDE), person(9, "惠州市惠城区甲街道"), person(9, EAST)]
    others = [
        (name, document(n + 500), phone[:-3] + "999", *rest)
        for n, (name, _, phone, *rest) in zip((1, 2, 3, 4, 5, 6, 3, 8, 9, 9), rows, strict=True)
    ]
    together = what_became([intake.push(rows)], intake)
    alone = what_became([intake.push([row]) for row in others], intake)
    assert Counter(alone) == Counter(together)


def test_who_loses_his_speaker_to_a_conflict_has_a_check_of_his_own(intake: Intake) -> None:
    intake.push([person(1, name="李甲")])
    with entered(Scope.system("test")):
        Task.objects.update(status="cancelled")
    batch = intake.push([person(1, name="赵钱孙"), person(1, WEST, name="李甲")])
    assert [(row.outcome, row.task_id is None) for row in intake.rows(batch)] == [
        ("waiting", True),
        ("task", False),
    ]


def test_helpers_see_in_a_file_what_one_process_sees(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = [("", "", "", "", ""), ("?", "1", "2", EAST, "")]
    rows = [one for n in range(20) for one in (person(n), *bad)]
    seen = []
    for worth in (1_000_000, 0):
        monkeypatch.setattr(reading, "WORTH_HELPERS", worth)
        with transaction.atomic(), entered(Scope.system("test")):
            seen.append(Batch.objects.get(pk=intake.upload(rows, unattended=False)).preview)
            transaction.set_rollback(True)
    alone, helped = seen
    assert helped == alone
    assert alone["refused"] and alone["problems"]


def test_a_file_that_nobody_looks_at_beforehand_is_counted_and_its_rows_are_checked_once(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [person(1), ("?", "", "", EAST, "")]
    for worth in (1_000_000, 0):
        monkeypatch.setattr(reading, "WORTH_HELPERS", worth)
        with transaction.atomic(), entered(Scope.system("test")):
            preview = Batch.objects.get(pk=intake.upload(rows)).preview
            transaction.set_rollback(True)
        assert (preview["rows"], "refused" in preview) == (2, False)
    assert [row.outcome for row in intake.rows(intake.push(rows))] == ["task", "refused"]


def test_a_file_that_helpers_cannot_read_is_refused_with_its_reason(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WORTH_HELPERS", 0)
    batch_id = intake.upload([person(1)], note='"')
    with entered(Scope.system("test")):
        batch = Batch.objects.get(pk=batch_id)
    assert (batch.status, batch.problem["code"]) == ("rejected", "file_quote_open")


def what_became(batches: list[int], intake: Intake) -> list[tuple[object, ...]]:
    """Outcome, place and how often the task was credited, of every row."""
    sources = {task.pk: task.sources for task in tasks()}
    return [
        (row.outcome, row.area if row.outcome == "task" else 0, sources.get(row.task_id))
        for batch in batches
        for row in intake.rows(batch)
    ]


PEOPLE = st.integers(1, 5)
PLACES = st.sampled_from((EAST, WEST, OUTSIDE, "惠州市惠城区甲街道", "", "不详"))
LINES = st.builds(person, PEOPLE, PLACES) | st.builds(
    lambda n, place: (person(n)[0], "", person(n)[2], place, ""), PEOPLE, PLACES
)


def said(number: int, address: str, name: str, phone: str, *, documented: bool) -> Said:
    """A row about a person, perhaps under another name, another's phone, or without a document."""
    name, paper, *rest = person(number, address, name, phone)
    return name, paper if documented else "", *rest


SAID = st.builds(
    said,
    PEOPLE,
    PLACES,
    st.sampled_from(("", "李甲", "赵钱孙")),
    st.sampled_from(("", "15400000001")),
    documented=st.booleans(),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(SAID, max_size=3), rows=st.lists(SAID, min_size=1, max_size=14), helpers=st.integers(1, 2)
)
def test_a_list_settled_in_slices_by_helpers_comes_to_what_it_comes_to_at_once(
    intake: Intake, before: list[Said], rows: list[Said], helpers: int
) -> None:
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(push, "CHUNK", 2)
        patch.setattr(push, "BESIDE", helpers)
        for worth in (len(rows), 0):
            with transaction.atomic():
                if before:
                    intake.push(before, "before")
                patch.setattr(push, "WORTH_HELPERS", worth)
                found.append(everything(intake, intake.push(rows, "now")))
                patch.setattr(push, "WORTH_HELPERS", 1_000)
                transaction.set_rollback(True)
    at_once, in_slices = found
    assert in_slices == at_once


def everything(intake: Intake, batch: int) -> list[tuple[object, ...]]:
    """What became of every row, without the ids: people by name, tasks by all that was written into them."""
    with entered(Scope.system("test")):
        people = {one.pk: (one.name, one.document_mask, one.phone_mask) for one in Person.objects.all()}
        checks = {one.pk: (one.name, one.area, one.address, one.sources) for one in Task.objects.all()}
    return [
        (
            row.number, row.outcome, row.area, row.name, row.match, row.reasons, people.get(row.person_id),
            checks.get(row.task_id), [people.get(c["person"]) for c in row.candidates if "person" in c],
            bool(row.sealed),
        )
        for row in intake.rows(batch)
    ]  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=st.lists(st.lists(LINES, min_size=1, max_size=8), min_size=1, max_size=3))
def test_whatever_is_pushed_balances_and_nobody_has_two_open_checks(
    intake: Intake, lists: list[list[Said]]
) -> None:
    for rows in lists:
        intake.ledger(intake.push(rows))
    with entered(Scope.system("test")):
        checked = Counter(task.person_id for task in tasks())
        assert all(n == 1 for n in checked.values())
        documents = Counter(bytes(p.document_hash) for p in Person.objects.all() if p.document_hash)
        assert all(n == 1 for n in documents.values())
