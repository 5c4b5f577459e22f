# ruff: noqa: E501 (tables of cells)
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from gangmu.control.intake.rules import Limits, Tally, UnreadableFile, read_sheet
from tests.control.intake.rules.making import HEADER, PERSON, checked, person, replaced, worksheet, xlsx_bytes


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as raised:
        list((read_sheet(data, "a.xlsx", limits) if limits else read_sheet(data, "a.xlsx")).rows())
    return raised.value.problem.code


def test_rows_bear_the_numbers_the_spreadsheet_shows_below_titles_and_blanks():
    data = xlsx_bytes(
        [["18:00 推送名单"], [], HEADER, PERSON, [], PERSON], merges=[(0, 0, 0, 10, "18:00 推送名单")]
    )
    sheet, tally = read_sheet(data, "push.xlsx"), Tally()
    assert (sheet.header_row, sheet.titles, sheet.header) == (3, ("18:00 推送名单",), HEADER)
    assert [row.number for row in sheet.rows(tally)] == [4, 6]
    assert tally == Tally(data=2, blank=1)


def test_a_table_that_begins_in_the_middle_of_the_sheet_keeps_its_row_numbers():
    shifted = [[None, None, *cells] for cells in (HEADER, PERSON, ["2", "王某"])]
    data = xlsx_bytes([[], [], [], [], *shifted], merges=[(5, 7, 6, 7, "江北一栋")])
    sheet = read_sheet(data)
    assert sheet.header_row == 5
    found = [(row.number, row.cells[1], row.cells[5]) for row in sheet.rows()]
    assert found == [(6, "李某", "江北一栋"), (7, "王某", "江北一栋")]


def test_rows_can_be_walked_twice():
    sheet = read_sheet(xlsx_bytes([HEADER, PERSON, PERSON]))
    assert list(sheet.rows()) == list(sheet.rows()) != []


def test_numeric_phones_documents_and_date_cells_are_read_as_people_see_them():
    row = [
        1,
        "李某",
        "居民身份证",
        110105491231002,
        13800138001,
        "江北",
        "上海",
        datetime(2022, 10, 5, 18, 5),
    ]
    (found,) = checked(read_sheet(xlsx_bytes([HEADER, [*row, "火车", "旅居史", None]])))
    assert found.document.number == "11010519491231002X"
    assert found.phone == "+8613800138001"
    assert found.arrived_at == datetime(2022, 10, 5, 18, 5)


def test_eighteen_digits_in_a_numeric_cell_are_said_to_be_lost_and_the_row_goes_on():
    row = person()
    (found,) = checked(read_sheet(xlsx_bytes([HEADER, [*row[:3], 441302199001011234, *row[4:]]])))
    assert found.codes == ["document_precision_lost"]
    assert not found.refused and found.document.key == ""


def test_formulas_give_their_last_values():
    data = xlsx_bytes([HEADER, PERSON])
    body = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>电话</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"李"&amp;"某"</f><v>李某</v></c><c r="B2"><f>13800138000+1</f><v>13800138001</v></c></row>'
    )
    sheet = read_sheet(replaced(data, {"xl/worksheets/sheet1.xml": worksheet(body)}))
    assert [row.cells for row in sheet.rows()] == [["李某", "13800138001"]]


COVER = [["填报说明"], ["1. 请于18:00前报送"], ["2. 电话必填"]]
FURTHER = [["姓名", "电话"], ["李某", "13800138001"]]


@pytest.mark.parametrize("further", [FURTHER, [person(name="王某")]])
def test_of_a_workbook_with_several_lists_none_is_dropped_unsaid(further):
    with pytest.raises(UnreadableFile) as raised:
        read_sheet(xlsx_bytes({"说明": COVER, "名单": [HEADER, PERSON], "补充": further}))
    assert raised.value.problem.code == "file_several_lists"
    assert dict(raised.value.problem.params) == {"sheets": "名单、补充"}


@pytest.mark.parametrize(
    "beside",
    [
        {"样例": [HEADER, PERSON]},
        {"空白表": [HEADER]},
        {"汇总": [HEADER, ["合计", "1人"]]},
        {"字典": [["字段", "说明"], ["姓名", "必填"], ["联系电话", "必填"]]},
        {"说明": COVER},
    ],
)
def test_the_one_list_is_read_whatever_stands_on_other_sheets(beside):
    for sheets in (beside | {"名单": [HEADER, PERSON]}, {"名单": [HEADER, PERSON]} | beside):
        sheet = read_sheet(xlsx_bytes(sheets))
        assert (sheet.name, len(list(sheet.rows()))) == ("名单", 1)


def test_a_list_on_a_sheet_called_sample_is_read_where_there_is_no_other():
    assert read_sheet(xlsx_bytes({"样例": [HEADER, PERSON]})).name == "样例"


def test_cells_merged_downwards_count_for_each_of_their_rows():
    header = ["姓名", "证件号码", "联系电话", "现住址"]
    rows = [header, ["李某", "", "", None], ["王某", "", "", None], ["张某", "", "", "别处"]]
    data = xlsx_bytes(rows, merges=[(1, 3, 2, 3, "江北一栋")])
    assert [row.cells[3] for row in read_sheet(data).rows()] == ["江北一栋", "江北一栋", "别处"]


def test_a_header_in_two_lines_is_joined():
    top = ["序号", "姓名", "证件号码", "联系电话", "现住址", None, None, None]
    below = [None, None, None, None, "县区", "镇街", "村居", "详细地址"]
    row = ["1", "李某", "11010519491231002X", "", "惠城区", "江北街道", "云山社区", "1号"]
    data = xlsx_bytes([top, below, row], merges=[(0, 4, 0, 7, "现住址")])
    sheet = read_sheet(data)
    assert sheet.header == ("序号", "姓名", "证件号码", "联系电话", "县区", "镇街", "村居", "详细地址")
    assert [r.number for r in sheet.rows()] == [3]


def test_prepared_rows_repeated_headers_and_footers_are_counted_and_not_received():
    rows = [
        HEADER, PERSON, ["2"], HEADER, person(serial="3"), ["合计", "", "", "", "2人"],
        ["填表人：", "", "审核人："], ["注：以上为今日数据"],
    ]  # fmt: skip
    tally = Tally()
    found = list(read_sheet(xlsx_bytes(rows)).rows(tally))
    assert [row.number for row in found] == [2, 5]
    assert tally == Tally(data=2, blank=1, repeated_header=1, footer=3)


def test_a_person_whose_row_is_nearly_empty_is_never_taken_for_a_footer():
    rows = [HEADER, ["1", "合计", "", "11010519491231002X"], ["", "李某"], ["", "", "", "", "13800138001"]]
    assert len(list(read_sheet(xlsx_bytes(rows)).rows())) == 3


def test_a_sheet_without_any_header_is_read_for_the_mapping_page():
    sheet = read_sheet(xlsx_bytes([PERSON, person(serial="2")]))
    assert (sheet.header_row, set(sheet.header)) == (0, {""})
    assert len(list(sheet.rows())) == 2


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.999])
def test_a_truncated_workbook_is_refused(share: float):
    data = xlsx_bytes([HEADER, *[person(serial=str(i)) for i in range(500)]])
    assert refusal(data[: int(len(data) * share)]) in {"file_truncated", "file_damaged"}


def test_a_zip_that_is_no_workbook_is_refused_as_such():
    assert refusal(replaced(xlsx_bytes([HEADER]), {})[:2] + b"junk") == "file_truncated"


@pytest.mark.parametrize(
    ("part", "kind"), [("content.xml", "ods"), ("xl/workbook.bin", "xlsb"), ("a.txt", "zip")]
)
def test_other_archives_are_refused_by_their_kind(part: str, kind: str):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, b"<x/>")
    with pytest.raises(UnreadableFile) as raised:
        read_sheet(out.getvalue())
    assert (raised.value.problem.code, raised.value.problem.params) == ("file_kind", (("kind", kind),))


def test_an_empty_workbook_has_no_rows():
    assert refusal(xlsx_bytes([[]])) == "file_no_rows"


def test_too_many_rows_are_refused():
    data = xlsx_bytes([HEADER, *[person()] * 30])
    assert refusal(data, Limits(max_rows=20)) == "file_too_many_rows"


def test_a_million_columns_are_refused():
    cells = "".join("<c><v>1</v></c>" for _ in range(1_000_000))
    data = replaced(xlsx_bytes([HEADER]), {"xl/worksheets/sheet1.xml": worksheet(f"<row>{cells}</row>")})
    assert refusal(data) in {"file_too_many_columns", "file_bomb"}


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="2"><c r="XFD2"><v>1</v></c></row>',
        '<row r="999999"><c><v>1</v></c></row>',
        "<row r='900000'><c r='B900000'><v>1</v></c></row>",
        '<row r="250000"><c r="IV250000"><v>1</v></c></row>',
    ],
)
def test_one_cell_in_a_far_corner_does_not_unfold_the_sheet(far: str):
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    data = replaced(xlsx_bytes([HEADER]), {"xl/worksheets/sheet1.xml": worksheet(near + far)})
    assert refusal(data) in {"file_too_many_rows", "file_too_many_columns", "file_too_large_grid"}


def test_empty_formatted_cells_far_out_are_no_reason_to_refuse():
    data = xlsx_bytes([HEADER, PERSON])
    body = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>电话</t></is></c>'
        '<c r="XFD1"/></row><row r="2"><c r="A2" t="inlineStr"><is><t>李某</t></is></c><c r="B2"><v>13800138001</v></c></row>'
        '<row r="1048576"><c r="B1048576"/></row>'
    )
    sheet = read_sheet(replaced(data, {"xl/worksheets/sheet1.xml": worksheet(body)}))
    assert [row.cells for row in sheet.rows()] == [["李某", "13800138001"]]


def test_excel_of_before_2007_is_read_with_its_row_numbers():
    sheet = read_sheet((Path(__file__).parent / "old_excel.xls").read_bytes(), "old.xls")
    assert (sheet.format, sheet.name, sheet.header_row, sheet.titles) == (
        "xls",
        "名单",
        2,
        ("18:00 推送名单",),
    )
    assert [(row.number, row.cells[1], row.cells[4]) for row in sheet.rows()] == [
        (3, "李某", "13800138001"),
        (4, "王某", "13900139002"),
    ]


def test_an_old_workbook_that_would_unfold_beyond_reason_is_refused():
    assert refusal((Path(__file__).parent / "old_excel_corners.xls").read_bytes()) in {
        "file_old_excel",
        "file_too_large_grid",
    }
