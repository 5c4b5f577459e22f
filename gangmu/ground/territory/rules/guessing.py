"""The second look at an address that the first could not settle: slips in the county, the town, the
village.
"""

from gangmu.ground.territory.rules.fallback import Fallback, Guess, unread
from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.names import COMMUNITY_SUFFIXES
from gangmu.ground.territory.rules.reading import Reading, house_number
from gangmu.ground.territory.rules.scoring import Scored, Surroundings

SURE, CLOSE = 0.5, 0.55


def guess_surroundings(
    lexicon: Lexicon, fallback: Fallback, reading: Reading, around: Surroundings
) -> tuple[Surroundings, int]:
    """The surroundings with a misspelt county or town read right, and where the unread rest begins."""
    text, start = reading.text, reading.admin_end
    towns, units = set(around.towns), set(around.units)
    guessed = False
    if not units and not towns:
        unit = fallback.unit(text)
        if unit:
            units, guessed = {unit}, True
    if not any(full for _, full, _ in reading.towns):
        start, town = _misspelt_town(
            lexicon, fallback, text, start if not towns else reading.towns[0][2], units
        )
        if town >= 0:
            towns, guessed = {town}, True
        else:
            start = reading.admin_end
    return Surroundings(towns, around.strong_town or bool(towns), units, guessed), start


def _misspelt_town(
    lexicon: Lexicon, fallback: Fallback, text: str, start: int, units: set[str]
) -> tuple[int, int]:
    head = text[start : start + 9]
    where = next(iter(units)) if len(units) == 1 else "*"
    guesses = fallback.town(head, where) or (fallback.town(head, "*") if where != "*" else [])
    if guesses and (len(guesses) == 1 or guesses[1].distance > guesses[0].distance + 0.2):
        return start + head.find(guesses[0].text) + len(guesses[0].text), guesses[0].index
    return start, -1


def guess_villages(
    lexicon: Lexicon, fallback: Fallback, reading: Reading, around: Surroundings, start: int
) -> list[tuple[Scored, bool]]:
    """Villages, estates and roads one slip from what stands unread at `start`; True where the guess is
    sure.
    """
    rest = unread(reading.text, start)
    if not rest:
        return []
    wheres = [lexicon.towns[town].code for town in around.towns] or sorted(around.units) or ["*"]
    found: list[tuple[Scored, bool]] = []
    for where in wheres:
        found += _named(lexicon, fallback, rest, where)
        estates = fallback.estate(rest, where)[:4]
        for village, area, far, name in estates:
            base = 8.5 - far * min(2.5, 10 / len(name))
            found.append((_scored(village, base, "estate-near", area), far <= CLOSE and len(estates) == 1))
        found += _on_roads(fallback, reading, around, rest, where)
    by_village: dict[int, tuple[Scored, bool]] = {}
    for scored, sure in found:
        if scored.town is None:
            _agree(lexicon, scored, around)
        held = by_village.get(scored.village)
        if held is None or scored.score > held[0].score:
            by_village[scored.village] = (scored, sure or (held is not None and held[1]))
    return sorted(by_village.values(), key=lambda hit: -hit[0].score)


def _named(lexicon: Lexicon, fallback: Fallback, rest: str, where: str) -> list[tuple[Scored, bool]]:
    guesses = fallback.village(rest, where)
    found = []
    for guess in guesses[:6]:
        village = lexicon.villages[guess.index]
        fits = bool(guess.suffix) and (guess.suffix in COMMUNITY_SUFFIXES) == (village.kind == "community")
        base = 9.0 - 4 * guess.distance + (1.0 if fits else 0.0)
        scored = Scored(guess.index, base, base, base, reasons=["name-near"])
        found.append((scored, _sure(guess, where)))
    return found


def _sure(guess: Guess, where: str) -> bool:
    """Homophones inside a town, and one slip in a name of three characters or more there, need no second
    person.
    """
    in_town = len(where) == 9 and where.isdigit()
    long = len(guess.core.removesuffix("村")) >= 3
    if in_town:
        return bool(guess.suffix) and (guess.distance <= SURE or (long and guess.distance <= 1))
    return bool(guess.suffix) and guess.distance <= SURE and long


def _on_roads(
    fallback: Fallback, reading: Reading, around: Surroundings, rest: str, where: str
) -> list[tuple[Scored, bool]]:
    lexicon, found = fallback.lexicon, []
    for road, far, part in fallback.road(rest, where)[:3]:
        house = house_number(reading.text, reading.text.find(part) + len(part))
        for low, high, village in lexicon.roads[road]:
            town = lexicon.villages[village].town
            if low <= house <= high and (not around.towns or town in around.towns):
                found.append((_scored(village, 7.0 - 3 * far, "road-near", 0), far <= CLOSE))
    return found


def _scored(village: int, base: float, reason: str, area: int) -> Scored:
    return Scored(village, base, base, 0.0, area=area, reasons=[reason])


def _agree(lexicon: Lexicon, scored: Scored, around: Surroundings) -> None:
    town = lexicon.villages[scored.village].town
    accepts = lexicon.towns[town].accepts
    scored.town = town in around.towns if around.towns else None
    scored.unit = around.units <= accepts if around.units else None
