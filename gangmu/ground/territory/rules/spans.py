"""Finding names: everything the automaton sees, reduced to names that do not overlap."""

from dataclasses import dataclass

from gangmu.ground.territory.rules.lexicon import Lexicon, Sense


@dataclass(slots=True)
class Token:
    """One name found, at `start`..`end` of the text read."""

    start: int
    end: int
    sense: Sense


def tokens_of(lexicon: Lexicon, text: str) -> list[Token]:
    """Longest names win; where two overlap, the choice that explains most characters."""
    found = lexicon.automaton.find_matches_as_indexes(text, overlapping=True)
    if not found:
        return []
    spans = sorted([(start, -end, index) for index, start, end in found])
    kept: list[tuple[int, int, int]] = []
    reach = 0
    overlap = False
    for start, minus, index in spans:
        end = -minus
        if end > reach:
            if start < reach:
                overlap = True
            kept.append((start, end, index))
            reach = end
    if overlap:
        kept = _most_covered([(start, -minus, index) for start, minus, index in spans])
    patterns = lexicon.patterns
    return [Token(start, end, patterns[index]) for start, end, index in kept]


def _most_covered(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Disjoint spans that cover most characters; fewer, then earlier longer ones at equal cover."""
    spans.sort(key=lambda span: span[1])
    best: list[tuple[int, list[tuple[int, int, int]]]] = [(0, [])]
    ends = [0]
    for span in spans:
        start, end, _ = span
        prior = max((i for i in range(len(ends)) if ends[i] <= start), key=lambda i: best[i][0])
        value = best[prior][0] + (end - start) * 10 - 5
        if value > max(entry[0] for entry in best):
            best.append((value, [*best[prior][1], span]))
            ends.append(end)
    return max(best, key=lambda entry: entry[0])[1]
