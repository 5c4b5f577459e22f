"""What joint offices have decided: names that count only inside the town that taught them."""

from collections import defaultdict
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.normalise import clean
from gangmu.ground.territory.rules.scoring import TOWN_AGREES, Scored, Surroundings
from gangmu.ground.territory.rules.terms import Alias

TAUGHT = 12.0


class Learned:
    """Taught names; empty ones are falsy and cost nothing."""

    def __init__(self, lexicon: Lexicon, aliases: Iterable[Alias] = ()) -> None:
        taught: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for alias in aliases:
            village = lexicon.village_at(alias.target)
            text = clean(alias.alias)
            if alias.town and village is not None and len(text) >= 2:
                taught[text].append((village, alias.area))
        self._targets = list(taught.values())
        self._automaton = AhoCorasick(list(taught)) if taught else None

    def __bool__(self) -> bool:
        return self._automaton is not None

    def join(self, lexicon: Lexicon, text: str, scored: list[Scored], around: Surroundings) -> list[Scored]:
        """The candidates with those that a taught name speaks for."""
        if self._automaton is None:
            return scored
        found = {candidate.village: candidate for candidate in scored}
        for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for village, area in self._targets[index]:
                town = lexicon.towns[lexicon.villages[village].town]
                in_town = lexicon.villages[village].town in around.towns
                if (around.towns and not in_town) or (around.units and not around.units <= town.accepts):
                    continue
                score = TAUGHT + (TOWN_AGREES if in_town else 0.0)
                known = found.get(village)
                if known is None or known.score < score:
                    unit = True if around.units else None
                    found[village] = Scored(
                        village, TAUGHT, score, TAUGHT, "", True if in_town else None, unit, area, ["learned"]
                    )
        return sorted(found.values(), key=lambda candidate: -candidate.score)
