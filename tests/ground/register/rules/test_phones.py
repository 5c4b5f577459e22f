# ruff: noqa: E501 (tables of cells)
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.ground.register.rules import PhoneKind, read_phones

MOBILE = "+8613800138001"


@pytest.mark.parametrize(
    "written",
    [
        "13800138001",
        "+86 138 0013 8001",
        "+86-13800138001",
        "0086-13800138001",
        "86-138-0013-8001",
        "8613800138001",
        "（+86）13800138001",
        "１３８００１３８００１",
        "13800138001.0",
        "'13800138001",
        "138 0013 8001",
        "013800138001",
        "1.3800138001E+10",
        "手机：13800138001",
        "13800138001（本人）",
        "\u202d13800138001\u202c",
        "13800138001;",
    ],
)
def test_every_way_of_writing_one_mobile_gives_one_number(written: str):
    reading = read_phones(written)
    assert [p.number for p in reading.phones] == [MOBILE]
    assert reading.findings == ()


@pytest.mark.parametrize(
    "written",
    ["13800138001/13900139002", "13800138001 13900139002", "13800138001、13900139002", "13800138001或13900139002",
     "13800138001\n13900139002", "13800138001；13900139002", "13800138001,13900139002", "本人13800138001，妻13900139002"],
)  # fmt: skip
def test_two_numbers_in_a_cell_are_both_kept(written: str):
    assert [p.number for p in read_phones(written).phones] == [MOBILE, "+8613900139002"]


@pytest.mark.parametrize(
    ("written", "number", "kind", "extension"),
    [
        ("0752-2888888", "+867522888888", PhoneKind.LANDLINE, ""),
        ("(0752)2888888", "+867522888888", PhoneKind.LANDLINE, ""),
        ("0752 2888888转123", "+867522888888", PhoneKind.LANDLINE, "123"),
        ("0752-2888888-12", "+867522888888", PhoneKind.LANDLINE, "12"),
        ("2888888", "+867522888888", PhoneKind.LANDLINE, ""),
        ("020-88888888", "+862088888888", PhoneKind.LANDLINE, ""),
        ("+86 752 2888888", "+867522888888", PhoneKind.LANDLINE, ""),
        ("852-9123 4567", "+85291234567", PhoneKind.HONG_KONG, ""),
        ("00853 66123456", "+85366123456", PhoneKind.MACAU, ""),
        ("+886 0912345678", "+886912345678", PhoneKind.TAIWAN, ""),
        ("+1 (415) 555-2671", "+14155552671", PhoneKind.FOREIGN, ""),
        ("400-8123-123", "+864008123123", PhoneKind.SERVICE, ""),
    ],
)
def test_other_numbers_are_told_apart(written: str, number: str, kind: PhoneKind, extension: str):
    assert read_phones(written).phones == ((number, kind, extension),)


def test_a_number_too_short_is_left_out_and_its_length_told():
    reading = read_phones("1380013800")
    assert reading.phones == ()
    assert [(f.code, dict(f.params)) for f in reading.findings] == [("phone_length", {"length": "10"})]


def test_lost_digits_are_said():
    assert [f.code for f in read_phones("1.38E+10").findings] == ["phone_precision_lost"]


def test_a_made_up_number_is_kept_with_a_remark_and_a_lucky_one_without():
    assert [f.code for f in read_phones("13800000000").findings] == ["phone_placeholder"]
    assert read_phones("13800000000").phones
    assert read_phones("13888888888").findings == ()


@pytest.mark.parametrize("written", ["", "无", "-", "不详", "无电话"])
def test_nothing_written_is_no_phone_and_no_problem(written: str):
    assert read_phones(written) == ((), ())


@given(st.text() | st.text(alphabet="0123456789+-() /转.E１、", max_size=40))
def test_no_text_raises_and_every_number_is_of_international_form(written: str):
    for phone in read_phones(written).phones:
        assert phone.number[0] == "+" and phone.number[1:].isascii() and phone.number[1:].isdigit()
        assert 9 <= len(phone.number) <= 16
