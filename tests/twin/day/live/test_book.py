"""The twin's own book beside the instance's: what agrees is silent, and every difference is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gangmu.twin.day.doors import Door
from gangmu.twin.day.live.book import Book, RowSaid, Said, TaskSaid
from gangmu.twin.day.live.names import File, Person, Row

MOVES = ("claim", "report", "return", "report", "compare", "release")
HERE, THERE = "441302004200", "441302004201"


def a_day() -> tuple[Book, Said]:
    """Three rows: somebody, the same person again, somebody outside; and what an instance says if all went well."""
    door = Door(0.0, 0.0, 0, -1, (5.0,), "found", 1.0, 2.0, 1.0)
    person = Person("甲", "11**********1234", HERE, door, doubtful=False, elsewhere="")
    person.rows += [(0, 2), (0, 3)]
    rows = {2: Row("task", person), 3: Row("merged", person), 4: Row("out_of_city", None)}
    book = Book([File(1080.0, b"", rows)])
    page = book.page_of(7, "甲", "11**********1234")
    assert page is not None
    page.moves += MOVES
    page.reports, page.late, page.released = 2, 1, True
    parts = {"tasks": 1, "merged": 1, "handed_over": 0, "out_of_city": 1, "refused": 0, "waiting": 0}
    return book, Said(
        [{"received": 3, **parts}],
        [[{"received": 3, "tasks": 1, "waiting": 0}]],
        [RowSaid(0, 2, "task", 7), RowSaid(0, 3, "merged", 7), RowSaid(0, 4, "out_of_city", 0)],
        [TaskSaid(7, "closed", "甲", HERE, ("open", *MOVES), "found", 2, 1, ("found",), 0)],
        {7: [(0, 2), (0, 3)]},
    )


def test_books_that_agree_say_nothing() -> None:
    book, said = a_day()
    assert list(book.differences(said)) == []
    assert book.open == 0


def with_task(**changed: Any) -> Callable[[Said], Said]:
    return lambda said: replace(said, tasks=[replace(said.tasks[0], **changed)])


WRONG: dict[str, tuple[Callable[[Said], Said], str]] = {
    "a row is gone": (lambda s: replace(s, rows=s.rows[:2]), "row 4: pushed, and not in the ledger"),
    "a row too many": (lambda s: replace(s, rows=[*s.rows, RowSaid(0, 9, "task", 7)]), "row 9: in the ledger"),
    "another outcome": (lambda s: replace(s, rows=[*s.rows[:2], RowSaid(0, 4, "waiting", 0)]), "row 4: outcome"),
    "folded into another": (
        lambda s: replace(s, rows=[s.rows[0], RowSaid(0, 3, "merged", 8), s.rows[2]]), "row 3: task",
    ),
    "a ledger that balances and is wrong": (
        lambda s: replace(s, ledgers=[{**s.ledgers[0], "merged": 0, "refused": 1}]), "merged",
    ),
    "settled twice": (lambda s: replace(s, settled=[[*s.settled[0], *s.settled[0]]]), "facts of settling"),
    "no task": (lambda s: replace(s, tasks=[]), "has no task for"),
    "a task of nobody": (
        lambda s: replace(s, tasks=[*s.tasks, replace(s.tasks[0], id=9)]), "task 9: of these pushes",
    ),
    "not released": (with_task(status="compared"), "released"),
    "another village": (with_task(village=THERE), "village"),
    "a move twice": (with_task(moves=("open", *MOVES, "release")), "moves"),
    "a late report lost": (with_task(late=0), "late reports"),
    "a report lost": (with_task(reports=1), "reports"),
    "another answer": (with_task(outcome="refused"), "outcome"),
    "no fact": (with_task(released_facts=()), "facts of release"),
    "a fact of handing over": (with_task(handed_over_facts=1), "facts of handing over"),
    "not in the feed": (lambda s: replace(s, feed={}), "feed"),
    "a row missing in the feed": (lambda s: replace(s, feed={7: [(0, 2)]}), "feed"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_every_difference_is_told(what: str) -> None:
    book, said = a_day()
    change, sentence = WRONG[what]
    found = list(book.differences(change(said)))
    assert any(sentence in line for line in found), found


def test_a_task_on_a_list_that_is_not_of_this_day_has_no_page() -> None:
    book, _ = a_day()
    assert book.page_of(7, "甲", "11**********1234") is not None
    assert book.page_of(8, "甲", "11**********1234") is None
    assert book.page_of(9, "乙", "") is None
