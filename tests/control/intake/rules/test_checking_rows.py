from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.control.intake.rules import CheckedRow, Field, Row, RowChecker, match_profile
from gangmu.control.intake.rules.dates import UnclearDate, read_moment
from gangmu.control.intake.rules.types import ColumnMapping
from gangmu.ground.register.rules import Sex
from tests.control.intake.rules.making import HEADER, TODAY, person

MAPPING = match_profile(HEADER)
assert MAPPING is not None
CHECKER = RowChecker(MAPPING, TODAY)


def check(**changes: str) -> CheckedRow:
    return CHECKER.check(Row(7, person(**changes)))


def mapped(cells: list[str], *fields: Field) -> CheckedRow:
    header = tuple(f.value for f in fields)
    return RowChecker(ColumnMapping(header, fields, {}, ""), TODAY).check(Row(2, cells))


def test_a_sound_row_has_no_problems():
    row = check()
    assert (row.number, row.name, row.phone, row.problems, row.refused) == (
        7,
        "李某",
        "+8613800138001",
        (),
        False,
    )
    assert row.address == "惠城区江北街道云山西路1号"
    assert (row.birth_date, row.sex, row.age) == (date(1949, 12, 31), Sex.FEMALE, 72)
    assert row.arrived_at == datetime(2022, 10, 5, 18, 5)
    assert (row.category, row.transport, row.origin) == ("中风险地区旅居史", "火车", "上海市浦东新区")


def test_a_name_longer_than_can_be_kept_is_cut_and_said() -> None:
    row = check(name="李某" * 40)
    assert (len(row.name), row.codes, row.refused) == (60, ["name_too_long"], False)


def test_an_age_that_is_not_that_of_the_document_is_said_and_a_year_more_by_the_old_count_is_not() -> None:
    def codes(age: str) -> list[str]:
        cells = ["李某", "11010519491231002X", "13800138001", age]
        return mapped(cells, Field.NAME, Field.DOCUMENT_NUMBER, Field.PHONE, Field.AGE).codes

    assert "age_differs" in codes("5")
    assert not any("age_differs" in codes(age) for age in ("", "71", "72", "73", "74岁"))


def test_who_can_be_neither_visited_nor_called_is_told_so_once() -> None:
    row = check(address="", phone="")
    assert row.refused
    assert row.codes == ["row_unreachable"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "110105194912310021"}, "document_check_digit"),
        ({"number": ""}, "document_missing"),
        ({"number": "4.41302E+17"}, "document_precision_lost"),
        ({"number": "110105209912310021"}, "document_birth_date_future"),
        ({"phone": ""}, "phone_missing"),
        ({"phone": "1380013"}, "phone_length"),
        ({"address": ""}, "address_missing"),
        ({"address": "不详"}, "address_missing"),
        ({"arrived": "前天"}, "date_unreadable"),
        ({"arrived": "5/10/2022"}, "date_ambiguous"),
        ({"arrived": "2012-10-05"}, "date_implausible"),
        ({"name": ""}, "name_missing"),
        ({"name": "李?"}, "name_damaged"),
        ({"name": "不详"}, "name_unusable"),
    ],
)
def test_a_row_that_somebody_can_act_on_goes_on_with_a_warning(changes: dict[str, str], code: str):
    row = check(**changes)
    assert code in row.codes
    assert not row.refused


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "", "number": ""}, "row_unidentified"),
        ({"name": "", "number": "无"}, "row_unidentified"),
        ({"name": "", "number": "4.41302E+17"}, "row_unidentified"),
        ({"name": "不详", "number": ""}, "name_unusable"),
        ({"name": "123", "number": "4.41302E+17"}, "name_unusable"),
        ({"phone": "", "address": ""}, "row_unreachable"),
        ({"phone": "123", "address": "-"}, "row_unreachable"),
        ({"number": "4.41302E+17", "phone": "", "address": ""}, "row_unreachable"),
    ],
)
def test_a_row_that_nobody_can_act_on_is_refused(changes: dict[str, str], code: str):
    row = check(**changes)
    assert row.refused and code in row.codes


def test_an_assistance_letter_without_phone_but_with_an_address_goes_on():
    row = mapped(["李某", "惠城区江北街道"], Field.NAME, Field.ADDRESS)
    assert not row.refused and row.codes == ["phone_missing"]


def test_all_problems_of_a_row_are_told_at_once():
    assert set(check(number="110105194912310021", phone="1", arrived="?").codes) == {
        "document_check_digit",
        "phone_length",
        "date_unreadable",
    }


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (["惠城区", "江北街道", "云山社区", "1号"], "惠城区江北街道云山社区1号"),
        (["惠城区", "江北街道", "", "惠城区江北街道云山社区1号"], "惠城区江北街道云山社区1号"),
        (["惠城区", "江北街道", "云山社区", "江北街道云山社区1号"], "惠城区江北街道云山社区1号"),
        (["", "", "", "云山社区1号"], "云山社区1号"),
    ],
)
def test_an_address_in_several_columns_is_joined_without_repeating(parts: list[str], address: str):
    fields = (Field.NAME, Field.ADDRESS_COUNTY, Field.ADDRESS_TOWN, Field.ADDRESS_VILLAGE, Field.ADDRESS)
    assert mapped(["李某", *parts], *fields).address == address


def test_several_columns_of_phones_are_read_together():
    row = mapped(["李某", "13800138001/13900139002", "13900139002"], Field.NAME, Field.PHONE, Field.PHONE2)
    assert [p.number for p in row.phones] == ["+8613800138001", "+8613900139002"]


def test_the_constant_of_a_profile_fills_an_empty_category():
    header = ("旅客姓名", "证件号码", "手机号", "航班号")
    mapping = match_profile(header)
    assert mapping is not None
    row = RowChecker(mapping, TODAY).check(Row(2, ["李某", "", "13800138001", "CZ3101"]))
    assert row.category == "同乘人员"


def test_sex_and_birth_date_follow_the_document_when_they_contradict_it():
    fields = (Field.NAME, Field.DOCUMENT_NUMBER, Field.PHONE, Field.SEX, Field.BIRTH_DATE)
    row = mapped(["李某", "11010519491231002X", "13800138001", "男", "1950-01-01"], *fields)
    assert {"sex_differs", "birth_date_differs"} <= set(row.codes)
    assert (row.sex, row.birth_date) == (Sex.FEMALE, date(1949, 12, 31))


def test_a_note_behind_the_name_moves_to_the_remark():
    row = check(name="李某（之子）", remark="轮椅")
    assert (row.name, row.remark) == ("李某", "轮椅；之子")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2022-10-05", datetime(2022, 10, 5)),
        ("2022/10/5 8:05", datetime(2022, 10, 5, 8, 5)),
        ("2022年10月5日18时5分", datetime(2022, 10, 5, 18, 5)),
        ("2022年10月5日 下午3点", datetime(2022, 10, 5, 15)),
        ("2022.10.05 18:05:30", datetime(2022, 10, 5, 18, 5, 30)),
        ("20221005", datetime(2022, 10, 5)),
        ("20221005 1805", datetime(2022, 10, 5, 18, 5)),
        ("10月5日", datetime(2022, 10, 5)),
        ("12月25日", datetime(2021, 12, 25)),
        ("25/10/2022", datetime(2022, 10, 25)),
        ("44839", datetime(2022, 10, 5)),
        ("44839.75", datetime(2022, 10, 5, 18)),
        ("２０２２－１０－０５", datetime(2022, 10, 5)),
        ("2022-10-05 24:00", datetime(2022, 10, 6)),
        ("2022-10-05T18:05:00+08:00", datetime(2022, 10, 5, 18, 5)),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, moment: datetime):
    assert read_moment(written, TODAY) == moment


@pytest.mark.parametrize(
    "written", ["2022-13-05", "2022-02-30", "昨天", "", "99999999", "2022-10-05 25:00", "1"]
)
def test_what_is_no_date_is_said_to_be_none(written: str):
    with pytest.raises(UnclearDate):
        read_moment(written, TODAY)


@given(st.lists(st.text(max_size=30), max_size=14))
def test_no_cells_raise_and_refusal_is_exactly_an_error(cells: list[str]):
    row = CHECKER.check(Row(1, cells))
    assert row.refused == any(p.severity == "error" for p in row.problems)


@given(st.text(max_size=30))
def test_no_date_raises_anything_but_that_it_is_unclear(written: str):
    try:
        read_moment(written, TODAY)
    except UnclearDate as error:
        assert error.args[0] in {"date_unreadable", "date_ambiguous"}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2022-10-29T18:00:00Z", datetime(2022, 10, 30, 2)),
        ("2022-10-29T18:00:00.000Z", datetime(2022, 10, 30, 2)),
        ("2022-10-29T18:00:00+08:00", datetime(2022, 10, 29, 18)),
        ("2022-10-29 18:00+08", datetime(2022, 10, 29, 18)),
        ("2022-10-29T18:00:00+0530", datetime(2022, 10, 29, 20, 30)),
        ("2022-10-29T18:00:00-05:00", datetime(2022, 10, 30, 7)),
        ("1990-06-30T15:00:00Z", datetime(1990, 7, 1)),  # summer time
        ("2022-10-29 凌晨12:30", datetime(2022, 10, 29, 0, 30)),
        ("2022-10-29 凌晨3点", datetime(2022, 10, 29, 3)),
        ("2022-10-29 晚上12:00", datetime(2022, 10, 30)),
        ("2022年10月29日晚12点", datetime(2022, 10, 30)),
        ("2022-10-29 晚上11:30", datetime(2022, 10, 29, 23, 30)),
        ("2022-10-29 下午12:30", datetime(2022, 10, 29, 12, 30)),
    ],
)
def test_a_moment_is_told_in_civil_time(written: str, moment: datetime):
    assert read_moment(written, TODAY) == moment


@pytest.mark.parametrize(
    "written", ["2022-10-29 18:00-20:00", "2022-10-29 18:00:00-20:00:00", "2022-10-29 18:00+25"]
)
def test_from_when_to_when_is_no_moment(written: str):
    with pytest.raises(UnclearDate):
        read_moment(written, TODAY)
