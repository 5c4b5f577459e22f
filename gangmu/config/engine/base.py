"""Django's PostgreSQL engine, with a check of idle connections that asks the server nothing."""

from __future__ import annotations

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg.pq import ConnStatus


class DatabaseWrapper(PostgreSQL):
    """A connection is asked about at the start of every request; `SELECT 1` would be a round trip each time."""

    def is_usable(self) -> bool:
        """Whether the server is still there: one that has left says goodbye, so that there is something to read."""
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        idle = select.poll()
        idle.register(self.connection.pgconn.socket, select.POLLIN)
        return not idle.poll(0)
