"""Keyset paging: every page of a list costs the same, the last as the first.

A cursor is the sort key of the row at the edge of a page, packed into text that fits an address. It says where to go
on, never what may be seen: the query set keeps its own scope.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows of one page, and the cursors of its neighbours ('' where there is none)."""

    rows: list[M]
    newer: str = ""
    older: str = ""


def page(
    rows: models.QuerySet[M], order: Sequence[str], limit: int, after: str = "", before: str = ""
) -> Page[M]:
    """The page of a query set that follows the row of cursor `after`, or precedes that of `before`.

    `order` are field names, '-' for descending, the last of them unique; all of one direction use one index.
    A cursor that is not one of ours is ignored.
    """
    edge = _unpacked(after or before, len(order))
    if edge is not None and not all(map(_fits, repeat(rows.model), order, edge)):
        edge = None
    back = bool(before) and not after and edge is not None
    fields = [_turned(name) if back else name for name in order]
    query = rows.order_by(*fields)
    if edge is not None:
        query = query.filter(_beyond(fields, edge))
    found = list(query[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if back:
        found.reverse()
    if not found:
        return Page([])
    newer = _packed(found[0], order) if edge is not None and (not back or more) else ""
    older = _packed(found[-1], order) if back or more else ""
    return Page(found, newer, older)


def is_cursor(text: str, fields: int) -> bool:
    """Whether a text can have been given out as the cursor of a list with so many fields in its order."""
    return _unpacked(text, fields) is not None


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(fields: Sequence[str], edge: Sequence[Any]) -> Q:
    """The rows after an edge: (a, b) > (x, y) written so that an index on (a, b) is entered at the edge."""
    whole, equal = Q(), Q()
    for position, (field, value) in enumerate(zip(fields, edge, strict=True)):
        name, sign = field.removeprefix("-"), "lt" if field.startswith("-") else "gt"
        whole |= equal & Q(**{f"{name}__{sign}": value})
        equal &= Q(**{name: value})
        if position == 0 and len(fields) > 1:
            first = Q(**{f"{name}__{sign}e": value})
    return first & whole if len(fields) > 1 else whole


def _packed(row: models.Model, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value = getattr(row, name.removeprefix("-"))
        values.append({"t": value.isoformat()} if isinstance(value, datetime) else value)
    return urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _unpacked(cursor: str, length: int) -> list[Any] | None:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != length:
            return None
        return [_moment(v["t"]) if isinstance(v, dict) else v for v in values]
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment without its zone is none of ours")
    return at.astimezone(UTC)  # PostgreSQL does not know every zone that Python does


def _fits(model: type[models.Model], name: str, value: Any) -> bool:
    """Whether a row can have a value in a field: of its type, and nothing that PostgreSQL cannot take as text."""
    field = model._meta.get_field(name.removeprefix("-"))
    if value is None or not isinstance(field, models.Field):
        return False
    try:
        if isinstance(value, str) and b"\0" in value.encode():
            return False
        return type(field.to_python(value)) is type(value)
    except (ValidationError, ValueError, TypeError, OverflowError):
        return False
