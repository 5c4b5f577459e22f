"""People who do not exist: names, documents, phones and doors, the same for the same seed.

Given names are drawn from the Thousand Character Classic. Document numbers carry the region 99xxxx, which no living
person's has, and a right check digit. Phones begin with 154, which no operator has been assigned.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from gangmu.ground.register.rules.documents import check_digit

SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任"
    "姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光"
    "果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶唐民周发殷汤坐朝问道垂拱平章"
    "爱育黎首臣伏戎羌遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万方"
)
PHONE_PREFIX = "154"
REGION = "99"
DAY_ZERO = date(1936, 1, 1)
LAST_BIRTH = date(2024, 12, 31)


class Someone(NamedTuple):
    """A synthetic person. `document` has 18 characters, `phone` 11 digits or '', `sex` is 'm' or 'f'."""

    name: str
    sex: str
    birth_date: date
    document: str
    phone: str


def someone(number: int, chance: random.Random) -> Someone:
    """Person `number` (0 to 9,999,999): no two numbers share a document or a phone."""
    sex = "m" if chance.random() < 0.538 else "f"
    born = DAY_ZERO + timedelta(days=int(_age_weight(chance) * (LAST_BIRTH - DAY_ZERO).days))
    surname = SURNAMES[min(int(chance.random() ** 2 * len(SURNAMES)), len(SURNAMES) - 1)]
    size = 2 if chance.random() < 0.85 else 1
    name = surname + "".join(chance.choice(GIVEN) for _ in range(size))
    # 9999 regions times 500 orders of one sex on one day keep the numbers apart whatever the birthday.
    region, order = divmod(number, 500)
    seventeen = f"{REGION}{region % 10000:04d}{born:%Y%m%d}{order * 2 + (sex == 'm'):03d}"
    document = seventeen + check_digit(seventeen)
    return Someone(name, sex, born, document, f"{PHONE_PREFIX}{(10_000_019 + number * 7) % 100_000_000:08d}")


def _age_weight(chance: random.Random) -> float:
    """More people of working age than of any other: 0 is the oldest, 1 the youngest."""
    return min(max(chance.betavariate(2.6, 1.7), 0.0), 0.999)


class Resident(NamedTuple):
    """A resident in a grid: `household` is the door's label, `phone` may be that of the household's head."""

    person: Someone
    area: int
    household: str


def residents(groups: list[tuple[int, str, int, bool]], share: float, seed: int = 1) -> Iterator[Resident]:
    """A share of the people of each group (area, name, residents, is an estate), household by household."""
    chance = random.Random(seed)
    number = 0
    for area, name, people, estate in groups:
        wanted = int(people * share + chance.random())
        door = 0
        while wanted > 0:
            door += 1
            size = min(wanted, chance.choice((1, 2, 2, 3, 3, 3, 4, 5)))
            label = door_label(name, door, chance, estate=estate)
            head = ""
            for _ in range(size):
                one = someone(number, chance)
                if head and (chance.random() < 0.35 or one.birth_date.year > 2012):
                    one = one._replace(phone=head)
                head = head or one.phone
                yield Resident(one, area, label)
                number += 1
            wanted -= size


def door_label(place: str, door: int, chance: random.Random, *, estate: bool) -> str:
    """The door of a household: 荣灿嘉园3栋2单元501 or 禾田小组15号."""
    if estate:
        building, rest = divmod(door, 40)
        unit, flat = divmod(rest, 20)
        return (
            f"{place}{building + 1}栋{unit + 1}单元{flat // 4 * 3 + chance.randrange(1, 4)}{flat % 4 + 1:02d}"
        )
    return f"{place}{door}号"
