"""Deciding: assign, assign and flag, hand to a person with candidates, or say how little is known.

Precision comes first. A code is assigned only where the evidence names one village and nothing else comes
near; a guess is handed to the joint office together with its rivals.
"""

import re
from dataclasses import dataclass

from gangmu.ground.territory.rules import names
from gangmu.ground.territory.rules.fallback import Fallback
from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.reading import Reading
from gangmu.ground.territory.rules.scoring import ROAD, Scored, Surroundings
from gangmu.ground.territory.rules.spans import Token
from gangmu.ground.territory.rules.terms import Status

_AND = {"和", "或", "及", "与", "跟", "以及", "或者", ",和", ",或"}
_BESIDE = re.compile(r"[^,]{0,3}?(?:旁|附近|对面|隔壁|对出|后面|前面|侧|方向)")
TIE, CLEAR_IN_TOWN, CLEAR, CLEAR_GUESS, LIKELY = 1.0, 1.9, 2.9, 1.2, 6.0


@dataclass(slots=True)
class Verdict:
    """What is decided: `best` is None without a code; `why` is the rule that decided, for the explanation."""

    status: Status
    why: str
    best: Scored | None = None
    flag: bool = False


def judge(lexicon: Lexicon, fallback: Fallback, scored: list[Scored], around: Surroundings) -> Verdict | None:
    """The verdict on the weighed candidates; None where none of them is worth a person's look."""
    if not scored or _worthless(scored[0]):
        return None
    best = scored[0]
    flag = best.unit is False or best.town is False
    if len(scored) > 1:
        rival = _rival(lexicon, scored, flag)
        if rival is not None:
            return rival
    return _single(lexicon, fallback, best, around, flag)


def _worthless(best: Scored) -> bool:
    """True where the name is only part of another name, or stands against the town and has nothing else
    for it.
    """
    only_name = best.name == best.base
    if best.doubt == "named after":
        return only_name
    if best.doubt == "glued" and (
        best.town is False or (only_name and not best.town and best.name < names.CORE)
    ):
        return True
    return (
        best.town is False
        and best.name < names.CROSS
        and ("estate" not in best.reasons or best.unit is False)
    )


def _rival(lexicon: Lexicon, scored: list[Scored], flag: bool) -> Verdict | None:
    """A verdict where another candidate comes too near, else None."""
    best, second = scored[0], scored[1]
    margin = best.score - second.score
    if margin < TIE:
        return Verdict("review", "tie", None, False)
    same_town = lexicon.villages[best.village].town == lexicon.villages[second.village].town
    if margin < (CLEAR_IN_TOWN if same_town else CLEAR):
        return Verdict("review", "near-tie", best, flag)
    for other in scored[1:]:
        if other.town is False or (other.town is None and other.unit is False):
            continue
        for evidence in ("estate", "road-number"):
            if (
                evidence in other.reasons
                and evidence not in best.reasons
                and (
                    evidence == "estate"
                    or lexicon.villages[best.village].town == lexicon.villages[other.village].town
                )
            ):
                return Verdict("review", "evidence-disagrees", best, True)
    return None


def _single(lexicon: Lexicon, fallback: Fallback, best: Scored, around: Surroundings, flag: bool) -> Verdict:
    """The verdict on a candidate without a rival."""
    if best.doubt == "glued":
        return Verdict("review", "part-of-longer-name", best, flag)
    whole = best.doubt != "continued"
    named = whole and best.name >= names.CORE - 0.5
    strong = whole and best.base >= ROAD
    if best.town or (best.town is None and best.unit is not False):
        why = "town-agrees" if best.town else "only-one"
        enough = strong or (named and (best.town or best.unit)) or (best.town and best.reasons == ["group"])
        return Verdict("match", why, best, flag) if enough else Verdict("review", "weak-evidence", best, flag)
    exact = best.name >= names.CORE_IN_VILLAGE and (best.town is None or best.unit is not False)
    if exact and not _similar(lexicon, fallback, best, around):
        return Verdict("match", "only-one-despite-contradiction", best, True)
    return Verdict("review", "contradiction", best, True)


def _similar(lexicon: Lexicon, fallback: Fallback, best: Scored, around: Surroundings) -> bool:
    """True where the town or county named has a village that this one could be a slip for."""
    core = lexicon.villages[best.village].core
    if best.town is False:
        return any(fallback.villages.near(core, lexicon.towns[town].code, 1.0) for town in around.towns)
    limit = 1.0 if len(core) > 2 else 0.9
    return any(
        any(hit[0] != best.village for hit in fallback.villages.near(core, unit, limit))
        for unit in around.units
        if unit not in lexicon.towns[lexicon.villages[best.village].town].accepts
    )


def another_place(lexicon: Lexicon, reading: Reading, best: Scored | None) -> bool:
    """True where a second place is named as fully as the first: 白云社区、星河社区, or two whole addresses."""
    first: Token | None = None
    for token, doubt in reading.villages:
        meant = [village for village, strength in token.sense.villages if strength >= names.CROSS]
        if best and best.village in meant:
            first = first or (token if not doubt else None)
        elif first and meant and _told_apart(lexicon, reading, (first, token, doubt), meant):
            return True
    return False


def _told_apart(lexicon: Lexicon, reading: Reading, pair: tuple[Token, Token, str], meant: list[int]) -> bool:
    """Whether the second of two names, with its doubt, is no hamlet, landmark or neighbour of the first."""
    (first, second, doubt), text = pair, reading.text
    between = text[first.end : second.start]
    if (doubt and between not in _AND) or _BESIDE.match(text, second.end):
        return False
    towns = {lexicon.villages[village].town for village in meant}
    if between in _AND or between == ",":
        own = {lexicon.villages[village].town for village, _ in first.sense.villages}
        return bool(towns & own)
    named = {town for town, full, at in reading.towns if full and first.end <= at < second.start}
    units = {unit for unit, full, at in reading.units if full and first.end <= at < second.start}
    return any(town in named or units & lexicon.towns[town].accepts for town in towns)


def open_to_slips(verdict: Verdict) -> bool:
    """True where a likeness may still change the verdict; a name written exactly outweighs every likeness."""
    if verdict.why == "tie" or (verdict.best is not None and verdict.best.name >= names.EXACT):
        return False
    return verdict.best is None or verdict.flag or verdict.why in ("part-of-longer-name", "weak-evidence")


def judge_guesses(
    guesses: list[tuple[Scored, bool]], verdict: Verdict | None, around: Surroundings
) -> Verdict | None:
    """The verdict on likenesses, best first; None where they say less than what was known before."""
    if not guesses:
        return None
    best, sure = guesses[0]
    before = verdict.best if verdict is not None else None
    if before is not None and before.town is not False and best.score <= LIKELY:
        return None
    clear = len(guesses) == 1 or best.score - guesses[1][0].score >= CLEAR_GUESS
    flag = best.unit is False
    if not clear or not (around.towns or around.units or best.base >= ROAD):
        return Verdict("review", "several-near")
    agrees = before is None or before.village == best.village
    if sure and agrees and not flag:
        return Verdict("match", "one-slip", best)
    return Verdict("review", "perhaps-a-slip", best, flag)


def level(lexicon: Lexicon, reading: Reading, around: Surroundings) -> Verdict:
    """How little is known: town, county, city or nothing."""
    if len(around.towns) == 1:
        return Verdict("town", "town-only")
    if around.units:
        return Verdict("county", "county-only")
    if reading.city >= 0 or around.towns:
        return Verdict("city", "city-only")
    return Verdict("invalid", "nothing-usable")
