"""Addresses without one right village: ambiguous, outside, empty."""

from gangmu.twin.address_parts import AddressParts, Made

EMPTY = (
    "",
    "无",
    "不详",
    "未知",
    "-",
    "/",
    "13800138000",
    "暂无",
    "拒绝提供",
    "N/A",
    "同上",
    "3栋2单元501",
    "家里",
    "？？？",
    "123",
)
ELSEWHERE = (
    "深圳市龙岗区", "深圳龙岗", "东莞市", "河源市源城区", "广州市增城区",
    "湖南省长沙市", "江西赣州", "海口市龙华区", "汕尾市海丰县", "深圳市龙华区",
    "广东省广州市", "重庆市", "上海市浦东新区", "龙岗区", "广西桂林",
)  # fmt: skip
OPPOSITE = str.maketrans("上下东西南北大小新旧", "下上西东北南小大旧新")


class OtherKinds(AddressParts):
    """Kinds for which the right answer is a question, 'outside' or 'nothing usable'."""

    def kind_ambiguous_name(self) -> Made:
        core = self.random.choice([core for core, units in self.by_core.items() if len(units) > 1])
        units = self.by_core[core]
        tails = {u.std for u in units}
        pick = self.random.choice(units)
        if len(tails) > 1 or self.random.random() < 0.5:
            return core, "ambiguous", "", False
        return pick.std, "ambiguous", "", False

    def kind_ambiguous_in_county(self) -> Made | None:
        unit = self._pick()
        same = [u for u in self.by_core[unit.core] if u.county == unit.county and u.std == unit.std]
        if len(same) < 2:
            return None
        return unit.county + unit.std + self._rest(), "ambiguous", "", False

    def kind_pair_in_town(self) -> Made | None:
        unit = self._pick()
        if self._single(unit) or unit.core in self.town_cores:
            return None
        return unit.county + unit.town + unit.core, "ambiguous", "", False

    def kind_two_towns_of_one_name(self) -> Made:
        return "龙华镇龙华" + self.random.choice(("", "村")) + self._rest(), "ambiguous", "", False

    def kind_town_only(self) -> Made:
        unit = self._pick()
        tail = self.random.choice(("", "某出租屋", f"{self._unknown_estate()}3栋"))
        return unit.county + unit.town + tail, "ambiguous", "", False

    def kind_county_only(self) -> Made:
        return (
            self.city + self.random.choice((*self.counties.values(), "", "大亚湾区")),
            "ambiguous",
            "",
            False,
        )

    def kind_outside(self) -> Made | None:
        place = self.random.choice(self.elsewhere)
        if place.level not in {"village", "town", "county"}:
            return None
        names, code = [place.name], place.code
        for size in (9, 6, 4, 2):
            name = self.names.get(code[:size].ljust(12, "0"))
            if name and name not in names and name not in {"市辖区", "县"}:
                names.insert(0, name)
        if len(names) < 2:
            return None
        start = 1 if names[0] == "广东省" and len(names) > 2 else 0
        return "".join(names[start:]) + self._rest(), "outside", "", False

    def kind_outside_with_local_name(self) -> Made:
        unit = self._pick()
        head = self.random.choice(ELSEWHERE)
        return (
            head
            + self.random.choice((unit.std, unit.town_core + "镇" + unit.std, unit.town_core + "街道"))
            + self._rest(),
            "outside",
            "",
            False,
        )

    def kind_outside_written_short(self) -> Made | None:
        """普宁大坪镇大坪村: a county of the province without its suffix, as registers of origin have it."""
        place = self.random.choice(self.elsewhere)
        names = [self.names.get(place.code[:size].ljust(12, "0"), "") for size in (6, 9)]
        county, town = names[0][:-1], names[1]
        short = county in self.all_names or any(county == known[:2] for known in self.counties.values())
        if place.level != "village" or len(county) != 2 or short or town[-1:] not in "镇乡":
            return None
        return county + town + place.name.replace("委会", "民委员会"), "outside", "", False

    def kind_two_places(self) -> Made | None:
        unit = self._pick()
        other = self.random.choice(self.by_town[unit.town_key])
        if other.core == unit.core or not (self._single(unit) and self._single(other)):
            return None
        link = self.random.choice(("、", "和", "或", f"12号,{other.county}{other.town}"))
        return unit.county + unit.town + unit.std + link + other.std, "ambiguous", "", False

    def kind_another_of_that_kind(self) -> Made | None:
        """下湖塘村 where only 上湖塘村 is known: another village, not a slip."""
        unit = self._pick()
        wrong = unit.core.translate(OPPOSITE)
        known = {u.core for u in self.by_town[unit.town_key]}
        if wrong == unit.core or wrong in self.all_names or any(core in wrong for core in known):
            return None
        return unit.county + unit.town + wrong + unit.std[len(unit.core) :], "ambiguous", "", False

    def kind_empty(self) -> Made:
        return self.random.choice(EMPTY), "empty", "", False
