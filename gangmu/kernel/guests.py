"""What a guest may see (`scope.Actor.guest_id`): no ground, only rows that are his own (ADR 30)."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL


def own(person: str) -> str:
    """The row-security condition 'a guest acts, and the column `person` names him' (`scope.Actor.guest_id`)."""
    return f"current_setting('gangmu.actor', true) = 'guest:' || {person}"


class OwnRows(RunSQL):
    """A second policy beside `scope`: what a guest may see of a table that has row security. He changes nothing.

    `using` is an SQL condition, such as `own('person_id')`; `writes` lets him add and change such rows too.
    """

    def __init__(self, table: str, using: str, *, writes: bool = False) -> None:
        what = "ALL" if writes else "SELECT"
        super().__init__(
            f"CREATE POLICY own ON {table} FOR {what} USING ({using})", f"DROP POLICY own ON {table}"
        )
