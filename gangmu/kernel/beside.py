"""A connection beside the running transaction: what it is told counts at once, and stays when the transaction fails.

For what others must see, or say, while a long transaction runs: how far it is, and that it shall stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection

Ask = Callable[[str, Mapping[str, Any]], list[tuple[Any, ...]]]


@contextmanager
def beside() -> Iterator[Ask]:
    """`ask(sql, params)` runs one statement that returns rows, each in a transaction of its own, without a scope.

    It must not touch rows that the running transaction has written: it would wait for itself.
    """
    own = connection.copy()
    try:

        def ask(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
            with own.cursor() as cursor:
                cursor.execute(sql, params)
                return list(cursor.fetchall())

        yield ask
    finally:
        own.close()
