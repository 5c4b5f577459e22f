"""Pushed files of any length with the truth about every row: what rehearsals, measures and tests push.

Deterministic by seed. A list names new people, people of the same or an earlier list again, families under one
telephone, and has the faults of real lists in known shares. What a row says and what is true are kept apart:
the truth (`Truth`) is written beside the file, never into it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gangmu.ground.territory.rules.terms import Division, Place
from gangmu.twin.address_parts import Made
from gangmu.twin.addresses import AddressWriter
from gangmu.twin.people import Someone, someone

REPEATED, FAMILY = 0.15, 0.10
WRONG_DOCUMENT, NO_PHONE, UNUSABLE = 0.04, 0.04, 0.005
OUTSIDE, EMPTY, AMBIGUOUS, PLAIN = 0.05, 0.01, 0.02, 0.60
_OUTSIDE = ("outside",)
_AMBIGUOUS = ("ambiguous", "pair", "two_towns", "town_only", "county_only")
YEAR = 2025  # ages are counted in this year
CATEGORIES = ("中高风险地区来惠人员", "密切接触者", "次密接", "跨省流动人员", "同时空伴随人员", "健康码黄码")
ORIGINS = ("湖南省长沙市", "江西省赣州市", "广西桂林市", "福建省厦门市", "深圳市龙岗区", "海南省海口市")


@dataclass(frozen=True, slots=True)
class _Listed:
    """Somebody on a list; `village` is the right one or ''."""

    id: int
    person: Someone
    address: str
    village: str
    address_kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row of a list says."""

    name: str
    document: str
    phone: str
    address: str
    county: str
    sex: str
    age: int
    category: str
    origin: str
    reference: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true about one row: `row` counts from 1, `person` is equal for one person in all lists of a seed.

    `village` is the right village or ''; `kind` is new, family, repeated, wrong_document, no_phone or unusable;
    `address` names the difficulty of the address.
    """

    row: int
    person: int
    village: str
    kind: str
    address: str


class PushWriter:
    """Writes the lists of one city, one after the other; each draws on the people of those before it.

    The people of nine seeds that follow each other are apart, as long as a seed needs no more than a million.
    """

    def __init__(self, divisions: Iterable[Division], places: Iterable[Place], seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._first = 1_000_000 * (1 + seed % 9)
        self._writer = AddressWriter(divisions, places, seed)
        named = {
            name.removeprefix("kind_"): getattr(self._writer, name)
            for name in sorted(dir(self._writer))
            if name.startswith("kind_")
        }
        self._outside = [make for name, make in named.items() if name.startswith(_OUTSIDE)]
        self._ambiguous = [make for name, make in named.items() if name.startswith(_AMBIGUOUS)]
        self._empty, self._plain = named["empty"], named["full"]
        other = (*self._outside, *self._ambiguous, self._empty)
        self._right = [make for make in named.values() if make not in other]
        self._known: list[_Listed] = []

    def rows(self, size: int) -> Iterator[tuple[Entry, Truth]]:
        """The next list: `size` rows."""
        for row in range(1, size + 1):
            listed, kind = self._somebody()
            yield self._entry(row, listed, kind)

    def _somebody(self) -> tuple[_Listed, str]:
        chance, known = self._chance, self._known
        drawn = chance.random()
        if known and drawn < REPEATED:
            return chance.choice(known), "repeated"
        number = len(known) + 1
        person = someone(self._first + number, chance)
        if known and drawn < REPEATED + FAMILY:
            one = known[-1]
            name = one.person.name[0] + person.name[1:]
            listed, kind = (
                replace(one, id=number, person=person._replace(name=name, phone=one.person.phone)),
                "family",
            )
        else:
            listed, kind = _Listed(number, person, *self._address()), "new"
        known.append(listed)
        return listed, kind

    def _address(self) -> tuple[str, str, str]:
        chance, drawn = self._chance, self._chance.random()
        made: Made | None = None
        while made is None:
            if drawn < OUTSIDE:
                make = chance.choice(self._outside)
            elif drawn < OUTSIDE + EMPTY:
                make = self._empty
            elif drawn < OUTSIDE + EMPTY + AMBIGUOUS:
                make = chance.choice(self._ambiguous)
            else:
                make = self._plain if chance.random() < PLAIN else chance.choice(self._right)
            made = make()
        address, _, village, _ = made
        return address, village, make.__name__.removeprefix("kind_")

    def _entry(self, row: int, listed: _Listed, kind: str) -> tuple[Entry, Truth]:
        chance, drawn, person = self._chance, self._chance.random(), listed.person
        name, document, phone, address = person.name, person.document, person.phone, listed.address
        if drawn < UNUSABLE:
            kind = "unusable"
            name, document, phone, address = chance.choice(
                (("", "", phone, address), (name, document, "", ""))
            )
        elif drawn < UNUSABLE + WRONG_DOCUMENT:
            kind, document = "wrong_document", mistyped(document, chance)
        elif drawn < UNUSABLE + WRONG_DOCUMENT + NO_PHONE:
            kind, phone = "no_phone", ""
        unit = self._writer.by_code.get(listed.village)
        county = unit.county if unit and listed.address_kind == "full" and address else ""
        said = Entry(
            name, document, phone, address, county, person.sex, YEAR - person.birth_date.year,
            chance.choice(CATEGORIES), chance.choice(ORIGINS), f"TS{row:07d}",
        )  # fmt: skip
        return said, Truth(row, listed.id, listed.village, kind, listed.address_kind)


def mistyped(number: str, chance: random.Random) -> str:
    """The number with one digit of its sequence wrong, so that its check digit no longer fits."""
    place = chance.randrange(14, 17)
    digit = chance.choice([d for d in "0123456789" if d != number[place]])
    return number[:place] + digit + number[place + 1 :]
