"""People who do not exist: names, documents, phones and doors, the same for the same seed.

Given names are drawn from the Thousand Character Classic. Document numbers carry a right check digit and a region
that no living person's has: 99xxxx for residents, 97xxxx and 98xxxx for people who are pushed. Phones begin with 154,
which no operator has been assigned: 1540, 1548 and 1549 for residents, 1541 to 1547 for people who are pushed.
"""

from __future__ import annotations

import random
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
RESIDENT_SERIES = "089"  # ten million phones each
PUSHED_REGION, RESIDENT_REGION = 970000, 990000
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
    # 20,000 regions times 500 orders of one sex on one day keep the numbers apart whatever the birthday.
    region, order = divmod(number, 500)
    seventeen = f"{PUSHED_REGION + region}{born:%Y%m%d}{order * 2 + (sex == 'm'):03d}"
    document = seventeen + check_digit(seventeen)
    return Someone(name, sex, born, document, f"{PHONE_PREFIX}{10_000_000 + number * 7}")


def _age_weight(chance: random.Random) -> float:
    """More people of working age than of any other: 0 is the oldest, 1 the youngest."""
    return min(max(chance.betavariate(2.6, 1.7), 0.0), 0.999)
