"""Weighing: each village that anything in the address speaks for gets a score, and every contradiction a
mark.
"""

from dataclasses import dataclass, field

from gangmu.ground.territory.rules import names
from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.reading import Reading

ESTATE, ROAD, STREET, GROUP = 8.0, 7.0, 3.0, 3.0
TOWN_AGREES, TOWN_AGREES_NOT, UNIT_AGREES, UNIT_AGREES_NOT = 6.0, -6.0, 3.0, -4.0
NAME_FIRST, COMMITTEE_FIRST = 1.0, 3.0  # what follows 三新村委会 is a hamlet or a building of it
DOUBT = {"": 0.0, "glued": -3.0, "continued": -1.0, "named after": -5.0}


@dataclass(slots=True)
class Scored:
    """One candidate while it is being weighed. `base` is the best evidence by itself, without its
    surroundings.
    """

    village: int
    base: float = 0.0
    score: float = 0.0
    name: float = 0.0
    doubt: str = ""
    town: bool | None = None
    unit: bool | None = None
    area: int = 0
    reasons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Surroundings:
    """The towns and county-level units an address names, as sets; empty where it names none."""

    towns: set[int] = field(default_factory=set)
    strong_town: bool = False
    units: set[str] = field(default_factory=set)
    guessed: bool = False


def surroundings(lexicon: Lexicon, reading: Reading) -> Surroundings:
    """Towns written in full outrank bare names; a bare name counts while nothing better is there."""
    units = {unit for unit, _, _ in reading.units}
    full = {town for town, is_full, _ in reading.towns if is_full}
    towns = full or {town for town, _, _ in reading.towns}
    if len(towns) > 1 and units:
        inside = {town for town in towns if lexicon.towns[town].accepts & units}
        towns = inside or towns
    return Surroundings(towns, bool(full), units)


def weigh(lexicon: Lexicon, reading: Reading, around: Surroundings) -> list[Scored]:
    """All candidates, best first."""
    found: dict[int, Scored] = {}
    order = 0.0
    for name, doubt in reading.villages:
        sense = name.sense
        if order and sense.group and any(sense.group in lexicon.villages[v].groups for v in found):
            continue
        penalty = DOUBT[doubt] - order
        for village, strength in sense.villages:
            base = strength + penalty
            scored = found.get(village)
            if scored is None:
                found[village] = Scored(village, base, 0.0, base, doubt, reasons=[_name_reason(strength)])
            elif base > scored.name:
                scored.base = scored.name = base
                scored.doubt = doubt
        committee = reading.text.endswith(("社区", "会", "委"), name.start, name.end)
        order += COMMITTEE_FIRST if committee else NAME_FIRST
    for sense, left in reading.estates:
        for village, area in sense.estates:
            scored = found.setdefault(village, Scored(village))
            value = ESTATE - (3.0 if left else 0.0)
            scored.score += 2.0 if scored.base else 0.0
            if value > scored.base:
                scored.base, scored.doubt = value, left
            scored.area = scored.area or area
            scored.reasons.append("estate")
    for road, house in reading.roads:
        _road(lexicon, found, road, house)
    if reading.group:
        _group(lexicon, found, reading, around)
    for scored in found.values():
        _place(lexicon, scored, around)
    return sorted(found.values(), key=lambda scored: -scored.score)


def _name_reason(strength: float) -> str:
    if strength >= names.CORE_IN_VILLAGE:
        return "name"
    return "name-other-suffix" if strength >= names.CROSS else "name-without-suffix"


def _road(lexicon: Lexicon, found: dict[int, Scored], road: str, house: int) -> None:
    for low, high, village in lexicon.roads[road]:
        inside = house >= 0 and low <= house <= high
        if house >= 0 and not inside:
            continue
        scored = found.setdefault(village, Scored(village))
        value = ROAD if inside else STREET
        if scored.base:
            scored.score += 2.0 if inside else 0.5
        scored.base = max(scored.base, value)
        scored.reasons.append("road-number" if inside else "road")


def _group(lexicon: Lexicon, found: dict[int, Scored], reading: Reading, around: Surroundings) -> None:
    group = reading.group
    numbered = group.startswith("第")
    for scored in found.values():
        area = lexicon.villages[scored.village].groups.get(group)
        if area is not None:
            scored.area = scored.area or area
            scored.score += 1.0 if numbered else 2.0
            scored.reasons.append("group")
    if found or numbered or not around.towns or reading.group_at != reading.admin_end:
        return
    for village in lexicon.group_villages.get(group, ()):
        if lexicon.villages[village].town in around.towns:
            area = lexicon.villages[village].groups[group]
            found[village] = Scored(village, GROUP, area=area, reasons=["group"])


def _place(lexicon: Lexicon, scored: Scored, around: Surroundings) -> None:
    """Score a candidate against the town and county named."""
    town = lexicon.villages[scored.village].town
    scored.score += scored.base
    if around.towns:
        scored.town = town in around.towns
        if scored.town:
            scored.score += TOWN_AGREES
        else:
            scored.score += TOWN_AGREES_NOT if around.strong_town else TOWN_AGREES_NOT / 2
            scored.reasons.append("town-disagrees")
    if around.units:
        agreeing = lexicon.towns[town].accepts & around.units
        scored.unit = bool(agreeing) and around.units <= lexicon.towns[town].accepts
        scored.score += UNIT_AGREES if scored.unit else (0.0 if agreeing else UNIT_AGREES_NOT)
        if not scored.unit:
            scored.reasons.append("county-disagrees")
