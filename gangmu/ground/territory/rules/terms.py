"""The words of the address matcher: what goes in (divisions, aliases, places) and what comes out (an answer).

Everything is a small frozen value without a database behind it, so that the matcher can be tested, timed and
reasoned about alone. Codes are strings of digits, areas are the 18-digit integers of the kernel's area key.
"""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["province", "city", "county", "town", "village"]
PlaceKind = Literal["estate", "group", "road"]
Status = Literal["match", "review", "town", "county", "city", "outside", "invalid"]


@dataclass(frozen=True, slots=True)
class Division:
    """One division of the statistical code: `code` has 12 digits, `parent` too ('' at the top).

    `zone` is the name of the functional zone a town or village belongs to ('' for none): zones are
    county-level units without a code of their own. `core_name` may be given where cutting the suffix off
    `name` isn't enough (大亚湾澳头街道 -> 澳头); `kind` is 'community', 'village', 'virtual' or ''.
    Divisions outside the home city are given as well: they are how the matcher recognises what lies outside.
    """

    code: str
    name: str
    level: Level
    parent: str = ""
    zone: str = ""
    core_name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name people use. `kind` says what `target` is: the name of a zone ('zone') or a division code.

    `town` (9 digits) is set for a name the joint office of that town has taught: it counts only when
    nothing in the address speaks for another town. `area` may name a grid or group inside the target village.
    """

    kind: Literal["zone", "county", "town", "village"]
    target: str
    alias: str
    town: str = ""
    area: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the gazetteer: an estate, a village group or a stretch of road inside one village.

    `village_code` has 12 digits, `grid_code` 15 or '', `group_code` 17 (12 + 3 + 2, as in the source) or
    18 or ''; `detail` is the range of house numbers of a road, '1-131', both ends included, odd and even
    alike.
    """

    kind: PlaceKind
    name: str
    village_code: str
    grid_code: str = ""
    group_code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the explanation, as a code and its parameters; pages and the shell put it into
    words.
    """

    code: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A village the address may mean; `score` ranks candidates of one answer, `reasons` are evidence
    codes.
    """

    code: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """The answer for one address.

    `status` match: `code` is assigned. review: a person at the joint office decides; `code` is then the
    best guess or ''. town, county, city: only that much is known. outside: not in the home city. invalid:
    nothing usable. `flag`: the address contradicts itself (a wrong county beside the right village).
    `area` is 0 without a code, else the 18-digit key of the smallest known unit. `town` has 9 digits or is
    ''; `county` has 6, or is the name of a zone. `ground` is the key under which whoever answers for that town, county
    or zone sees it, 0 where none is known. Candidates come best first.
    """

    status: Status
    code: str = ""
    area: int = 0
    flag: bool = False
    town: str = ""
    county: str = ""
    ground: int = 0
    candidates: tuple[Candidate, ...] = ()
    steps: tuple[Step, ...] = ()
