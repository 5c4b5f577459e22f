from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.ground.register.rules import Document, DocumentKind, Sex, recognise
from gangmu.ground.register.rules.documents import check_digit

SOUND = "11010519491231002X"
"""The example printed in GB 11643."""


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def test_the_example_of_the_standard_is_read_with_birth_date_and_sex():
    document = recognise(SOUND)
    assert document[:2] == (DocumentKind.RESIDENT_ID, SOUND)
    assert (document.birth_date, document.sex, document.checked) == (date(1949, 12, 31), Sex.FEMALE, True)
    assert document.findings == ()


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "'11010519491231002X",
        "110105-19491231-002X",
        "\u200b11010519491231002X\ufeff",
        "身份证：11010519491231002X",
        "11010519491231002X(本人)",
        "110105491231002",
    ],
)
def test_every_way_of_writing_one_number_gives_one_key(written: str):
    assert recognise(written).key == recognise(SOUND).key != ""


def test_fifteen_digits_become_eighteen_but_carry_no_check_digit_of_their_own():
    document = recognise("110105491231002")
    assert (document.number, document.checked) == (SOUND, False)


def test_a_wrong_check_digit_is_kept_and_recognises_nobody():
    document = recognise("110105194912310021")
    assert (document.number, document.key, codes(document)) == (
        "110105194912310021",
        "",
        ["document_check_digit"],
    )
    assert not any(finding.fatal for finding in document.findings)


def test_a_number_rounded_by_a_spreadsheet_is_told_from_a_slip_of_the_pen():
    assert codes(recognise("441302199001011000")) == ["document_rounded"]


@pytest.mark.parametrize("written", ["4.41302E+17", "4.41302199001011E+17", "'4.41302e17"])
def test_scientific_notation_with_lost_digits_is_fatal(written: str):
    document = recognise(written, "身份证")
    assert codes(document) == ["document_precision_lost"]
    assert document.findings[0].fatal and document.number == ""


def test_scientific_notation_with_all_digits_is_written_out():
    assert recognise("1.10105491231002E+14").number == SOUND


def test_a_birthday_that_does_not_exist_is_named():
    seventeen = "44130219900231123"
    document = recognise(seventeen + check_digit(seventeen))
    assert document.findings[0].code == "document_birth_date_impossible"
    assert dict(document.findings[0].params) == {"date": "1990-02-31"}
    assert document.key == "" and document.birth_date is None


def test_a_region_that_no_living_person_has_is_a_warning_only():
    seventeen = "99000019900101123"
    document = recognise(seventeen + check_digit(seventeen), "居民身份证")
    assert codes(document) == ["document_region_unknown"]
    assert document.key and document.kind is DocumentKind.RESIDENT_ID


@pytest.mark.parametrize(
    ("written", "told", "kind", "key"),
    [
        ("H1234567800", "回乡证", DocumentKind.HOME_RETURN_PERMIT, "H12345678"),
        ("h12345678", None, DocumentKind.HOME_RETURN_PERMIT, "H12345678"),
        ("M12345678", "港澳居民来往内地通行证", DocumentKind.HOME_RETURN_PERMIT, "M12345678"),
        ("12345678", "台胞证", DocumentKind.TAIWAN_PERMIT, "12345678"),
        ("1234567801", "台湾居民来往大陆通行证", DocumentKind.TAIWAN_PERMIT, "12345678"),
        ("E12345678", None, DocumentKind.PASSPORT, "E12345678"),
        ("AB 123456", "外国护照", DocumentKind.PASSPORT, "AB123456"),
        ("USA110078092013", "外国人永久居留身份证", DocumentKind.FOREIGN_PERMANENT, "USA110078092013"),
        ("军字第1234567号", "军官证", DocumentKind.OFFICER, "军字第1234567号"),
    ],
)
def test_permits_and_passports_are_known_by_kind_and_core_number(
    written: str, told: str | None, kind: DocumentKind, key: str
):
    document = recognise(written, told)
    assert (document.kind, document.key) == (kind, f"{kind.value}:{key}")
    assert not document.checked


@pytest.mark.parametrize("prefix", ["810000", "820000", "830000"])
def test_residence_permits_of_hong_kong_macau_and_taiwan_have_their_own_kind(prefix: str):
    seventeen = f"{prefix}19900101001"
    document = recognise(seventeen + check_digit(seventeen), "港澳台居民居住证")
    assert (document.kind, document.checked, document.findings) == (DocumentKind.HMT_RESIDENCE, True, ())


def test_the_permanent_residence_card_of_2023_begins_with_nine():
    seventeen = "93115619900101001"
    document = recognise(seventeen + check_digit(seventeen))
    assert (document.kind, document.checked) == (DocumentKind.FOREIGN_PERMANENT, True)


@pytest.mark.parametrize("written", ["", "无", "  ", "/", "不详", "None", "-"])
def test_nothing_written_is_no_document_and_no_problem(written: str):
    assert recognise(written) == Document(DocumentKind.NONE)


def test_a_number_of_another_kind_than_told_is_followed_and_said():
    assert codes(recognise(SOUND, "护照")) == ["document_kind_differs"]
    assert recognise(SOUND, "护照").kind is DocumentKind.RESIDENT_ID


def test_two_numbers_in_a_cell_recognise_nobody():
    document = recognise(f"{SOUND} / 441302199001011238")
    assert codes(document)[0] == "document_several" and document.key == ""


def test_seventeen_digits_say_how_many_are_missing():
    document = recognise("11010519491231002", "身份证")
    assert dict(document.findings[0].params) == {"length": "17", "expected": "18"}


@given(st.text(), st.none() | st.text(max_size=20))
def test_no_text_raises(number: str, kind: str | None):
    recognise(number, kind)


@given(st.text(alphabet="0123456789Xx ０１.E+'-HM", max_size=24))
def test_no_numberlike_text_raises(number: str):
    recognise(number)


@given(
    st.sampled_from(["441302", "441303", "110105"]),
    st.dates(date(1900, 1, 1), date(2022, 12, 31)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_a_single_wrong_digit_is_always_found(region: str, born: date, sequence: int, place: int, shift: int):
    seventeen = f"{region}{born:%Y%m%d}{sequence:03d}"
    right = seventeen + check_digit(seventeen)
    assert recognise(right).checked
    if right[place].isdigit():
        wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
        assert not recognise(wrong).checked
