"""Whole files of addresses."""

import io
from pathlib import Path

import pytest

from gangmu.ground.territory.rules import AddressIndex
from gangmu.ground.territory.rules.sheet import UnreadableSheet, locate_file

HEADER = "id,address\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(index: AddressIndex, tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "in.csv"
    source.write_text(HEADER + '7,"惠城区江北街道三新村,12号"\n8,\n9,深圳市\n', encoding=encoding)
    target = io.StringIO()
    assert locate_file(index, source, target) == {"match": 1, "invalid": 1, "outside": 1}
    assert target.getvalue().splitlines() == [
        "id,code,status,flag,town,candidates",
        "7,441302004200,match,0,441302004,",
        "8,,invalid,0,,",
        "9,,outside,0,,",
    ]


def test_a_short_row_is_answered_too(index: AddressIndex, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(HEADER + "7\n", encoding="utf-8")
    target = io.StringIO()
    assert locate_file(index, source, target) == {"invalid": 1}


@pytest.mark.parametrize(("text", "code"), [("", "no-header"), ("id,name\n1,x\n", "no-address-column")])
def test_a_file_without_addresses_is_refused_with_its_reason(
    index: AddressIndex, tmp_path: Path, text: str, code: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableSheet) as refused:
        locate_file(index, source, io.StringIO())
    assert refused.value.code == code
