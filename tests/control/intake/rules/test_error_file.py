import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gangmu.control.intake.rules import Problem, Row, Severity, error_file, match_profile, read_sheet
from tests.control.intake.rules.making import HEADER, checked, csv_bytes, person

BAD = [person(serial="2", phone="", address=""), person(serial="3", name="", number="")]


def refused(fmt: str, language: str = "zh", bad: list[list[str]] = BAD) -> bytes:
    sheet = read_sheet(csv_bytes([HEADER, person(), *bad]))
    rows = {row.number: row for row in sheet.rows()}
    pairs = [(rows[c.number], c.problems) for c in checked(sheet) if c.refused]
    return error_file(sheet.header, pairs, fmt, language)  # type: ignore[arg-type]


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("language", "word"),
    [("zh-hans", "没有住址也没有可用的电话"), ("en", "Neither address nor usable phone")],
)
def test_it_holds_only_the_refused_rows_with_their_numbers_and_remedies(fmt: str, language: str, word: str):
    lines = list(read_sheet(refused(fmt, language)).source())
    assert [line.cells[-2] for line in lines[1:]] == ["3", "4"]
    assert word in lines[1].cells[-1]


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_corrected_it_can_be_pushed_again_under_the_same_profile(fmt: str):
    sheet = read_sheet(refused(fmt))
    mapping = match_profile(sheet.header)
    assert mapping is not None and mapping.profile == "big_data_push/1"
    assert [row.cells[: len(HEADER)] for row in sheet.rows()] == BAD
    assert all(c.refused for c in checked(sheet))


WIDE = (("columns", "12"), ("header", "10"))
DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("x")']


def test_no_cell_of_the_csv_is_a_formula():
    bad = [person(remark=text, phone="", address="") for text in DANGEROUS]
    for line in read_sheet(refused("csv", bad=bad)).source():
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line.cells)


def test_no_cell_of_the_workbook_is_a_formula_and_all_are_as_written():
    rows = [(Row(2, [text]), [Problem("row", "row_unreachable")]) for text in DANGEROUS]
    data = error_file(["备注"], rows)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert [r[0] for r in book.get_sheet_by_index(0).to_python()][1:] == DANGEROUS


def test_an_international_phone_stays_a_phone_in_csv():
    data = error_file(["电话"], [(Row(2, ["+8613800138001"]), [Problem("row", "row_unidentified")])], "csv")
    assert b",+86" not in data and b"\n+8613800138001," in data


def test_errors_stand_before_warnings():
    problems = [
        Problem("phone", "phone_missing", severity=Severity.WARNING),
        Problem("row", "row_unreachable", severity=Severity.ERROR),
    ]
    text = error_file(["姓名"], [(Row(2, ["李某"]), problems)], "csv").decode("utf-8-sig")
    assert text.index("没有住址") < text.index("没有电话")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4), st.sampled_from(["xlsx", "csv"]))
@settings(deadline=None, max_examples=50)
def test_no_cell_breaks_it(cells: list[str], fmt: str):
    assert error_file(["a"] * len(cells), [(Row(2, cells), [])], fmt)  # type: ignore[arg-type]


@pytest.mark.parametrize("fmt", ["xlsx", "csv"])
def test_a_line_with_too_many_cells_comes_back_whole_and_is_nobody_until_it_is_corrected(fmt: str):
    wide = [*person(), "多出", "又多"]
    data = error_file(HEADER, [(Row(7, wide), [Problem("row", "row_columns", "", WIDE)])], fmt)
    sheet = read_sheet(data)
    (line,) = sheet.rows()
    assert line.cells[0] == ",".join(wide) and not any(line.cells[1 : len(HEADER)])
    assert all(one.refused for one in checked(sheet))
