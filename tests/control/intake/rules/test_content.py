"""A file as it is kept: packed, and read as if it were not."""

import gzip
import json

import pytest

from gangmu.control.intake.rules import UnreadableFile, read_again, read_sheet, sheets
from gangmu.control.intake.rules.content import PIECE, Content, packed
from gangmu.control.intake.rules.sheets import layout_of
from tests.control.intake.rules.making import HEADER, csv_bytes, person, xlsx_bytes

MANY = [HEADER, *[person(serial=str(i), remark=f"第{i}次推送") for i in range(9_000)]]


def kept(data: bytes) -> bytes:
    return b"".join(packed(data))


def again(data: bytes) -> Content:
    return Content.kept(lambda: packed(data), len(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_text_is_kept_at_less_than_half_its_size_and_read_as_it_was(encoding: str):
    data = csv_bytes(MANY, encoding)
    assert len(data) > PIECE
    assert len(kept(data)) < len(data) / 2
    content = again(data)
    assert content.whole() == data
    sheet = read_sheet(content)
    assert sheet.encoding == encoding
    assert [row.cells for row in sheet.rows()] == [list(row) for row in MANY[1:]]


def test_a_workbook_is_kept_as_it_is():
    data = xlsx_bytes(MANY[:20])
    assert kept(data) == data
    assert len(list(read_sheet(Content.kept(lambda: [data], len(data))).rows())) == 19


def test_what_was_kept_before_files_were_packed_is_read_too():
    data = csv_bytes(MANY[:20])
    assert len(list(read_sheet(Content.kept(lambda: [data], len(data))).rows())) == 19


@pytest.mark.parametrize("keep", [Content.of, again])
def test_a_packed_file_that_somebody_pushes_is_refused_as_such(keep):
    with pytest.raises(UnreadableFile) as raised:
        read_sheet(keep(gzip.compress(csv_bytes(MANY[:20]))), "推送.csv.gz")
    assert raised.value.problem.code == "file_kind"


def test_a_broken_byte_far_down_is_told_with_its_line():
    data = bytearray(csv_bytes(MANY))
    place = data.rindex("推送".encode())
    data[place + 1] = 0xFF
    with pytest.raises(UnreadableFile) as raised:
        read_sheet(again(bytes(data)))
    problem = raised.value.problem
    assert (problem.code, dict(problem.params)["line"]) == ("file_encoding_damaged", "9001")


def test_an_empty_file_is_refused_as_such():
    with pytest.raises(UnreadableFile) as raised:
        read_sheet(again(b""))
    assert raised.value.problem.code == "file_empty"


@pytest.mark.parametrize(
    "data", [csv_bytes([["六月推送名单"], *MANY[:20]], "gb18030", ";"), xlsx_bytes(MANY[:20])]
)
def test_a_file_is_read_again_as_it_was_read_first(data: bytes, monkeypatch: pytest.MonkeyPatch):
    content = again(data)
    first = read_sheet(content)
    layout = json.loads(json.dumps(layout_of(first)))
    if layout:  # a text is not looked through once more
        monkeypatch.setattr(sheets, "detect_encoding", None)
    second = read_again(content, "", first.header, layout)
    assert list(second.rows()) == list(first.rows())
    assert second.header_row == first.header_row
