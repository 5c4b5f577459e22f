"""What the matcher answers, and when it says that it doesn't know."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangmu.ground.territory.rules import AddressIndex, Alias, Division, Located

SANXIN = "441302004200"  # 江北街道三新村


@pytest.mark.parametrize(
    "address",
    [
        "广东省惠州市惠城区江北街道三新村民委员会12号",
        "惠城江北三新",
        "惠城区江北街道三新社区居委会",
        "三新村",
        "廣東省惠州市惠城區江北街道三新村",
        "惠 城 区　江北\u200b街道　三新村",
        "惠州市惠州市惠城区惠城区江北街道三新村",
        "惠城区江北街道三心村3栋1单元",
        "惠城区江比街道三新村",
        "惠诚区江北街道三新村",
        "13712345678惠城区江北街道三新村0752-2345678",
        "户籍湖南省衡阳市衡南县，现住惠城区江北街道三新村",
        "由深圳市龙岗区返回惠城区江北街道三新村",
        "惠城区江北街道三新村下源幼儿园旁",
        "惠城区江北街道三新村杭州小笼包店",
    ],
)
def test_one_village_is_found_however_it_is_written(index: AddressIndex, address: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code, answer.flag) == ("match", SANXIN, False)


@pytest.mark.parametrize(
    "address",
    [
        "惠城区陈江街道五一村",
        "仲恺高新区陈江镇五一村委会",
        "惠城区仲恺陈江街道办事处五一村",
        "惠州市惠阳区大亚湾西区街道上杨村",
        "惠阳市大亚湾区西区上杨村",
    ],
)
def test_a_zone_beside_the_county_it_was_cut_from_is_no_contradiction(
    index: AddressIndex, address: str
) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.flag) == ("match", False)


def test_a_wrong_county_beside_the_right_village_is_flagged(index: AddressIndex) -> None:
    answer = index.locate("博罗县江北街道三新村")
    assert (answer.status, answer.code, answer.flag) == ("match", SANXIN, True)


def test_a_unique_village_beside_the_wrong_town_is_flagged(index: AddressIndex) -> None:
    answer = index.locate("惠城区水口街道三新村")
    assert (answer.code, answer.flag) == (SANXIN, True)


@pytest.mark.parametrize("address", ["新村村", "龙华镇龙华村", "桥东社区", "博罗县湖镇镇湖镇"])
def test_names_of_several_villages_go_to_the_desk_with_candidates(index: AddressIndex, address: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code) == ("review", "")
    assert len(answer.candidates) >= 2


def test_the_county_tells_two_towns_of_one_name_apart(index: AddressIndex) -> None:
    assert index.locate("博罗县龙华镇龙华村").code == "441322117207"
    assert index.locate("龙门县龙华镇龙华村").code == "441324118203"


@pytest.mark.parametrize(
    ("address", "status", "town"),
    [
        ("惠州市", "city", ""),
        ("惠阳区", "county", ""),
        ("大亚湾", "county", ""),
        ("惠城区水口", "town", "441302009"),
        ("惠城区江北街道华贸大厦1号楼", "town", "441302004"),
        ("江北街道三新花园5栋", "town", "441302004"),
        ("惠东县平山镇", "town", "441323001"),
    ],
)
def test_what_is_known_is_said_and_no_more(index: AddressIndex, address: str, status: str, town: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code, answer.town) == (status, "", town)


@pytest.mark.parametrize(
    "address",
    [
        "深圳市龙岗区龙华村",
        "深圳龙岗横岗街道新村",
        "龙岗区横岗街道大康社区",
        "海口市龙华区新村",
        "河源市紫金县古竹镇新村村",
        "湖南郴州市苏仙区",
        "江西赣州花园村12号",
        "深训市龙岗区新村",
        "香港九龙",
        "越南河内",
    ],
)
def test_what_lies_outside_is_never_put_into_a_village(index: AddressIndex, address: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code, answer.candidates) == ("outside", "", ())


@pytest.mark.parametrize(
    "address", ["", "  ", "无", "不详", "-", "13800138000", "3栋2单元501", "？？？", "\x00\ufeff"]
)
def test_nothing_usable_is_invalid(index: AddressIndex, address: str) -> None:
    assert index.locate(address).status == "invalid"


def test_an_address_that_also_names_another_city_is_looked_at_by_a_person(index: AddressIndex) -> None:
    answer = index.locate("惠城区江北街道三新村、深圳市龙岗区")
    assert (answer.status, answer.code) == ("review", SANXIN)


def test_a_former_address_alone_is_looked_at_by_a_person(index: AddressIndex) -> None:
    assert index.locate("户籍地址：惠城区江北街道三新村").status == "review"


def test_an_estate_gives_the_group_grid(index: AddressIndex) -> None:
    answer = index.locate("荣灿嘉园3栋501")
    assert (answer.code, answer.area) == ("441302001001", 441302001001001001)


def test_a_house_number_picks_the_stretch_of_a_road(index: AddressIndex) -> None:
    assert index.locate("博罗县湖镇镇新澳中路114号").code == "441322113231"
    assert index.locate("博罗县湖镇镇新澳中路１１５号之二").code == "441322113208"


@pytest.mark.parametrize("group", ["张屋小组", "张屋村民小组", "张屋组"])
def test_a_village_group_is_part_of_the_area(
    index: AddressIndex, shipped_divisions: list[Division], group: str
) -> None:
    village = next(division for division in shipped_divisions if division.code == "441303104201")
    answer = index.locate(f"惠阳区镇隆镇{village.name}{group}12号")
    assert answer.area == 441303104201001002


def test_a_hint_helps_only_where_the_address_is_silent(index: AddressIndex) -> None:
    assert index.locate("新村村", within="441302110").code.startswith("441302110")
    assert index.locate("惠城区江北街道三新村", within="441322117").code == SANXIN


def test_what_a_desk_has_taught_counts_in_its_town(index: AddressIndex) -> None:
    taught = index.learn([Alias("village", SANXIN, "华贸大厦", town="441302004")])
    assert taught.locate("惠城区江北街道华贸大厦1号楼").code == SANXIN
    assert taught.locate("惠城区水口街道华贸大厦1号楼").code == ""
    assert index.locate("惠城区江北街道华贸大厦1号楼").code == ""


def test_a_batch_gives_the_same_answers_without_the_explanation(index: AddressIndex) -> None:
    texts = ["三新村", "龙华镇龙华村", "深圳市", "三新村"]
    for one, many in zip(map(index.locate, texts), index.locate_many(texts), strict=True):
        assert (one.status, one.code, one.area, one.town) == (many.status, many.code, many.area, many.town)
        assert one.steps
        assert not many.steps


def test_an_address_that_comes_again_in_a_later_batch_is_not_looked_for_again(index: AddressIndex) -> None:
    known: dict[str, Located] = {}
    (first, _), (again, other) = (
        index.locate_many(texts, known=known) for texts in (["三新村", "深圳市"], ["三新村", "龙华镇龙华村"])
    )
    assert again is first
    assert other == index.locate_many(["龙华镇龙华村"])[0]
    assert list(known) == ["三新村", "深圳市", "龙华镇龙华村"]


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_gets_an_answer(index: AddressIndex, text: str) -> None:
    answer = index.locate(text)
    assert answer.code == "" or (len(answer.code) == 12 and answer.status in {"match", "review"})


PIECES = (
    "惠州市",
    "惠城区",
    "博罗",
    "江北街道",
    "三新",
    "村",
    "龙华",
    "镇",
    "12号",
    "花园",
    "深圳市",
    "现住",
    "户籍",
    ",",
    "一组",
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_names_in_any_order_get_an_answer_of_one_piece(index: AddressIndex, pieces: list[str]) -> None:
    answer = index.locate("".join(pieces))
    assert (answer.status == "match") <= bool(answer.code)
    assert answer.code == "" or (answer.town == answer.code[:9] and str(answer.area).startswith(answer.code))
