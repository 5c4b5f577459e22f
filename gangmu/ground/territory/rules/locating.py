"""One address from text to answer: clean, read, weigh, decide; and once more with slips allowed if that
failed.
"""

import re
from dataclasses import dataclass

from gangmu.ground.territory.rules.decide import (
    Verdict,
    another_place,
    judge,
    judge_guesses,
    level,
    open_to_slips,
)
from gangmu.ground.territory.rules.fallback import Fallback
from gangmu.ground.territory.rules.guessing import guess_surroundings, guess_villages
from gangmu.ground.territory.rules.latin import Latin
from gangmu.ground.territory.rules.learned import TAUGHT, Learned
from gangmu.ground.territory.rules.lexicon import OUT_CITY, Lexicon
from gangmu.ground.territory.rules.marks import present
from gangmu.ground.territory.rules.normalise import clean
from gangmu.ground.territory.rules.reading import Reading, looks_like_town, read, unread_before
from gangmu.ground.territory.rules.scoring import Scored, Surroundings, surroundings, weigh
from gangmu.ground.territory.rules.sound import distance

_STATE = re.compile(r"^(?:中国)?(?:广东省?)?([\u4e00-\u9fff]{2,3}?)(省|市|自治区)(?![场委政路街区])")
_CODE = re.compile(r"(?<![\dXx])\d{12}(?:\d{3})?(?![\dXx])")
"""Of a village or grid. Eighteen digits are more often a document's: 441324 200201… is a birthday of 2002."""
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Trace:
    """Everything a decision went through, for the explanation."""

    reading: Reading
    around: Surroundings
    scored: list[Scored]
    verdict: Verdict
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """The parts that every address passes through."""

    lexicon: Lexicon
    fallback: Fallback
    learned: Learned
    latin: Latin

    def trace(self, raw: str, within: str = "") -> Trace:
        """Locate one raw text."""
        text, former = present(clean(raw))
        if not _HAN.search(text):
            return self._without_characters(raw)
        reading = read(self.lexicon, text)
        reading.former = former
        cap = False
        if reading.out or (reading.city < 0 and self._elsewhere(text, reading)):
            outcome = self._outside(reading)
            if outcome is None:
                return Trace(reading, surroundings(self.lexicon, reading), [], Verdict("outside", "outside"))
            reading, cap = outcome, True
        trace = self._hinted(reading, within) if within else None
        trace = trace or self._settle(reading, surroundings(self.lexicon, reading))
        if trace.verdict.status == "invalid":
            trace = self._coded(raw) or trace
        if trace.verdict.status == "match" and (cap or former):
            trace.verdict.status, trace.verdict.why = "review", "former-address" if former else "also-outside"
        return trace

    def _without_characters(self, raw: str) -> Trace:
        """By a code, or by names in Latin letters."""
        if coded := self._coded(raw):
            return coded
        reading, nothing = Reading(raw, []), Verdict("invalid", "nothing-usable")
        units, towns, villages = self.latin.read(raw)
        around = Surroundings(towns, bool(towns), units)
        if len(villages) == 1 and towns:
            return Trace(reading, around, villages, Verdict("match", "town-agrees", villages[0]))
        if villages:
            return Trace(reading, around, villages, Verdict("review", "tie"))
        return Trace(reading, around, [], level(self.lexicon, reading, around) if towns or units else nothing)

    def _coded(self, raw: str) -> Trace | None:
        """By the code of a village, grid or town that stands there instead of an address."""
        found = _CODE.search(raw.replace(" ", ""))
        if found is None:
            return None
        reading, code = Reading(raw, []), found[0]
        village, town = self.lexicon.village_at(code[:12]), self.lexicon.town_at(code)
        if village is not None:
            best = Scored(village, TAUGHT, TAUGHT, reasons=["code"])
            return Trace(reading, Surroundings(), [best], Verdict("match", "code", best))
        if town is not None and code[9:12] == "000":
            return Trace(reading, Surroundings({town}), [], Verdict("town", "town-only"))
        return None

    def _elsewhere(self, text: str, reading: Reading) -> bool:
        """An unknown city or province at the beginning, not a slip for the home city, and no local county
        after it.
        """
        found = _STATE.match(text)
        if found is None or any(full for _, full, _ in reading.units):
            return False
        if any(
            token.start < found.end() and token.end > found.start(1) and token.sense.own
            for token in reading.tokens
        ):
            return False
        return all(distance(found[1], home) > 1 for home in self.lexicon.home_names)

    def _outside(self, reading: Reading) -> Reading | None:
        """None when the address lies outside; the part that speaks of the home city when it names both."""
        counties = [start for _, full, start in reading.units if full]
        home = [reading.city] if reading.city >= 0 else []
        home += counties
        if reading.out < OUT_CITY:
            return reading if home else None
        if home and min(home) < reading.out_at:
            return reading
        if reading.city > reading.out_at >= 0:
            return read(self.lexicon, reading.text[reading.city :])
        # 长沙市惠城区江北街道…: county and town of the city in full, and nobody else's.
        whole = counties and any(full and start > min(counties) for _, full, start in reading.towns)
        return reading if whole else None

    def _hinted(self, reading: Reading, within: str) -> Trace | None:
        """With the hint in place of a missing town and county, if that leads to a village."""
        town = self.lexicon.town_at(within) if within[:9].isdigit() and len(within) >= 9 else None
        around = surroundings(self.lexicon, reading)
        if around.towns or around.units:
            return None
        hinted = Surroundings({town} if town is not None else set(), False, set())
        if town is None:
            unit = within if within in self.lexicon.units else within[:6]
            if unit not in self.lexicon.units:
                return None
            hinted.units = {unit}
        trace = self._settle(reading, hinted)
        return trace if trace.verdict.best is not None and not trace.verdict.flag else None

    def _settle(self, reading: Reading, around: Surroundings) -> Trace:
        scored = self._weigh(reading, around)
        verdict = judge(self.lexicon, self.fallback, scored, around)
        if verdict is not None and verdict.status == "match":
            if len(reading.villages) > 1 and another_place(self.lexicon, reading, verdict.best):
                return Trace(reading, around, scored, Verdict("review", "two-places"))
            if around.towns or self._town_is_read(reading, around, verdict):
                return Trace(reading, around, scored, verdict)
            verdict.status, verdict.why = "review", "town-unread"
        return self._in_guessed_surroundings(reading, around, verdict, scored) or Trace(
            reading, around, scored, verdict or level(self.lexicon, reading, around)
        )

    def _town_is_read(self, reading: Reading, around: Surroundings, verdict: Verdict) -> bool:
        """False where a town stands unread before a village of another town, or anything before a bare estate."""
        gap, best = unread_before(reading), verdict.best
        if best is None or not gap:
            return True
        if not best.name:
            return False
        if not looks_like_town(gap):
            return True
        where = next(iter(around.units)) if len(around.units) == 1 else "*"
        town = self.lexicon.villages[best.village].town
        return any(guess.index == town for guess in self.fallback.town(gap, where))

    def _weigh(self, reading: Reading, around: Surroundings) -> list[Scored]:
        scored = weigh(self.lexicon, reading, around)
        if self.learned:
            scored = self.learned.join(self.lexicon, reading.text, scored, around)
        return scored

    def _in_guessed_surroundings(
        self, reading: Reading, around: Surroundings, verdict: Verdict | None, scored: list[Scored]
    ) -> Trace | None:
        """The second look: slips allowed, first in the county and town, then in the village. None when it
        adds nothing.
        """
        lexicon, fallback = self.lexicon, self.fallback
        wider, start = guess_surroundings(lexicon, fallback, reading, around)
        if wider.guessed:
            rescored = self._weigh(reading, wider)
            reverdict = judge(lexicon, fallback, rescored, wider)
            if reverdict is not None and reverdict.best is not None and not reverdict.flag:
                return Trace(reading, wider, rescored, reverdict, True)
        if verdict is not None and not open_to_slips(verdict):
            return None
        guesses = guess_villages(lexicon, fallback, reading, wider, start)
        slip = judge_guesses(guesses, verdict, wider)
        if slip is not None:
            known = {guess.village for guess, _ in guesses}
            ranked = [guess for guess, _ in guesses] + [s for s in scored if s.village not in known]
            return Trace(reading, wider, ranked, slip, True)
        if wider.guessed and verdict is None:
            return Trace(reading, wider, scored, level(lexicon, reading, wider), True)
        return None
