"""The lists of a live day: every fate is known beforehand, and the shares are those of the parameters."""

from __future__ import annotations

from collections import Counter

from gangmu.twin.day.doors import Push
from gangmu.twin.day.huizhou import demo_city
from gangmu.twin.day.live.names import FIRST_ROW, files
from gangmu.twin.day.parameters import load


def test_a_list_has_the_shares_of_the_parameters_and_everybody_one_door() -> None:
    (made,) = files(demo_city(), [Push(1080.0, 200)], load(), 3)
    fates = Counter(row.fate for row in made.rows.values())
    assert fates == {"merged": 30, "out_of_city": 10, "refused": 1, "waiting": 10, "task": 149}
    assert made.data.count(b"\r\n") == 1 + 200
    assert sorted(made.rows) == list(range(FIRST_ROW, FIRST_ROW + 200))
    people = {id(row.person): row.person for row in made.rows.values() if row.person}
    named = sorted(number for person in people.values() for _, number in person.rows)
    assert named == sorted(number for number, row in made.rows.items() if row.person)
    shown = [(person.name, person.document) for person in people.values()]
    assert len(set(shown)) == len(shown)


def test_the_first_row_of_a_person_is_the_task_and_later_ones_are_folded_into_it() -> None:
    (made,) = files(demo_city(), [Push(1080.0, 120)], load(), 4)
    seen: set[int] = set()
    for row in made.rows.values():
        if row.person:
            assert (row.fate == "merged") == (id(row.person) in seen)
            seen.add(id(row.person))


def test_the_same_seed_writes_the_same_files() -> None:
    pushes = [Push(1080.0, 30), Push(720.0, 20)]
    first, again = (files(demo_city(), pushes, load(), 1) for _ in range(2))
    assert [file.data for file in first] == [file.data for file in again]
    assert [(file.at, len(file.rows)) for file in first] == [(720.0, 20), (1080.0, 30)]
