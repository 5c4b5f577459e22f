"""Addresses with one right village: written well, written badly, with pieces missing or contradicting."""

from gangmu.ground.territory.rules.names import core_of_unit
from gangmu.twin.address_parts import AddressParts, Made, Unit, close
from gangmu.twin.slips import homophone, slip, spaced, traditional, widened


class RightKinds(AddressParts):
    """Kinds whose difficulty is how they are written; each returns None when its draw is not a fair
    question.
    """

    def kind_full(self) -> Made:
        unit = self._pick()
        return self._right(unit, self._full(unit) + self._rest())

    def kind_full_with_unknown_estate(self) -> Made:
        unit = self._pick()
        return self._right(unit, f"{self._full(unit)}{self._unknown_estate()}{self._rest()}")

    def kind_no_suffix_of_town(self) -> Made:
        unit = self._pick()
        return self._right(
            unit, core_of_unit(unit.county) + unit.town_core + self._named(unit) + self._rest()
        )

    def kind_core_only_in_town(self) -> Made | None:
        unit = self._pick()
        if not self._single(unit) or unit.core == unit.town_core or unit.core in self.town_cores:
            return None
        return self._right(
            unit, self._county(unit) + unit.town + unit.core + self.random.choice(("", "12号", "3组"))
        )

    def kind_other_suffix(self) -> Made | None:
        unit = self._pick()
        if not self._single(unit):
            return None
        tail = "村" if unit.kind == "community" else "社区"
        if unit.core + tail in self.by_core:
            return None
        return self._right(unit, self._county(unit) + unit.town + unit.core + tail + self._rest())

    def kind_zone(self) -> Made | None:
        unit = self._pick()
        if not unit.zone:
            return None
        head = self.random.choice(
            ("惠州市仲恺区", "仲恺") if "仲恺" in unit.zone else ("大亚湾", "惠阳市大亚湾区", "大亚湾区")
        )
        return self._right(
            unit, head + unit.town_core + self.random.choice(("街道", "镇", "街道办")) + self._named(unit)
        )

    def kind_old_town_name(self) -> Made:
        unit = self._pick()
        tail = self.random.choice(("镇", "街道办事处", "办事处", "街道办", "镇政府"))
        town = unit.town if unit.town_core == unit.town else unit.town_core + tail
        return self._right(unit, self.city + self._county(unit) + town + self._named(unit) + self._rest())

    def kind_town_and_village(self) -> Made | None:
        unit = self._pick()
        if self.town_cores[unit.town_core] > 1:
            return None
        return self._right(unit, unit.town + self._named(unit) + self._rest())

    def kind_county_and_village(self) -> Made | None:
        unit = self._pick()
        near = [u for u in self.by_core[unit.core] if u.county == unit.county or u.zone == unit.zone != ""]
        if len(near) > 1:
            return None
        return self._right(unit, unit.county + self._named(unit) + self._rest())

    def kind_village_alone(self) -> Made | None:
        unit = self._pick()
        if len(self.by_core[unit.core]) > 1:
            return None
        return self._right(
            unit, self.random.choice(("", self.city, "住址:")) + self._named(unit) + self._rest()
        )

    def kind_estate_alone(self) -> Made:
        name = self.random.choice(self.one_estates)
        unit = self.by_code[next(iter(self.estates[name]))]
        head = self.random.choice(("", self.city, unit.county, unit.county + unit.town))
        return self._right(unit, head + name + self.random.choice(("", "3栋501", "2期5栋2单元1103房")))

    def kind_estate_slip(self) -> Made | None:
        name = self.random.choice(self.one_estates)
        wrong = slip(name, self.random)
        unit = self.by_code[next(iter(self.estates[name]))]
        if (
            len(name) < 4
            or wrong in self.all_names
            or any(close(wrong, n) for n in self.estates if n != name)
        ):
            return None
        return self._right(unit, unit.county + unit.town + wrong + "3栋501")

    def kind_road_and_number(self) -> Made | None:
        name = self.random.choice(sorted(self.roads))
        low, high, code = self.random.choice(self.roads[name])
        unit = self.by_code[code]
        house = self.random.randint(low, high)
        others = {c for a, b, c in self.roads[name] if a <= house <= b}
        head = self.random.choice(("", unit.county, unit.county + unit.town, unit.town))
        inside = {c for c in others if not head or self.by_code[c].county == unit.county or head == unit.town}
        inside = {c for c in inside if unit.town not in head or self.by_code[c].town == unit.town}
        if len(inside) > 1:
            return None
        return self._right(unit, f"{head}{name}{house}号{self.random.choice(('', '201房', '-3', '之二'))}")

    def kind_town_and_group(self) -> Made | None:
        town, group = self.random.choice(self.one_groups)
        unit = self.by_code[next(iter(self.groups[town, group]))]
        core = group.removesuffix("小组")
        if core in self.by_core:
            return None
        return self._right(
            unit, unit.county + unit.town + core + self.random.choice(("小组", "村民小组", "组")) + "8号"
        )

    def kind_slip_in_village(self) -> Made | None:
        unit = self._pick()
        wrong = slip(unit.core, self.random)
        if not self._right_slip(unit, wrong):
            return None
        return (
            self._right(unit, self._full(unit).replace(unit.core, wrong) + self._rest())
            if unit.core not in (unit.town)
            else None
        )

    def kind_homophone_of_village(self) -> Made | None:
        unit = self._pick()
        wrong = homophone(unit.core, self.random)
        if not wrong or not self._right_slip(unit, wrong) or unit.core in unit.town:
            return None
        return self._right(
            unit, self._county(unit) + unit.town + wrong + unit.std[len(unit.core) :] + self._rest()
        )

    def _right_slip(self, unit: Unit, wrong: str) -> bool:
        rivals = [u.core for u in self.by_town[unit.town_key] if u.core != unit.core]
        return (
            self._single(unit)
            and len(wrong) >= 2
            and wrong not in self.all_names
            and not any(close(wrong, rival) or rival in wrong for rival in rivals)
        )

    def kind_doubled_character(self) -> Made | None:
        unit = self._pick()
        place = self.random.randrange(len(unit.core))
        wrong = unit.core[:place] + unit.core[place] + unit.core[place:]
        if not self._right_slip(unit, wrong):
            return None
        return self._right(unit, self._county(unit) + unit.town + wrong + unit.std[len(unit.core) :])

    def kind_lost_character(self) -> Made | None:
        """油?园村: what a character set could not hold."""
        unit = self._pick()
        place = self.random.randrange(1, len(unit.core) + 1)
        kept = unit.core[:place] + unit.core[place + 1 :]
        lost = unit.core[:place] + self.random.choice("?？□*") + unit.core[place + 1 :]
        if place == len(unit.core) or any(
            len(other.core) == len(unit.core) and other.core[:place] + other.core[place + 1 :] == kept
            for other in self.by_town[unit.town_key]
            if other != unit
        ):
            return None
        return self._right(unit, unit.county + unit.town + lost + unit.std[len(unit.core) :])

    def kind_home_beside_work(self) -> Made:
        unit, other = self._pick(), self._pick()
        home, work = self._full(unit) + "12号", self._full(other)
        return self._right(
            unit,
            self.random.choice((f"工作单位：{work}；家庭住址：{home}", f"由深圳市福田区自驾回来，住{home}")),
        )

    def kind_slip_in_town(self) -> Made | None:
        unit = self._pick()
        make = self.random.choice((slip, homophone))
        wrong = make(unit.town_core, self.random)
        if (
            unit.town_core == unit.town
            or not wrong
            or len(wrong) < 2
            or any(close(wrong, n) for n in self.town_cores if n != unit.town_core)
        ):
            return None
        if self.town_cores[unit.town_core] > 1:
            return None
        return self._right(
            unit, unit.county + unit.town.replace(unit.town_core, wrong) + self._named(unit) + self._rest()
        )

    def kind_slip_in_county(self) -> Made | None:
        unit = self._pick()
        if self.town_cores[unit.town_core] > 1:
            return None
        make = self.random.choice((slip, homophone))
        wrong = make(unit.county[:2], self.random) or unit.county[:2]
        if wrong in ("惠城", "惠阳", "惠东", "博罗", "龙门"):
            return None
        return self._right(
            unit, self.city + wrong + unit.county[2:] + unit.town + self._named(unit) + self._rest()
        )

    def kind_slip_in_suffix(self) -> Made | None:
        unit = self._pick()
        if not self._single(unit):
            return None
        named = unit.core + self.random.choice(("社曲", "社居", "存", "村会", "居会", "村委员会"))
        return self._right(unit, unit.county + unit.town + named)

    def kind_full_width(self) -> Made:
        unit = self._pick()
        return self._right(unit, widened(self._full(unit) + "12号A栋302"))

    def kind_traditional(self) -> Made:
        unit = self._pick()
        return self._right(unit, traditional(self._full(unit)) + self._rest())

    def kind_spaced(self) -> Made:
        unit = self._pick()
        return self._right(unit, spaced(self._full(unit), self.random) + self._rest())

    def kind_wrong_county(self) -> Made | None:
        unit = self._pick()
        wrong = self.random.choice([c for c in self.counties.values() if c != unit.county])
        if self.town_cores[unit.town_core] > 1:
            return None
        return self._right(unit, self.city + wrong + unit.town + self._named(unit) + self._rest(), True)

    def kind_wrong_county_no_town(self) -> Made | None:
        unit = self._pick()
        wrong = self.random.choice([c for c in self.counties.values() if c != unit.county])
        if len(self.by_core[unit.core]) > 1 or unit.core in self.town_cores:
            return None
        return self._right(unit, wrong + self._named(unit), True)

    def kind_wrong_town(self) -> Made | None:
        unit, other = self._pick(), self._pick()
        if len(self.by_core[unit.core]) > 1 or other.county != unit.county or other.town == unit.town:
            return None
        if self.town_cores[other.town_core] > 1 or any(
            close(unit.core, u.core) for u in self.by_town[other.town_key]
        ):
            return None
        return self._right(unit, unit.county + other.town + self._named(unit), True)

    def kind_repeated_city(self) -> Made:
        unit = self._pick()
        return self._right(unit, f"惠州市{self.city}{unit.county}{self._full(unit)}{self._rest()}")

    def kind_former_address_before(self) -> Made:
        unit, other = self._pick(), self._pick()
        former = self.random.choice(
            (f"户籍地址:{self._full(other)},", "户籍湖南省衡阳市衡南县", f"原住{other.town}{other.std},")
        )
        return self._right(
            unit, former + self.random.choice(("现住", "现居住地:", "现住址：")) + self._full(unit)
        )

    def kind_name_in_building(self) -> Made | None:
        """A kindergarten or street named after another village stands behind the right one."""
        unit, other = self._pick(), self._pick()
        tail = other.core + self.random.choice(("幼儿园旁", "酒店1203房", "北路18号", "大厦9楼", "小学对面"))
        if any(tail.startswith(road) for road in self.roads):
            return None
        return self._right(unit, self._full(unit) + tail)

    def kind_phone_in_text(self) -> Made:
        unit = self._pick()
        mobile = self.random.randint(13_000_000_000, 13_999_999_999)
        return self._right(
            unit, f"{mobile}{self._full(unit)}0752-{self.random.randint(2_000_000, 2_999_999)}"
        )
