# ruff: noqa: E501 (tables of cells)
import pytest

from gangmu.control.intake.rules import (
    Field,
    Row,
    guess_mapping,
    load_profiles,
    mapping_from_guesses,
    match_profile,
)
from gangmu.control.intake.rules.headers import normal_header
from gangmu.control.intake.rules.profiles import parse_profile
from tests.control.intake.rules.making import HEADER, PERSON

KNOWN = {
    "big_data_push": HEADER,
    "assistance_letter": ("序号", "被协查人", "身份证号码", "关联病例", "与病例关系", "居住地址", "接触类型", "协查函编号"),
    "passengers_rail": ("序号", "旅客姓名", "证件类型", "证件号码", "订票电话", "车次", "乘车日期", "上车站", "下车站", "车厢号", "座位号"),
    "passengers_air": ("旅客姓名", "证件号码", "手机号", "航班号", "航班日期", "出发机场", "到达机场", "座位号"),
    "health_code": ("姓名", "身份证号", "手机号", "所属区县", "所属镇街", "居住地址", "码色", "赋码时间", "赋码原因"),
    "provincial_platform": ("推送编号", "姓名", "性别", "年龄", "证件类型", "证件号码", "手机号码", "省", "市", "区县", "镇街", "村居", "详细地址", "抵粤时间", "人员类别"),
    "mosquito_households": ("户编号", "户主姓名", "户主电话", "镇街", "村居", "门牌号", "关联病例编号", "距病例距离"),
}  # fmt: skip


def test_there_is_a_profile_for_every_known_source():
    assert {profile.name for profile in load_profiles()} == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_a_header_of_a_known_source_finds_its_profile(name: str):
    mapping = match_profile(KNOWN[name])
    assert mapping is not None and mapping.profile == f"{name}/1"
    assert None not in mapping.fields


def test_a_header_written_with_stars_spaces_and_notes_is_the_same_header():
    assert normal_header(" * 联 系 电 话（必填）：") == "联系电话"
    assert match_profile(tuple(f"{h}*(必填)" for h in HEADER)) is not None


def test_a_header_with_an_unknown_column_goes_to_the_mapping_page_until_it_is_learnt():
    header = (*HEADER, "网格化管家")
    assert match_profile(header) is None
    mapping = match_profile(header, learned={"网格化管家": Field.IGNORED})
    assert mapping is not None and mapping.fields[-1] is Field.IGNORED


def test_a_profile_with_an_unknown_field_is_not_accepted():
    with pytest.raises(ValueError):
        parse_profile('name="x"\nversion=1\ntitle="x"\nsource="x"\nrequired=[]\n[headers]\n"姓名"="nom"')


def rows(*cells: list[str]) -> list[Row]:
    return [Row(number, list(c)) for number, c in enumerate(cells, 2)]


def test_unknown_headers_are_guessed_by_likeness_and_by_what_they_hold():
    header = ("名", "码", "打给谁", "到了哪天", "人在哪里", "现居住的详细地址", "")
    sample = rows(
        *[
            [
                "李明",
                "11010519491231002X",
                "13800138001",
                "2022-10-05",
                "惠城区江北街道1号",
                "惠城区云山路2号",
                "",
            ]
        ]
        * 4
    )
    guesses = guess_mapping(header, sample)
    assert [g.field for g in guesses[:4]] == [
        Field.NAME,
        Field.DOCUMENT_NUMBER,
        Field.PHONE,
        Field.ARRIVED_AT,
    ]
    assert [g.reason for g in guesses[1:4]] == ["content_document", "content_phone", "content_date"]
    assert guesses[6].field is None and guesses[6].confidence == 0.0
    assert Field.ADDRESS in {guesses[4].field, guesses[5].field}


def test_a_learned_header_outweighs_everything():
    guesses = guess_mapping(("打给谁",), rows(["13800138001"]), {"打给谁": Field.PHONE2})
    assert (guesses[0].field, guesses[0].confidence, guesses[0].reason) == (Field.PHONE2, 1.0, "learned")


def test_a_second_column_of_phones_becomes_the_other_phone():
    guesses = guess_mapping(("联系电话", "手机"), rows(*[["13800138001", "13900139002"]] * 3))
    assert {g.field for g in guesses} == {Field.PHONE, Field.PHONE2}


def test_a_file_without_a_header_is_guessed_by_what_it_holds():
    guesses = guess_mapping([""] * len(HEADER), rows(*[list(PERSON)] * 5))
    assert {Field.DOCUMENT_NUMBER, Field.PHONE, Field.ADDRESS} <= {g.field for g in guesses}


def test_the_choice_of_a_person_becomes_a_mapping_of_every_column():
    mapping = mapping_from_guesses(("a", "b"), [Field.NAME, None], {Field.CATEGORY: "红码"})
    assert mapping.fields == (Field.NAME, None) and mapping.profile == ""
    with pytest.raises(ValueError):
        mapping_from_guesses(("a", "b"), [Field.NAME])


@pytest.mark.parametrize(
    "header",
    [
        ("户主姓名", "户主身份证号", "成员姓名", "成员身份证号", "联系电话", "家庭住址"),
        ("病例姓名", "病例身份证号", "密接姓名", "密接身份证号", "密接电话", "密接现住址"),
    ],
)
def test_of_two_columns_that_could_be_the_same_neither_is_sure(header: tuple[str, ...]) -> None:
    person = [
        "李大伟",
        "11010519491231002X",
        "王小明",
        "440301199001010030",
        "13800138000",
        "惠城区江北街道三新村1号",
    ]
    guesses = guess_mapping(header, rows(person, person, person))
    numbers = (guesses[1], guesses[3])
    assert [g.reason for g in numbers] == ["contested", "contested"]
    assert all(g.confidence < 0.75 for g in numbers)


def test_a_plain_header_is_sure_beside_one_that_only_ends_like_it() -> None:
    header = ("姓名", "联系电话", "监护人姓名", "所在单位的地址")
    person = ["李小伟", "13800138000", "李大伟", "江北街道"]
    assert guess_mapping(header, rows(person, person, person))[0].confidence > 0.9


def test_numbers_of_two_kinds_of_document_of_which_each_row_has_one_are_both_taken() -> None:
    header = ("人员", "护照号码", "居民身份证号", "打给谁")
    guesses = guess_mapping(
        header,
        rows(["李大伟", "", "11010519491231002X", "13800138000"], ["王小明", "E12345678", "", "13800138001"]),
    )
    assert [g.field for g in guesses[1:3]] == [Field.DOCUMENT_NUMBER, Field.DOCUMENT_NUMBER]


def test_two_people_in_one_line_are_no_known_layout() -> None:
    assert match_profile(("姓名", "证件号码", "联系电话", "姓名", "证件号码", "联系电话", "现住址")) is None
