"""A list of posts and holders taken over in one go; the same list again changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from gangmu.ground.organization.queries.staff import Entry
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, run, stage
from gangmu.kernel.sqlfiles import statements
from gangmu.kernel.vault import mask_phone, vault

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "staff.sql")
COLUMNS = (
    "number", "body", "kind", "body_name", "division", "role", "line", "title", "username", "name", "password",
    "sealed", "key", "mask", "deputy", "since", "until",
)  # fmt: skip
STEPS = ("put_bodies", "put_posts", "put_users", "put_contacts", "end_holdings", "put_holdings")


def take_over(entries: Iterable[Entry]) -> dict[str, int]:
    """Write bodies, posts, people, telephones and holdings of a list that has no errors; returns how many of each."""
    params = {"today": clock.today(), "now": clock.now()}
    with transaction.atomic(), bulk_role():
        stage(
            "staged_staff",
            "number int, body text, kind text, body_name text, division text, role text, line text, title text,"
            " username text, name text, password text, sealed bytea, key bytea, mask text, deputy bool, since date,"
            " until date",
        )
        copy_rows("staged_staff", COLUMNS, map(_line, entries))
        found = {step: run(SQL[step], params) for step in STEPS}
        run("DROP TABLE staged_staff")
    return found


def _line(entry: Entry) -> tuple[Any, ...]:
    one = entry.line
    phone: tuple[Any, ...] = (None, None, "")
    if one.phone:
        box = vault()
        phone = (box.seal("staff_phone", one.phone), entry.key, mask_phone(one.phone))
    return (
        one.row, entry.body, one.kind, one.body, entry.division, one.role, one.line, one.title, entry.username,
        one.name, f"!{secrets.token_urlsafe(30)}", *phone, one.deputy, one.since, one.until,
    )  # fmt: skip
