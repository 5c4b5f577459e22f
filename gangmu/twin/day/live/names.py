"""The lists of a live day: people whose fate is known beforehand, in the shares of the day's parameters.

Hard addresses and wrong documents are left out: what becomes of them is for the matcher to say (docs/locating.md), and
a book that is kept beside the ledger must not ask the ledger.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gangmu.control.intake.rules import Profile
from gangmu.ground.territory.rules.names import core_of_town, core_of_village
from gangmu.kernel.vault import mask_number
from gangmu.twin import city
from gangmu.twin.day.doors import Door, Luck, Push
from gangmu.twin.day.ground import Ground
from gangmu.twin.day.parameters import Parameters
from gangmu.twin.push_files import as_csv, city_writer, layout, table
from gangmu.twin.pushes import Entry, Truth

TASK, MERGED, OUTSIDE, REFUSED, WAITING = "task", "merged", "out_of_city", "refused", "waiting"
FIRST_ROW = 2  # of persons in a CSV
LEFT_WAITING = 4  # every fourth doubtful row is still at the desk when the day ends


@dataclass
class Person:
    """Somebody with a door: who he is in any list of tasks, where he is, what is going to happen."""

    name: str
    document: str
    village: str
    door: Door
    doubtful: bool
    elsewhere: str
    rows: list[tuple[int, int]] = field(default_factory=list)
    """Push (by its place in the day) and row of every mention."""


@dataclass
class Row:
    """A row of a file, and what must become of it."""

    fate: str
    person: Person | None


@dataclass
class File:
    """A list to be pushed: its minute of the day, its bytes, its rows by their numbers."""

    at: float
    data: bytes
    rows: dict[int, Row]


def files(ground: Ground, pushes: Sequence[Push], p: Parameters, seed: int) -> list[File]:
    """The lists of a day, the same for the same seed."""
    return list(_Lists(ground, p, seed).files(pushes))


class _Lists:
    def __init__(self, ground: Ground, p: Parameters, seed: int) -> None:
        self._ground, self._p = ground, p
        self._chance = random.Random(f"live/{seed}")
        self._luck = Luck(p, random.Random(f"live doors/{seed}"))
        self._groups: dict[str, int] = {}
        for number, village in enumerate(ground.village_of):
            self._groups.setdefault(ground.villages[village].code, number)
        self._towns = {r["code"][:9]: r["town"] for r in city.lines("villages")}
        self._plain = _plain_villages()
        self._stream = city_writer(seed).rows(10**9)
        self._shown: set[tuple[str, str]] = set()
        self._profile: Profile = layout("big_data_push")

    def files(self, pushes: Sequence[Push]) -> Iterator[File]:
        for place, push in enumerate(sorted(pushes)):
            made = list(self._rows(push.rows))
            rows = {}
            for number, (_, row) in enumerate(made, FIRST_ROW):
                rows[number] = row
                if row.person:
                    row.person.rows.append((place, number))
            header, lines = table(self._profile, [entry for entry, _ in made])
            yield File(push.at, as_csv(header, lines), rows)

    def _rows(self, size: int) -> Iterator[tuple[Entry, Row]]:
        p, known = self._p, list[tuple[Person, Entry]]()
        shares = {MERGED: p.merged, OUTSIDE: p.outside, REFUSED: p.refused_rows, WAITING: p.doubtful}
        wanted = Counter({fate: round(size * share) for fate, share in shares.items()})
        wanted[TASK] = size - wanted.total()
        while wanted.total():
            if known and self._chance.random() < wanted[MERGED] / wanted.total():
                # Only of this list: somebody of an earlier one may have been released meanwhile, and is checked anew.
                wanted[MERGED] -= 1
                person, said = self._chance.choice(known)
                yield replace(said, reference=f"{said.reference}M{wanted[MERGED]}"), Row(MERGED, person)
                continue
            entry, truth = next(self._stream)
            fate = self._fate(entry, truth, wanted)
            if not wanted[fate]:
                continue
            wanted[fate] -= 1
            if fate == TASK:
                known.append((self._person(entry, truth), entry))
                yield entry, Row(TASK, known[-1][0])
            elif fate == WAITING:
                vague = f"{entry.county}{self._towns[truth.village[:9]]}某出租屋"
                stays = wanted[WAITING] % LEFT_WAITING == 0
                placed = None if stays else self._person(entry, truth, doubtful=True)
                yield replace(entry, address=vague), Row(WAITING, placed)
            else:
                yield entry, Row(fate, None)

    def _fate(self, entry: Entry, truth: Truth, wanted: Counter[str]) -> str:
        """What becomes of a row; '' for one whose fate only the matcher knows."""
        if truth.kind == "unusable":
            return REFUSED
        if truth.kind not in ("new", "family"):
            return ""
        if truth.address == "outside":
            return OUTSIDE
        shown = (entry.name, mask_number(entry.document))
        if truth.address != "full" or truth.village not in self._plain or shown in self._shown:
            return ""
        return WAITING if wanted[WAITING] and self._chance.random() < self._p.doubtful else TASK

    def _person(self, entry: Entry, truth: Truth, *, doubtful: bool = False) -> Person:
        ground, group = self._ground, self._groups[truth.village]
        town = ground.towns[ground.villages[ground.village_of[group]].town]
        door = self._luck.door(ground, town.groups, 0.0, group)
        elsewhere = ground.villages[ground.village_of[door.elsewhere]].code if door.elsewhere >= 0 else ""
        document = mask_number(entry.document)
        self._shown.add((entry.name, document))
        return Person(entry.name, document, truth.village, door, doubtful, elsewhere)


def _plain_villages() -> set[str]:
    """Villages that a full address leaves no doubt about: named as no other in the town, and as no town."""
    towns = {core_of_town(r["town"]) for r in city.lines("villages")}
    cores = {r["code"]: core_of_village(r["std_name"]) for r in city.lines("villages")}
    known = Counter((code[:9], core) for code, core in cores.items())
    return {code for code, core in cores.items() if known[code[:9], core] == 1 and core not in towns}
