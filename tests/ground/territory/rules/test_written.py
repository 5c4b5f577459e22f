"""Addresses as people write them: short names, slips, two places, where they come from and where they work."""

import pytest

from gangmu.ground.territory.rules import AddressIndex

SANXIN = "441302004200"  # 江北街道三新村


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("惠城区马安镇柏田村委会12号", "441302109202"),
        ("惠城区马安镇马安村委会12号", "441302109205"),
        ("龙门县龙华镇龙华社区", "441324118001"),
        ("龙门县龙华镇长滩行政村155号", "441324118217"),
        ("博罗县杨侨镇朝田办事处", "441322122402"),
        ("惠城区汝湖镇房村一巷12号", "441302100205"),
        ("惠东县稔山镇船澳自建房5楼", "441323104209"),
        ("博罗县铁场镇源头村委会", "441322121208"),
    ],
)
def test_names_are_read_as_people_use_them(index: AddressIndex, address: str, code: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code, answer.flag) == ("match", code, False)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("惠阳区镇隆镇长龙龙村委会89号", "441303104202"),
        ("惠东县平海镇油?园村63号", "441323106207"),
        ("惠城区横沥镇霞lang村", "441302110227"),
        ("龙门县龙江镇右前村", "441324119206"),
        ("惠城区马安镇水背村民委员会", "441302109211"),
        ("惠阳区新圩镇塘下居委会140号", "441303103003"),
        ("惠东县黄埠镇三&nbsp;洲村委会73号", "441323110209"),
    ],
)
def test_a_name_that_came_through_badly_is_read_inside_its_town(
    index: AddressIndex, address: str, code: str
) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code) == ("match", code)


@pytest.mark.parametrize(
    "address", ["惠城区江南街道下湖塘社区", "福田镇营盘上村", "惠城区汝湖镇下仍头村委会"]
)
def test_another_place_of_the_same_kind_of_name_is_no_slip(index: AddressIndex, address: str) -> None:
    assert index.locate(address).status in {"review", "town"}


@pytest.mark.parametrize(
    "address",
    [
        "惠阳区淡水街道白云社区、星河社区",
        "惠东县平山街道莲花社区或凤岗村",
        "博罗县公庄镇溪联村和黄陂村交界处",
        "惠城区龙丰街道万林湖社区134号 博罗县柏塘镇矮围村125号",
    ],
)
def test_of_two_places_a_person_chooses(index: AddressIndex, address: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code) == ("review", "")
    assert len(answer.candidates) >= 2


def test_a_neighbour_named_beside_it_does_not_make_two_places(index: AddressIndex) -> None:
    assert index.locate("惠阳区淡水街道白云社区,星河社区旁").code == "441303001017"


@pytest.mark.parametrize(
    "address",
    [
        "广东普宁大坪镇大坪村委会2组",
        "英德英城街道城西居委会22号",
        "梅州石联村",
        "河南信阳固始县金鸡村84号",
        "开平水口镇165号",
    ],
)
def test_places_elsewhere_are_known_without_their_suffix(index: AddressIndex, address: str) -> None:
    assert index.locate(address).status == "outside"


@pytest.mark.parametrize(
    "address",
    [
        "江海明珠江北街道三新村",
        "长安花园12栋江北街道三新村",
        "途经深圳市福田区，落脚惠城区江北街道三新村",
        "工作单位：博罗县罗阳街道东山社区；家庭住址：惠城区江北街道三新村17号",
        "湖南人，租住惠城区江北街道三新村",
        "惠城区江北街道三新村171号（深圳市福田区返回）",
        "惠城区江北街道三新村深圳市万家物业公司宿舍",
        "惠城区江北街道三新村171号（原深圳市龙岗区）",
        "惠城区江北街道三新村273号（原惠州市博罗县罗阳街道杨梅村266号）",
        "惠城区江北街道三新小卖部楼上",
        "惠城区江北街道三新村出租住房3楼",
        "惠城区江北街道三新村李家住宅区3栋",
        "惠城区江北街道三新村李家中学旁",
        "身份证441302199001011234惠城区江北街道三新村",
        "惠城区江北街道三新村家中无人",
        "惠城区江北街道三新村12号不在家请放门卫",
    ],
)
def test_where_somebody_came_from_or_works_is_not_where_he_lives(index: AddressIndex, address: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code) == ("match", SANXIN)


@pytest.mark.parametrize(
    "story",
    [
        "1月8日8时从惠城区江北街道三新村193号家中出发,9时到惠城区陈江街道御湖社区理发店,晚上回到住处",
        "3月18日7时从住处(惠城区江北街道三新村)到龙门县永汉镇城西社区快递站买菜,9时许返回住处",
        "活动轨迹:惠城区江北街道三新村(住所),龙门县永汉镇官田村药店,返回住所",
        "男,47岁,家住惠城区江北街道三新村123号。11月27日上午曾到永汉镇官田村药店。",
        "患者自述住惠城区江北街道三新村74号2楼,在东莞市清溪镇某鞋厂上班",
        "身份证:上海市浦东新区惠南镇光明社区 居住证:惠城区江北街道三新村18栋",
        "出发地四川省达州市渠县渠江镇大屋组12号→到达地惠城区江北街道三新村12栋",
        "不住长宁镇埔筏村了,现在住惠城区江北街道三新村",
        "近十四天未到过中高风险地区。惠城区江北街道三新村12号",
    ],
)
def test_of_a_story_the_home_is_taken(index: AddressIndex, story: str) -> None:
    answer = index.locate(story)
    assert (answer.status, answer.code) == ("match", SANXIN)


@pytest.mark.parametrize(
    "address",
    [
        "不在惠城区江北街道三新村居住",
        "已搬离惠城区江北街道三新村,去向不明",
        "不是惠城区江北街道三新村的",
        "惠城区江北街道三新村12号查无此人",
    ],
)
def test_where_somebody_is_not_is_never_assigned(index: AddressIndex, address: str) -> None:
    assert index.locate(address).status == "review"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("地址是嗯惠州博罗县的长宁镇那个新江村三十七号。", "441322115213"),
        ("广东省惠州市惠东县平海镇港1村", "441323106215"),
        ("惠城区江南街道7联村55号", "441302003202"),
        ("广东省惠东县平海镇赤砂管理区", "441323106214"),
        ("广东省龙门县永汉乡上埔大队54号", "441324101214"),
        ("惠阳区沙田镇花塘旧村", "441303101201"),
        ("441302004200", SANXIN),
        ("区划代码：441302004200.0", SANXIN),
    ],
)
def test_names_are_read_as_they_are_said_and_in_old_papers(
    index: AddressIndex, address: str, code: str
) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code) == ("match", code)


def test_a_document_number_is_no_code_of_a_village(index: AddressIndex) -> None:
    assert index.locate("441324200201").status == "match"
    assert index.locate("441324200201151234").status == "invalid"


@pytest.mark.parametrize("address", ["惠城区马安镇水墩村9巷52号", "马安镇郭塘村委会14栋"])
def test_a_short_name_that_is_half_like_another_is_not_assigned(index: AddressIndex, address: str) -> None:
    assert index.locate(address).status in {"review", "town"}


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (
            "No.82, Lianhe Village, Shuikou Subdistrict, Huicheng District, Huizhou, Guangdong, China",
            "441302009212",
        ),
        ("I live in Fuyuan Village, Hengli Town, Huicheng District, Huizhou.", "441302110203"),
        ("Chang Long Village, Zhenlong Town, Huiyang District, Huizhou City", "441303104202"),
        ("12hao Xiufengcun, Liangjingzhen, Huiyang, Huizhou", "441303109207"),
    ],
)
def test_an_address_in_latin_letters_is_read(index: AddressIndex, address: str, code: str) -> None:
    answer = index.locate(address)
    assert (answer.status, answer.code) == ("match", code)


@pytest.mark.parametrize(
    "address",
    ["Room 1203, Longgang District, Shenzhen, Guangdong", "Fuyuan Village, Hengli Town, Dongguan", "N/A"],
)
def test_nothing_in_latin_letters_is_taken_for_a_place_of_the_city_that_does_not_name_it(
    index: AddressIndex, address: str
) -> None:
    assert index.locate(address).status == "invalid"
