"""What a line says about a resident: who, where, or why it is not taken in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from gangmu.control.intake.rules import CheckedRow, ColumnMapping, Field, Problem, Row, RowChecker, Severity
from gangmu.control.intake.rules.cells import SHOWN_CHARS, first, something
from gangmu.control.intake.rules.headers import fields_of, is_repeated
from gangmu.control.intake.rules.sheets import is_blank, is_footer
from gangmu.control.roster.rules.records import Layout, Record
from gangmu.ground.territory.rules import AddressIndex, Located
from gangmu.kernel.area import Jurisdiction

DIGITS = (12, 15, 18)  # of a village, a grid, a group


@dataclass(slots=True)
class Reading:
    """A line as it was understood: `outcome` '' goes into the register, 'outside' and 'refused' go back."""

    number: int
    cells: list[str]
    person: CheckedRow | None = None
    area: int = 0
    outcome: str = ""
    problems: list[Problem] = field(default_factory=list)

    def back(self, outcome: str, problem: Problem) -> None:
        """It goes back, because of this."""
        self.outcome = outcome
        self.problems.append(problem)


class Reader:
    """Reads the lines of one file: knows its columns, the areas there are, the office's ground, and the matcher."""

    def __init__(
        self,
        layout: Layout,
        mapping: ColumnMapping,
        today: date,
        areas: frozenset[int],
        ground: Jurisdiction,
        index: AddressIndex,
    ) -> None:
        self._layout, self._areas, self._ground, self._index = layout, areas, ground, index
        self._checker = RowChecker(mapping, today)
        self._width = len(layout.header)
        self._serials = [i for i, known in enumerate(fields_of(layout.header)) if known is Field.SERIAL]
        self._coded = tuple(i for i, known in enumerate(mapping.fields) if known is Field.AREA_CODE)

    def read(self, found: Iterable[Record]) -> tuple[list[Reading], int]:
        """The readings of records, and how many of these are nobody: blank, a header once more, below the table."""
        readings, skipped = [], 0
        for record in found:
            if record.number <= self._layout.header_line:
                continue
            if self._is_nobody(record):
                skipped += 1
            else:
                readings.append(self._reading(record))
        unplaced = [one for one in readings if not one.outcome and not one.area and one.person]
        addresses = [one.person.address for one in unplaced if one.person]
        for one, located in zip(unplaced, self._index.locate_many(addresses), strict=True):
            self._place(one, located)
        return readings, skipped

    def _is_nobody(self, record: Record) -> bool:
        cells = record.cells
        if record.fault:
            return False
        if (len(cells) < self._width or cells.count("") > self._width - 4) and (
            is_blank(cells, self._serials) or is_footer(cells)
        ):
            return True
        return cells[:1] == [self._layout.header[0]] and is_repeated(cells, self._layout.header)

    def _reading(self, record: Record) -> Reading:
        cells = record.cells
        one = Reading(record.number, cells)
        if record.fault:
            one.back("refused", Problem("row", record.fault, "", record.params))
            return one
        if len(cells) > self._width and not "".join(cells[self._width :]).strip():
            one.cells = cells = cells[: self._width]
        if len(cells) != self._width:
            params = (("columns", str(len(cells))), ("header", str(self._width)))
            one.back("refused", Problem("row", "row_columns", "", params))
            return one
        one.person = person = self._checker.check(Row(record.number, cells))
        if not person.name:
            one.back("refused", Problem(Field.NAME, "row_nameless"))
        for problem in person.problems:
            if problem.severity is Severity.ERROR and problem.code not in (
                "row_unreachable",
                "row_unidentified",
            ):
                one.back("refused", problem)
        self._place_by_code(one, cells)
        return one

    def _place_by_code(self, one: Reading, cells: Sequence[str]) -> None:
        code = something(first(cells, self._coded)) if self._coded else ""
        if not code:
            if one.person and not one.person.address:
                one.back("refused", Problem(Field.ADDRESS, "place_missing"))
            return
        area = int(code.ljust(18, "0")) if code.isascii() and code.isdigit() and len(code) in DIGITS else 0
        if area not in self._areas:
            one.back("refused", Problem(Field.AREA_CODE, "area_code_unknown", code[:SHOWN_CHARS]))
        else:
            self._settle(one, area, code)

    def _place(self, one: Reading, located: Located) -> None:
        said = one.person.address[:SHOWN_CHARS] if one.person else ""
        if located.status == "outside":
            one.back("outside", Problem(Field.ADDRESS, "row_outside_city", said))
        elif located.status != "match":
            one.back("refused", Problem(Field.ADDRESS, "place_unknown", said))
        else:
            self._settle(one, located.area, said)

    def _settle(self, one: Reading, area: int, said: str) -> None:
        one.area = area
        if area not in self._ground and not one.outcome:
            one.back("outside", Problem("row", "row_outside_ground", said))
