import pytest

from gangmu.control.intake.rules import Limits, UnreadableFile, match_profile, read_sheet
from tests.control.intake.rules.making import HEADER, PERSON, checked, csv_bytes, person


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as raised:
        list((read_sheet(data, "a.csv", limits) if limits else read_sheet(data, "a.csv")).rows())
    return raised.value.problem.code


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_encoding_and_delimiter_gives_the_same_rows(encoding: str, name: str, delimiter: str):
    rows = [HEADER, *[person(serial=str(i), address="惠城区隔㙟村巽寮1号") for i in range(20)]]
    sheet = read_sheet(csv_bytes(rows, encoding, delimiter))
    assert sheet.encoding == name
    assert [row.cells for row in sheet.rows()] == [list(row) for row in rows[1:]]


def test_gbk_and_gb2312_are_read_as_gb18030():
    rows = [HEADER, person(name="李喆")]
    assert read_sheet(csv_bytes(rows, "gbk")).encoding == "gb18030"


def test_a_utf8_file_cut_in_the_middle_of_a_character_is_refused_with_its_line():
    data = csv_bytes([HEADER, PERSON, person(remark="惠")]).rstrip()[:-1]
    with pytest.raises(UnreadableFile) as raised:
        read_sheet(data)
    assert raised.value.problem.code == "file_encoding_damaged"
    assert dict(raised.value.problem.params) == {"line": "3"}


@pytest.mark.parametrize("encoding", ["big5", "euc-jp", "euc-kr"])
def test_other_encodings_are_refused_rather_than_misread(encoding: str):
    text = {"big5": "姓名,電話\n陳國輝,惠陽區淡水街道開城大道\n" * 20, "euc-jp": "氏名,電話\nさくら,とうきょう\n" * 20,
            "euc-kr": "이름,전화\n홍길동,서울특별시\n" * 20}[encoding]  # fmt: skip
    assert refusal(text.encode(encoding)) == "file_encoding_unknown"


def test_a_line_break_inside_a_quoted_cell_does_not_shift_row_numbers():
    rows = [HEADER, person(address="惠城区\n江北街道"), [], person(serial="2")]
    assert [row.number for row in read_sheet(csv_bytes(rows)).rows()] == [2, 4]


def test_a_quote_never_closed_is_refused_with_its_row_and_swallows_nobody():
    data = csv_bytes([HEADER, PERSON]) + '2,"李某,,,,\r\n'.encode() + csv_bytes([person(serial="3")])
    with pytest.raises(UnreadableFile) as raised:
        list(read_sheet(data).rows())
    assert raised.value.problem.code == "file_quote_open"
    assert dict(raised.value.problem.params) == {"row": "3"}


def test_two_stray_quotes_swallow_nobody():
    lines = ["姓名,联系电话,现住址,备注", *(f"李某{n},1380013800{n},三新村{n}号," for n in range(9))]
    lines[3] = '李某2,13800138002,"三新村2号,'
    lines[5] = '李某4,13800138004,三新村4号",'
    with pytest.raises(UnreadableFile) as raised:
        list(read_sheet("\n".join(lines).encode()).rows())
    assert raised.value.problem.code == "file_quote_open"
    assert dict(raised.value.problem.params) == {"row": "4"}


def test_a_cell_of_several_lines_is_no_stray_quote():
    text = '姓名,联系电话,现住址,备注\n李某,13800138000,"惠城区\n江北街道,三新村",好'
    (row,) = read_sheet(text.encode()).rows()
    assert row.cells[2] == "惠城区\n江北街道,三新村"


def test_the_separator_line_of_excel_is_not_a_row():
    data = b"sep=;\r\n" + csv_bytes([HEADER, PERSON], delimiter=";")
    assert [row.number for row in read_sheet(data).rows()] == [2]


def test_scientific_notation_in_csv_reaches_the_rules_as_written():
    sheet = read_sheet(csv_bytes([HEADER, person(number="4.41302E+17")]))
    assert next(iter(sheet.rows())).cells[3] == "4.41302E+17"
    assert match_profile(sheet.header)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \r\n \n", "file_empty"),
        (b"\xef\xbb\xbf", "file_no_rows"),
        (b",,,\n,,,\n", "file_no_rows"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "file_html"),
        (b"<?xml version='1.0'?><Workbook/>", "file_html"),
        (b"%PDF-1.7 ...", "file_kind"),
        (b"\x89PNG\r\n\x1a\n", "file_kind"),
        ("姓名,电话\n李某\x00,1\n".encode(), "file_nul_bytes"),
        (bytes(range(1, 9)) * 100, "file_not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
    ],
)
def test_what_is_no_list_is_refused_by_its_kind(data: bytes, code: str):
    assert refusal(data) == code


def test_limits_are_kept_for_text_too():
    rows = csv_bytes([HEADER, *[PERSON] * 30])
    assert refusal(rows, Limits(max_text_rows=20)) == "file_too_many_rows"
    assert refusal(rows, Limits(max_text_bytes=100)) == "file_too_big"
    assert refusal(b"a," * 300 + b"b\n" + b"1," * 300 + b"2\n") == "file_too_many_columns"
    assert refusal(b"x" * 500_000) in {"file_line_too_long", "file_cell_too_long"}
    assert refusal(csv_bytes([HEADER, person(remark="长" * 5000)])) == "file_cell_too_long"
    assert (
        refusal(csv_bytes([HEADER, person(remark="短\n" * 2500)])) == "file_cell_too_long"
    )  # no line of it is
    assert refusal(csv_bytes([HEADER, *[PERSON] * 9, person(remark="长" * 5000)])) == "file_cell_too_long"


@pytest.mark.parametrize("above", [2, 60])
def test_a_separator_too_many_moves_nobodys_cells(above: int):
    wide = [*person()[:6], "3栋501", *person()[6:-1], "备注"]
    sheet = read_sheet(csv_bytes([HEADER, *[person() for _ in range(above)], wide, person()]))
    found = checked(sheet)
    assert [one.number for one in found if one.refused] == [above + 2]
    (problem,) = found[above].problems
    assert (problem.field, problem.code) == ("row", "row_columns")
    assert dict(problem.params) == {"columns": str(len(wide)), "header": str(len(HEADER))}


def test_cells_below_no_header_are_none_too_many_where_the_file_has_their_column():
    rows = [[*HEADER, "", ""], *[[*person(), "", ""] for _ in range(60)], [*person(), "", "见备注"]]
    assert not any(one.refused for one in checked(read_sheet(csv_bytes(rows))))


def test_separators_behind_the_last_cell_are_none_too_many():
    data = csv_bytes([HEADER, [*person(), "", " "], person()])
    assert not any(one.refused for one in checked(read_sheet(data)))
