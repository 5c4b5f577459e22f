"""The area key: one integer that says where a row of work lies.

An area is 18 digits: the 12-digit division code of the National Bureau of Statistics, 3 digits for the
comprehensive grid inside the village, 3 digits for the village-group grid inside that. What is not known is
zero: a town is `441302001` followed by nine zeros. A subtree is therefore an integer range `[lo, hi)`, and a
jurisdiction is such a range with holes, which is how a functional zone cut out of a county is an ordinary unit.
Only plain comparisons of integers can use an index below a row-security policy (ADR 2, ADR 3).
"""

from __future__ import annotations

from dataclasses import dataclass

DIGITS = 18
MAX_AREA = 10**DIGITS

# How many leading digits name a unit of each level.
LEVEL_DIGITS = {"province": 2, "city": 4, "county": 6, "town": 9, "village": 12, "grid": 15, "group": 18}


def area_of(code: str) -> int:
    """The area key of a division, grid or group code of 2 to 18 digits; raises ValueError on anything else."""
    if not (code.isascii() and code.isdigit() and 2 <= len(code) <= DIGITS):
        raise ValueError(f"not an area code: {code!r}")
    return int(code.ljust(DIGITS, "0"))


def level_of(area: int) -> str:
    """The level that an area key is known to: 'city' for 441300…, 'group' when the last three digits are set."""
    return next(level for level, digits in LEVEL_DIGITS.items() if not area % 10 ** (DIGITS - digits))


def code_at(area: int, level: str) -> str:
    """The leading digits of an area at a level: code_at(…, 'town') is the 9-digit town code."""
    return f"{area:0{DIGITS}d}"[: LEVEL_DIGITS[level]]


def floor_to(area: int, level: str) -> int:
    """The area key of the unit of that level that holds this area."""
    return area_of(code_at(area, level))


def span(area: int, level: str | None = None) -> tuple[int, int]:
    """The integer range [lo, hi) of the subtree of an area at a level (its own level by default)."""
    digits = LEVEL_DIGITS[level or level_of(area)]
    step = 10 ** (DIGITS - digits)
    lo = area // step * step
    return lo, lo + step


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A territory somebody answers for: the range [lo, hi) without its holes (each a range [lo, hi))."""

    lo: int
    hi: int
    holes: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for lo, hi in ((self.lo, self.hi), *self.holes):
            if not 0 <= lo <= hi <= MAX_AREA:
                raise ValueError(f"a range of areas needs 0 <= lo <= hi <= {MAX_AREA}, not {lo}, {hi}")

    def __contains__(self, area: int) -> bool:
        return self.lo <= area < self.hi and not any(lo <= area < hi for lo, hi in self.holes)

    @classmethod
    def of(cls, code: str) -> Jurisdiction:
        """The whole subtree of a division, grid or group code, zeros at its end being 'not known'."""
        return cls(*span(area_of(code)))

    @classmethod
    def nothing(cls) -> Jurisdiction:
        """The jurisdiction of somebody without a post: no area is in it."""
        return cls(0, 0)

    @classmethod
    def everything(cls) -> Jurisdiction:
        """Every area; for the system's own work, never for a person."""
        return cls(0, MAX_AREA)

    def __and__(self, other: Jurisdiction) -> Jurisdiction:
        """The ground that lies in both."""
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        if lo >= hi:
            return Jurisdiction.nothing()
        return Jurisdiction(lo, hi, tuple(h for h in self.holes + other.holes if h[0] < hi and lo < h[1]))

    def __le__(self, other: Jurisdiction) -> bool:
        """Whether all of this ground lies in the other."""
        return all(any(lo <= a and b <= hi for lo, hi in other.pieces) for a, b in self.pieces)

    @property
    def pieces(self) -> tuple[tuple[int, int], ...]:
        """The same ground as ranges [lo, hi) without holes: ascending, apart from each other, none empty."""
        found, at = [], self.lo
        for lo, hi in sorted(hole for hole in self.holes if hole[0] < hole[1]):
            if at < min(lo, self.hi):
                found.append((at, min(lo, self.hi)))
            at = max(at, hi)
        if at < self.hi:
            found.append((at, self.hi))
        return tuple(found)

    @property
    def holes_literal(self) -> str:
        """The holes as PostgreSQL int8multirange text, e.g. '{[1,5),[9,12)}'."""
        return "{" + ",".join(f"[{lo},{hi})" for lo, hi in self.holes) + "}"
