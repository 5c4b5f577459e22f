"""Bodies, posts, grounds, users and holdings by COPY; founding the same again changes nothing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from gangmu.ground.organization.rules import (
    INSPECTION,
    LIAISON,
    LINE_NAMES,
    LINES,
    RESERVE,
    SEATS,
    SHIFT_NAMES,
    WIDER,
    Seat,
)
from gangmu.ground.territory.queries import Unit, children, county_units, unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, run, stage
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "loading.sql")
BODY_COLUMNS = ("kind", "code", "name", "division", "mode", "line", "lo", "hi", "holes", "phone")
HOLDER_COLUMNS = ("username", "name", "password", "body", "role", "line")


class TrioRow(NamedTuple):
    """A working trio to found: `mode` routine or emergency, `village` 12 digits, `areas` the grids it owns.

    `wider` gives it the posts of the wider forces too: grid member, volunteer, part-timer, property staff, liaison.
    """

    code: str
    name: str
    mode: str
    village: str
    areas: Sequence[int]
    wider: bool = False


class _Body(NamedTuple):
    kind: str
    code: str
    name: str
    unit: Unit
    mode: str = "routine"
    phone: str = ""
    seats: tuple[Seat, ...] = ()
    line: str = ""


def found_trios(rows: Iterable[TrioRow], as_of: date) -> dict[str, int]:
    """Found working trios with their grounds; routine ones also with posts, four holders each, and users.

    A grid that changed hands is closed for its old owner on `as_of`. Emergency trios get their ground only.
    Raises KeyError for a village that is not there.
    """
    rows = list(rows)
    bodies = []
    for row in rows:
        unit = unit_by_code(row.village)
        if unit is None:
            raise KeyError(f"trio {row.code}: no village {row.village}")
        seats = (*SEATS["trio"], *(WIDER if row.wider else ())) if row.mode == "routine" else ()
        bodies.append(_Body("trio", row.code, row.name, unit, row.mode, "", seats))
    return _found(bodies, [(row.code, area, row.mode) for row in rows for area in row.areas], as_of)


def found_offices(city: str, as_of: date) -> dict[str, int]:
    """Found a city's push office, leading trios and task forces (city, county-level units, towns) and the joint offices
    of its towns."""
    top = unit_by_code(city)
    if top is None:
        raise KeyError(f"no city {city}")
    counties = county_units()
    towns = [town for county in counties for town in children(county.code)]
    watched = SEATS["leading_trio"] + INSPECTION
    units = [top, *counties, *towns]
    bodies = [
        _Body("push_office", f"PUSH{top.code[:4]}", f"{top.short_name}市推送专班", top, "routine", "0752-0000000",
              SEATS["push_office"]),
        _Body("leading_trio", f"LEAD{top.code}", f"{top.name}三人小组领导小组", top, "routine", "", watched),
        *(_Body("leading_trio", f"LEAD{u.code}", f"{u.name}三人小组领导小组", u, "routine", "", watched + LIAISON)
          for u in counties),
        *(_Body("leading_trio", f"LEAD{u.code[:9]}", f"{u.name}三人小组领导小组", u, "routine", "",
                SEATS["leading_trio"] + LIAISON) for u in towns),
        *(_Body("task_force", f"FORCE{_short(u)}-{n}", f"{u.name}{LINE_NAMES[line]}线专班", u, "routine", "",
                (Seat("line_officer", line, "专班成员", in_charge=True),), line)
          for u in units for n, line in enumerate(LINES, 1)),
        *(_Body("joint_office", f"OFFICE{u.code[:9]}", f"{u.name}合署办公点", u, "routine", f"0752-0{n:06d}",
                SEATS["joint_office"]) for n, u in enumerate(towns, 1)),
    ]  # fmt: skip
    return _found(bodies, [], as_of)


def found_reserves(rows: Iterable[tuple[str, Mapping[str, int]]], as_of: date) -> dict[str, int]:
    """Found reserves: (code of a county-level unit or town, how many can be sent by line), called by their number.

    Raises KeyError for a unit that is not there.
    """
    bodies = []
    for code, lines in rows:
        unit = unit_by_code(code)
        if unit is None:
            raise KeyError(f"no unit {code}")
        seats = tuple(seat._replace(holders=lines[seat.line]) for seat in RESERVE if lines.get(seat.line))
        bodies.append(_Body("reserve", f"RESERVE{code}", f"{unit.name}机动力量", unit, seats=seats))
    return _found(bodies, [], as_of)


def found_provider(code: str, unit_code: str, name: str, as_of: date) -> dict[str, int]:
    """Found a provider of devices for a unit, with its installers. Raises KeyError for a unit that is not there."""
    unit = unit_by_code(unit_code)
    if unit is None:
        raise KeyError(f"no unit {unit_code}")
    return _found([_Body("provider", code, name, unit, seats=SEATS["provider"])], [], as_of)


def _found(bodies: list[_Body], grounds: list[tuple[str, int, str]], as_of: date) -> dict[str, int]:
    from gangmu.ground.organization.queries import forget

    params: dict[str, Any] = {"as_of": as_of, "now": clock.now()}
    steps = ["put_bodies", "put_posts", "put_users", "put_holdings"]
    with transaction.atomic(), bulk_role():
        stage(
            "staged_body",
            "kind text, code text, name text, division text, mode text, line text, lo bigint, hi bigint, holes jsonb,"
            " phone text",
        )
        stage("staged_post", "body text, role text, line text, title text, in_charge bool, place serial")
        stage("staged_holder", "username text, name text, password text, body text, role text, line text")
        stage("staged_ground", "body text, area bigint, mode text")
        copy_rows("staged_body", BODY_COLUMNS, map(_body_line, bodies))
        copy_rows("staged_post", ("body", "role", "line", "title", "in_charge"), _posts(bodies))
        copy_rows("staged_holder", HOLDER_COLUMNS, _holders(bodies))
        copy_rows("staged_ground", ("body", "area", "mode"), grounds)
        for table in ("staged_body", "staged_post", "staged_holder", "staged_ground"):
            run(f"ANALYZE {table}")
        if grounds:
            steps += ["end_grounds", "put_grounds"]
        found = {step: run(SQL[step], params) for step in steps}
        run("DROP TABLE staged_body, staged_post, staged_holder, staged_ground")
    forget()
    return found


def _short(unit: Unit) -> str:
    return unit.code[:9] if unit.level == "town" else unit.code


def _body_line(body: _Body) -> tuple[Any, ...]:
    """A reserve has no ground: whoever waits to be called sees nobody's data until then. Nor has a provider, ever."""
    where = body.unit.jurisdiction
    ground = (
        (where.lo, where.lo, "[]")
        if body.kind in ("reserve", "provider")
        else (where.lo, where.hi, json.dumps(where.holes))
    )
    return body.kind, body.code, body.name, body.unit.code, body.mode, body.line, *ground, body.phone


def found_guarantees(as_of: date) -> int:
    """Name a guarantor (三级包保) for every town, village and grid that has none; returns how many."""
    with transaction.atomic(), bulk_role():
        return run(SQL["put_guarantees"], {"as_of": as_of})


def _posts(bodies: Iterable[_Body]) -> Iterator[tuple[Any, ...]]:
    for body in bodies:
        for seat in body.seats:
            yield body.code, seat.role, seat.line, f"{body.name} {seat.title}", seat.in_charge


def _holders(bodies: Iterable[_Body]) -> Iterator[tuple[Any, ...]]:
    """One user per turn of each seat, called by his post; his password matches nothing until it is set."""
    unusable = f"!{secrets.token_urlsafe(30)}"
    for body in bodies:
        for place, seat in enumerate(body.seats, 1):
            for turn in range(seat.holders):
                few = seat.holders <= len(SHIFT_NAMES)
                which = SHIFT_NAMES[turn] if few else f"{turn + 1}号"
                username = f"{body.code.lower()}-{place}{'abcd'[turn] if turn < len(SHIFT_NAMES) else f'-{turn + 1}'}"
                name = f"{body.name} {seat.title}{f' {which}' if seat.holders > 1 else ''}"
                yield username, name, unusable, body.code, seat.role, seat.line
