"""AddressIndex: everything the matcher knows, built once, then asked many times."""

from collections.abc import Iterable
from dataclasses import replace

from gangmu.ground.territory.rules.explain import steps_of
from gangmu.ground.territory.rules.fallback import Fallback
from gangmu.ground.territory.rules.latin import Latin
from gangmu.ground.territory.rules.learned import Learned
from gangmu.ground.territory.rules.lexicon import Lexicon
from gangmu.ground.territory.rules.locating import Machine, Trace
from gangmu.ground.territory.rules.terms import Alias, Candidate, Division, Located, Place, Step

__all__ = ["AddressIndex", "Alias", "Division", "Located", "Place"]

SHOWN, NEAR_BEST = 10, 8.0


class AddressIndex:
    """Built with `AddressIndex.build(...)`; immutable afterwards, safe to share between threads."""

    def __init__(self, machine: Machine, aliases: tuple[Alias, ...] = ()) -> None:
        self._machine = machine
        self._aliases = aliases

    @classmethod
    def build(
        cls,
        divisions: Iterable[Division],
        aliases: Iterable[Alias] = (),
        places: Iterable[Place] = (),
        *,
        home: str = "441300000000",
    ) -> "AddressIndex":
        """Index the home city (`home`, 12 digits) in full and everything else only as 'outside'.

        Divisions may come from several lists: the first line of a code counts. Villages elsewhere are passed over.
        Aliases with a `town` are those that joint offices have taught.
        """
        known: dict[str, Division] = {}
        for division in divisions:
            if division.level == "village" and not division.code.startswith(home[:4]):
                continue
            known.setdefault(division.code, division)
        aliases = tuple(aliases)
        lexicon = Lexicon(known.values(), aliases, places, home)
        return cls(Machine(lexicon, Fallback(lexicon), Learned(lexicon, aliases), Latin(lexicon)), aliases)

    def learn(self, aliases: Iterable[Alias]) -> "AddressIndex":
        """The same index with the names that joint offices have taught; cheap. Replaces what was taught
        before.
        """
        machine = self._machine
        taught = tuple(aliases)
        return AddressIndex(replace(machine, learned=Learned(machine.lexicon, taught)), taught)

    def locate(self, text: str, *, within: str = "") -> Located:
        """Locate one address, with its explanation. `within`: code of a town or county, or a zone's name."""
        trace = self._machine.trace(text, within)
        return self._answer(trace, steps_of(self._machine.lexicon, text, trace))

    def locate_many(
        self, texts: Iterable[str], *, within: str = "", known: dict[str, Located] | None = None
    ) -> list[Located]:
        """Locate a batch without explanations, equal texts once; answers in the order of the texts.

        `known`: answers of earlier batches with the same `within`; those of this one are put to them.
        """
        known = {} if known is None else known
        answers = []
        for text in texts:
            answer = known.get(text)
            if answer is None:
                answer = known[text] = self._answer(self._machine.trace(text, within), ())
            answers.append(answer)
        return answers

    def _answer(self, trace: Trace, steps: tuple[Step, ...]) -> Located:
        lexicon = self._machine.lexicon
        verdict, around = trace.verdict, trace.around
        if verdict.status in {"outside", "invalid"}:
            return Located(verdict.status, steps=steps)
        candidates: tuple[Candidate, ...] = ()
        if trace.scored and (verdict.status != "match" or len(trace.scored) > 1 or steps):
            floor = trace.scored[0].score - NEAR_BEST
            candidates = tuple(
                Candidate(lexicon.villages[s.village].code, round(s.score, 2), tuple(s.reasons))
                for s in trace.scored[:SHOWN]
                if s.score >= floor
            )
        best = verdict.best
        if best is not None:
            code = lexicon.villages[best.village].code
            town = lexicon.towns[lexicon.villages[best.village].town]
            area = best.area or int(code + "000000")
            return Located(
                verdict.status, code, area, verdict.flag, town.code, town.unit, int(f"{town.code}000000000"),
                candidates, steps,
            )  # fmt: skip
        town_code, county, ground = "", "", 0
        if len(around.towns) == 1:
            town = lexicon.towns[next(iter(around.towns))]
            town_code, county, ground = town.code, town.unit, int(f"{town.code}000000000")
        elif len(around.units) == 1:
            county = next(iter(around.units))
            ground = lexicon.starts[county]
        return Located(verdict.status, "", 0, verdict.flag, town_code, county, ground, candidates, steps)
