"""Counts that the database keeps: how many rows of a table there are by some keys, whoever writes them.

A tally is a table of numbers that are added up. Every statement that changes the counted table appends, by trigger and
in its own transaction, what it changed (`ddl.Counting`): no row is shared, so no writer waits for another. `fold` puts
the sum of a key in the place of its lines. Reading is a plain sum over what one snapshot sees, folded or not; since a
line is true beside any others, what is wrong is repaired by another line (`recount`). ADR 14.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gangmu.kernel.bulk import bulk_role, fetch, run


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted: rows of `table`, into the columns of the table `into`.

    `by` are its keys, `counts` its numbers; each names an SQL expression on one row of `table`, a number a condition.
    `day` names the key, a date, that is told apart while it is today or later, and forgotten after.
    """

    table: str
    into: str
    by: Mapping[str, str]
    counts: Mapping[str, str]
    day: str = ""

    @property
    def columns(self) -> str:
        """Keys and numbers, as a list of columns."""
        return ", ".join((*self.by, *self.counts))

    def changes(self, rows: str) -> str:
        """The query of what `rows` amount to: rows of the table with `sign`, 1 for come and -1 for gone."""
        keys = (f"{sql} AS {name}" for name, sql in self.by.items())
        sums = (f"coalesce(sum(sign) FILTER (WHERE {sql}), 0) AS {name}" for name, sql in self.counts.items())
        return self._that_matter(
            f"SELECT {_list(keys)}, {_list(sums)} FROM ({rows}) r GROUP BY {self._groups}"
        )

    def fold(self, today: date) -> int:
        """Put one line in the place of those that share their keys; returns how many were written.

        Lines that another fold has in hand are left to it. Killed at any moment it has changed nothing.
        """
        sums = _list(f"sum({name}) AS {name}" for name in self.counts)
        with bulk_role():
            return run(
                f"""
                WITH crowded AS MATERIALIZED (
                    SELECT t.id FROM {self.into} t
                     WHERE t.id IN (SELECT l.id FROM (SELECT id, count(*) OVER (PARTITION BY {self._kept()}) AS lines
                                                        FROM {self.into}) l WHERE l.lines > 1)
                       FOR UPDATE SKIP LOCKED),
                taken AS (DELETE FROM {self.into} t USING crowded c WHERE t.id = c.id RETURNING t.*)
                INSERT INTO {self.into} ({self.columns})
                {self._that_matter(f"SELECT {self._kept(named=True)}, {sums} FROM taken GROUP BY {self._groups}")}
                """,
                {"today": today},
            )

    def recount(self, today: date) -> list[dict[str, Any]]:
        """Count everything anew and append what was missing; returns that, nothing if the tally was true.

        One statement, so one snapshot: nobody needs to stop writing.
        """
        with bulk_role():
            found = fetch(self.recounting, {"today": today})
        return [dict(zip((*self.by, *self.counts), line, strict=True)) for line in found]

    @property
    def recounting(self) -> str:
        """The statement of `recount`, for migrations too; as the bulk role, with the parameter `today`."""
        counted = self.changes(f"SELECT *, 1 AS sign FROM {self.table}")
        told = _list(f"-{name} AS {name}" for name in self.counts)
        sums = _list(f"sum({name}) AS {name}" for name in self.counts)
        both = f"SELECT {self.columns} FROM ({counted}) c UNION ALL SELECT {_list(self.by)}, {told} FROM {self.into}"
        kept = self._kept(named=True)
        missing = self._that_matter(f"SELECT {kept}, {sums} FROM ({both}) b GROUP BY {self._groups}")
        return f"INSERT INTO {self.into} ({self.columns}) {missing} RETURNING {self.columns}"

    @property
    def _groups(self) -> str:
        return _list(str(n) for n in range(1, len(self.by) + 1))

    def _kept(self, named: bool = False) -> str:
        """The keys as they are kept today: a day that is over is none."""
        past = f"CASE WHEN {self.day} >= %(today)s::date THEN {self.day} END"
        keys = ((past if name == self.day else name, name) for name in self.by)
        return _list(f"{sql} AS {name}" if named else sql for sql, name in keys)

    def _that_matter(self, sums: str) -> str:
        zeros = _list("0" for _ in self.counts)
        return f"SELECT * FROM ({sums}) s WHERE ({_list(self.counts)}) <> ({zeros})"


def _list(parts: Iterable[str]) -> str:
    return ", ".join(parts)
