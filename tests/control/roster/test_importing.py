"""A register taken in: who is new, who has moved, who is asked about, who goes back."""

from __future__ import annotations

import pytest

from tests.control.roster.conftest import EAST, HEADER, WEST, Roster, register, resident


def test_residents_get_a_home_each_in_the_household_of_their_door(roster: Roster) -> None:
    one = roster.take(register([resident(1), resident(2), resident(3, "西街2号", WEST)]))
    assert roster.counts(one) == {"created": 3}
    assert [(area, door) for _, area, door in roster.homes()] == [
        (int(EAST) * 10**6, "东街1号"),
        (int(EAST) * 10**6, "东街1号"),
        (int(WEST) * 10**6, "西街2号"),
    ]
    assert roster.everything()["doors"] == [(int(EAST) * 10**6, "东街1号"), (int(WEST) * 10**6, "西街2号")]


def test_the_same_file_twice_changes_nothing(roster: Roster) -> None:
    rows = [
        resident(1), resident(2, document=""), resident(3), resident(3, "西街2号", WEST),
        resident(4, name="王大有", document=document_of(1)), resident(5, code=""),
    ]  # fmt: skip
    first = roster.take(register(rows))
    before = roster.everything()
    second = roster.take(register(rows))
    assert first.pk != second.pk
    assert roster.counts(second) == {"unchanged": 4, "refused": 2}
    after = roster.everything()
    assert {k: v for k, v in after.items() if k != "lines"} == {
        k: v for k, v in before.items() if k != "lines"
    }


def document_of(number: int) -> str:
    """The document of somebody else."""
    return resident(number)[1]


def test_whoever_has_moved_lives_at_the_new_door_only(roster: Roster) -> None:
    roster.take(register([resident(1)]))
    one = roster.take(register([resident(1, "西街2号", WEST)]))
    assert roster.counts(one) == {"changed": 1}
    assert [door for _, _, door in roster.homes()] == ["西街2号"]


def test_what_was_missing_is_completed_and_what_is_known_stays(roster: Roster) -> None:
    roster.take(register([resident(1, phone=""), resident(2)]))
    one = roster.take(register([resident(1), resident(2, phone="15400009999")]))
    assert roster.counts(one) == {"changed": 1, "unchanged": 1}
    assert [row[3][-4:] for row in roster.everything()["persons"]] == ["0001", "0002"]


def test_the_same_name_and_phone_without_a_document_is_a_question(roster: Roster) -> None:
    known = resident(1)
    one = roster.take(register([known, resident(1, "西街2号", WEST, document="")]))
    assert roster.counts(one) == {"created": 1, "questioned": 1}
    assert roster.everything()["questions"] == [(1, 0, "identity_candidate")]


def test_a_document_under_another_name_is_a_question(roster: Roster) -> None:
    one = roster.take(register([resident(1), resident(2, name="王大有", document=document_of(1))]))
    assert roster.counts(one) == {"created": 1, "questioned": 1}
    assert roster.everything()["questions"] == [(1, 0, "identity_conflict")]


@pytest.mark.parametrize("chunk", [1, 100])
def test_a_person_stands_in_a_file_once(roster: Roster, chunk: int) -> None:
    rows = [resident(1), resident(1), resident(1, "西街2号", WEST)]
    one = roster.take(register(rows), chunk)
    assert roster.counts(one) == {"created": 1, "unchanged": 1, "refused": 1}
    assert roster.back(one) == [(4, "row_repeated")]
    assert [door for _, _, door in roster.homes()] == ["东街1号"]


def test_an_address_finds_its_village_and_another_city_is_outside(roster: Roster) -> None:
    rows = [
        resident(1, "惠州市惠城区甲街道西社区8号", ""),
        resident(2, "广东省深圳市福田区莲花街道1号", ""),
        resident(3, "不知道", ""),
        resident(4, "", ""),
        resident(5, code="441302001009"),
        resident(6, name=""),
    ]
    one = roster.take(register(rows))
    assert roster.counts(one) == {"created": 1, "outside": 1, "refused": 4}
    assert roster.homes()[0][1] == int(WEST) * 10**6
    assert roster.back(one) == [
        (3, "row_outside_city"),
        (4, "place_unknown"),
        (5, "place_missing"),
        (6, "area_code_unknown"),
        (7, "row_nameless"),
    ]


def test_a_village_takes_in_nobody_of_the_next(roster: Roster) -> None:
    rows = [resident(1), resident(2, code=WEST)]
    one = roster.take(register(rows), actor=roster.eastern_clerk)
    assert roster.counts(one) == {"created": 1, "outside": 1}
    assert roster.back(one) == [(3, "row_outside_ground")]


def test_blank_lines_totals_and_a_second_header_are_nobody(roster: Roster) -> None:
    rows = [resident(1), ("",) * len(HEADER), HEADER, resident(2), ("合计：2人",)]
    one = roster.take(register(rows) + b"\n\n")
    assert (roster.counts(one), one.skipped) == ({"created": 2}, 5)


def test_a_file_without_anybody_is_done(roster: Roster) -> None:
    one = roster.take(register([]) + b"\n")
    assert (one.status, one.received) == ("done", 0)
