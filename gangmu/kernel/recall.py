"""Queries that every page asks: their SQL is written once for a shape of ground, then only the eyes are put in.

Django takes one to two milliseconds to write a query, longer than PostgreSQL needs for most of those of a page's frame.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from gangmu.kernel import clock
from gangmu.kernel.area import MAX_AREA, Jurisdiction
from gangmu.kernel.bulk import fetch
from gangmu.kernel.scope import Actor, Scope

CAP = 1000
"""What waits is counted so far: more is said to be more, and costs no list anything."""

Build = Callable[..., models.QuerySet[Any]]


class Slot(NamedTuple):
    """A parameter that is taken from the eyes: which of their values, and the type that tells PostgreSQL its own."""

    place: int
    kind: type


@dataclass(frozen=True, slots=True)
class Written:
    """A query as text, its parameters, some of them slots, and whether its rows are what PostgreSQL gives."""

    sql: str
    params: tuple[Any, ...]
    plain: bool

    def seen_by(self, values: list[Any]) -> list[Any]:
        """The parameters for these eyes."""
        return [one if type(one) is not Slot else _typed(one.kind, values[one.place]) for one in self.params]


class Draft(NamedTuple):
    """A query as some eyes see it: each parameter with the place of the value of the eyes that it is."""

    sql: str
    params: list[tuple[Any, int | None]]
    plain: bool


class Recalled:
    """A query set of a scope, remembered as SQL.

    `build(scope, *shape, **given)` makes the query set; it is called again for each other `shape` (hashable, one of a
    few: each is remembered) and each other number of pieces of ground. In it may stand, as they are: the bounds of the
    scope's jurisdiction, its actor's `user_id`, `clock.now()`, `clock.today()` and the numbers that are `given`. Of the
    actor there is nothing else.
    Raises TypeError for a query that calculates with one of these, and for rows of which Django converts a column.
    """

    def __init__(self, build: Build) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self._written: dict[Hashable, Written | None] = {}

    def rows(self, scope: Scope, *shape: Hashable, **given: int) -> list[tuple[Any, ...]]:
        """The rows of a `values_list`, as PostgreSQL gives them."""
        written = self.written(scope, shape, given)
        if written is None:
            return []
        if not written.plain:
            raise TypeError(f"{self.build.__qualname__}: Django converts one of its columns")
        return fetch(written.sql, written.seen_by(_values(scope, given)))

    def count(self, scope: Scope, *shape: Hashable) -> int:
        """How many rows there are."""
        (found,) = counts(scope, (self, *shape))
        return found

    def written(self, scope: Scope, shape: tuple[Hashable, ...], given: dict[str, int]) -> Written | None:
        """The query for these eyes; None if it can find nothing whoever asks."""
        pieces = len(scope.jurisdiction.pieces)
        key = (shape, tuple(given), pieces, scope.actor.user_id is not None)
        if key not in self._written:
            try:
                drafts = [self._draft(Marks(turn, pieces), scope, shape, given) for turn in (1, 2)]
                self._written[key] = _joined(*drafts)
            except EmptyResultSet:
                self._written[key] = None
        return self._written[key]

    def _draft(self, marks: Marks, scope: Scope, shape: tuple[Hashable, ...], given: dict[str, int]) -> Draft:
        """The query as eyes see it that are nobody's."""
        eyes = marks.scope(known=scope.actor.user_id is not None)
        with clock.at(marks.now):
            named = dict(zip(given, marks.given(len(given)), strict=True))
            compiler = self.build(eyes, *shape, **named).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            places = {value: place for place, value in enumerate(_values(eyes, named)) if value is not None}
        plain = not compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return Draft(
            sql, [(one, places.get(one) if isinstance(one, Hashable) else None) for one in params], plain
        )


class Marks(NamedTuple):
    """Eyes of nobody, whose numbers and moments are found again among a query's parameters, other ones each turn.

    Only bounds of ground are larger than the smallest column: what a column cannot hold Django leaves out of a query.
    """

    turn: int
    pieces: int

    @property
    def now(self) -> datetime:
        """A moment of a day that nobody asks about."""
        return datetime(2800 + self.turn, 3, 5, 4, 3, 2, 1, tzinfo=UTC)

    def given(self, count: int) -> range:
        """As many numbers."""
        return range(31_000 + 100 * self.turn, 31_000 + 100 * self.turn + count)

    def scope(self, *, known: bool) -> Scope:
        """Eyes on as many pieces of ground; of a user or of the system."""
        bounds = [int(MAX_AREA) - 10_000_000 * self.turn + 7_919 * place for place in range(2 * self.pieces)]
        where = Jurisdiction.nothing()
        if bounds:
            where = Jurisdiction(
                bounds[0], bounds[-1], tuple(zip(bounds[1:-1:2], bounds[2:-1:2], strict=True))
            )
        user = 30_000 + self.turn if known else None
        return Scope.of(Actor(user, None, where, label="" if known else "recall"))


def recalled(build: Build) -> Recalled:
    """Remember a function that makes a query set of a scope (see `Recalled`)."""
    return Recalled(build)


def counts(scope: Scope, *asked: tuple[Any, ...]) -> list[int]:
    """How many rows each of several recalled queries (query, *shape) finds, in one round trip."""
    values = _values(scope, {})
    parts, params = [], []
    for query, *shape in asked:
        written: Written | None = query.written(scope, tuple(shape), {})
        parts.append(f"(SELECT count(*) FROM ({written.sql}) q)" if written else "0")  # noqa: S608 (written by Django)
        params += written.seen_by(values) if written else []
    return list(fetch(f"SELECT {', '.join(parts)}", params)[0]) if parts else []


def _values(scope: Scope, given: dict[str, int]) -> list[Any]:
    """What of the eyes may stand in a query, in an order that the number of pieces alone decides."""
    bounds = [bound for piece in scope.jurisdiction.pieces for bound in piece]
    return [*bounds, scope.actor.user_id, clock.now(), clock.today(), *given.values()]


def _typed(kind: type, value: Any) -> Any:
    """A number as the type that Django gave it (smallint, bigint); the rest says itself what it is."""
    return kind(value) if issubclass(kind, int) and value is not None else value


def _joined(first: Draft, second: Draft) -> Written:
    """One text of two drafts for other eyes: what differs between them must be a value of the eyes."""
    if first.sql != second.sql:
        raise TypeError(f"other eyes are asked something else: {first.sql}")
    return Written(first.sql, tuple(_params(first, second)), first.plain)


def _params(first: Draft, second: Draft) -> Iterator[Any]:
    for (one, place), (other, again) in zip(first.params, second.params, strict=True):
        if one == other:
            yield one
        elif place is None or place != again:
            raise TypeError(f"{one!r} is calculated from the eyes or the clock: {first.sql}")
        else:
            yield Slot(place, type(one))
