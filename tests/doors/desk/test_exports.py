"""Lists as files: what is shown, masked, whatever characters are in it, and any number of rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gangmu.casework.models import Task
from gangmu.doors.desk.pages import leaving, workbook
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel.bulk import streamed
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World

ODD = ["=1+1", "+86", "-1", "@x", "\tx", "a,b", '"', "<&>", "_x0041_", "一\n二", "", " 王 ", "\x01", "龘𠮷"]


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def sheets_of(data: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_index(n).to_python() for n in range(len(book.sheet_names))]


def test_the_task_list_leaves_as_csv_and_as_workbook_with_the_same_masked_lines(
    world: World, visit: Callable[[Actor], Client]
) -> None:
    """Whoever sees the list may take it with him; both files are recorded."""
    world.reported()
    office = visit(world.desk)
    text = body(office.get("/tasks.csv")).decode("utf-8-sig")
    (sheet,) = sheets_of(body(office.get("/tasks.xlsx")))
    lines = list(csv.reader(io.StringIO(text)))
    assert len(lines) > 1
    assert lines == [[str(cell) for cell in line] for line in sheet]
    assert {len(line) for line in lines} == {12}
    assert lines[0][1] == "类别" and lines[1][1] == "落地核查"
    assert AccessLog.objects.filter(act="export").count() == 2


def test_no_cell_of_a_csv_is_taken_for_a_formula() -> None:
    data = b"".join(leaving._csv([["a"], *([text] for text in ODD)])).decode("utf-8-sig")
    found = [line[0] if line else "" for line in csv.reader(io.StringIO(data, newline=""))]
    assert found[1:] == [f"'{t}" if t[:1] in ("=", "+", "-", "@", "\t") else t for t in ODD]


@given(
    lines=st.lists(st.tuples(*[st.none() | st.integers() | st.sampled_from(ODD) | st.text(max_size=4)] * 3))
)
def test_a_csv_is_read_back_as_it_was_but_for_the_sign_before_a_formula(lines: list[tuple[Any, ...]]) -> None:
    data = b"".join(leaving._csv(lines)).decode("utf-8-sig")
    disarmed = [
        [f"'{c}" if isinstance(c, str) and c[:1] in leaving.FORMULA and c else c for c in line]
        for line in lines
    ]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(disarmed)
    assert data == out.getvalue()


def test_a_workbook_keeps_every_text_as_text() -> None:
    data = b"".join(workbook.workbook([["a", "b"], *([text, None] for text in ODD)]))
    (sheet,) = sheets_of(data)
    assert sheet[0] == ["a", "b"]
    assert [line[0] for line in sheet[1:]] == [t.replace("\x01", sheet[13][0]) for t in ODD]


def test_rows_beyond_a_sheet_go_on_in_the_next_under_the_same_heading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 4)
    found = sheets_of(b"".join(workbook.workbook([["n"], *([n] for n in range(7))])))
    assert [[line[0] for line in sheet] for sheet in found] == [
        ["n", "0", "1", "2"],
        ["n", "3", "4", "5"],
        ["n", "6"],
    ]


def test_a_workbook_without_rows_has_its_heading() -> None:
    assert sheets_of(b"".join(workbook.workbook([["n", "m"]]))) == [[["n", "m"]]]


def test_a_stream_lets_other_queries_run_between_its_rows(world: World) -> None:
    for name in ("居民甲", "居民乙", "居民丙"):
        world.task(name)
    with entered(Scope.system("test")) as scope:
        rows = Task.objects.within(scope).order_by("pk").values_list("pk", "name")
        assert [(pk, Task.objects.get(pk=pk).name) for pk, _ in streamed(rows, size=1)] == list(rows)
        left = streamed(rows, size=1)
        next(left)
        left.close()  # a reader who goes away in the middle leaves the connection as it was
        assert Task.objects.count() == len(rows) == 3
        assert list(streamed(Task.objects.filter(pk__in=[]).values_list("pk"))) == []
