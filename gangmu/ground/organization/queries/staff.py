"""What a list of posts and holders means here: which bodies, posts and people it names, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.db.models import Q

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body, Contact, Holding, StaffList
from gangmu.ground.organization.rules.staff import StaffLine, Wrong, columns_of, missing_columns, read_line
from gangmu.ground.territory.queries import Unit, children, county_units, unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.vault import vault

Numbered = tuple[int, Sequence[str]]
"""A line of a spreadsheet: its number there, and its cells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with what it means here: code of the body, code of its division, account; `key` finds the phone."""

    line: StaffLine
    body: str
    division: str
    username: str
    key: bytes | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole list: its entries, all errors by row, and how much of it is new here."""

    entries: list[Entry]
    wrong: list[Wrong]
    new_bodies: int
    new_people: int


def list_within(scope: Scope, list_id: int) -> StaffList:
    """A staff list of the scope; Refused('not_found') for any other."""
    found: StaffList | None = StaffList.objects.within(scope).filter(pk=list_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def lists_in(scope: Scope, most: int) -> list[StaffList]:
    """The newest staff lists of the scope, without their content."""
    return list(StaffList.objects.within(scope).defer("sealed").order_by("-id")[:most])


def read_list(
    scope: Scope, header_row: int, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Reading:
    """Read every line and look up what it names on the scope's ground; all errors at once."""
    columns = columns_of(header)
    if wrong := missing_columns(columns, header_row):
        return Reading([], wrong, 0, 0)
    lines: list[StaffLine] = []
    for row, cells in rows:
        line, found = read_line(row, cells, columns)
        wrong += found
        lines += [line] if line else []
    ground = _Ground(scope, lines)
    entries = [entry for line in lines for entry in ground.entry(line, wrong)]
    wrong += _twice(entries)
    return Reading(entries, sorted(wrong), len(ground.new_bodies), len(ground.new_people))


def _twice(entries: Sequence[Entry]) -> Iterator[Wrong]:
    """A person named twice for the same post, and two names for one account in the list itself."""
    seen = Counter((e.username, e.body, e.line.role, e.line.line) for e in entries)
    names: dict[str, str] = {}
    phones: dict[str, str] = {}
    for e in entries:
        if seen[e.username, e.body, e.line.role, e.line.line] > 1:
            yield Wrong(e.line.row, "name", e.line.name, "named_twice")
        if names.setdefault(e.username, e.line.name) != e.line.name:
            yield Wrong(e.line.row, "account", e.line.account, "account_of_other")
        if e.line.phone and phones.setdefault(e.line.phone, e.username) != e.username:
            yield Wrong(e.line.row, "phone", f"*{e.line.phone[-4:]}", "phone_of_other")


class _Ground:
    """The bodies, units and people that lines may name, read at once."""

    def __init__(self, scope: Scope, lines: Sequence[StaffLine]) -> None:
        self.scope, self.today = scope, clock.today()
        named = {line.body for line in lines}
        self.bodies: dict[str, list[Body]] = {}
        rows = Body.objects.filter(Q(name__in=named) | Q(code__in=named), valid__contains=self.today)
        for body in rows.select_related("division").order_by("id"):
            for name in {body.name, body.code}:
                self.bodies.setdefault(name, []).append(body)
        self.units: dict[str, list[Unit]] = {}
        for unit in _units():
            for name in {unit.name, unit.short_name, unit.code, unit.code[:9], unit.code[:6]}:
                if unit.jurisdiction <= scope.jurisdiction:
                    self.units.setdefault(name, []).append(unit)
        self.names = dict(
            User.objects.filter(username__in={line.account for line in lines if line.account}).values_list(
                "username", "name"
            )
        )
        keys = {line.phone: vault().fingerprint("staff_phone", line.phone) for line in lines if line.phone}
        self.keys = keys
        owners = Contact.objects.filter(key__in=list(keys.values())).values_list(
            "key", "user__username", "user__name"
        )
        self.owners = {bytes(key): (username, name) for key, username, name in owners}
        self.new_bodies: set[str] = set()
        self.new_people: set[str] = set()

    def entry(self, line: StaffLine, wrong: list[Wrong]) -> Iterator[Entry]:
        """The line with what it means; nothing, and why in `wrong`, when it means nothing."""
        body, person = self._body(line), self._person(line)
        for found in (body, person):
            if isinstance(found, Wrong):
                wrong.append(found)
        if not isinstance(body, Wrong) and not isinstance(person, Wrong):
            yield Entry(line, *body, person, self.keys.get(line.phone))

    def _body(self, line: StaffLine) -> tuple[str, str] | Wrong:
        known = self.bodies.get(line.body, [])
        here = [body for body in known if body.ground <= self.scope.jurisdiction]
        units = self.units.get(line.unit, []) if line.unit else []
        if len(here) > 1 and units:
            here = [body for body in here if any(unit.id == body.division_id for unit in units)]
        if len(here) == 1:
            return here[0].code, here[0].division.code
        if len(here) > 1:
            return Wrong(line.row, "body", line.body, "body_ambiguous")
        if known:
            return Wrong(line.row, "body", line.body, "body_elsewhere")
        if not line.kind:
            return Wrong(line.row, "body", line.body, "body_unknown")
        if len({unit.code for unit in units}) != 1:
            return Wrong(line.row, "unit", line.unit, "unit_ambiguous" if units else "unit_unknown")
        code = f"B{units[0].code}-{crc32(line.body.encode()):08x}"
        self.new_bodies.add(code)
        return code, units[0].code

    def _person(self, line: StaffLine) -> str | Wrong:
        key = self.keys.get(line.phone)
        owner = self.owners.get(key) if key else None
        if line.account:
            if self.names.get(line.account, line.name) != line.name:
                return Wrong(line.row, "account", line.account, "account_of_other")
            if owner is not None and owner[0] != line.account:
                return Wrong(line.row, "phone", f"*{line.phone[-4:]}", "phone_of_other")
            if line.account not in self.names:
                self.new_people.add(line.account)
            return line.account
        if owner is not None:
            return (
                owner[0]
                if owner[1] == line.name
                else Wrong(line.row, "phone", f"*{line.phone[-4:]}", "phone_of_other")
            )
        username = f"m{key.hex()[:16]}" if key else ""
        self.new_people.add(username)
        return username


def _units() -> Iterator[Unit]:
    counties = county_units()
    for county in counties:
        yield county
        for town in children(county.code):
            yield town
            yield from children(town.code)
    if counties and (city := unit_by_code(counties[0].parent)) is not None:
        yield city


def staff_rows(scope: Scope) -> Iterator[tuple[Any, ...]]:
    """Who holds which post today on the scope's ground, in the columns that a list is read in; phones masked."""
    where = scope.jurisdiction
    held = Holding.objects.filter(
        valid__contains=clock.today(), user__is_active=True, post__body__mode="routine",
        post__body__lo__gte=where.lo, post__body__hi__lte=where.hi,
    )  # fmt: skip
    held = held.select_related("post__body__division", "user__contact").order_by(
        "post__body__lo", "post_id", "deputy", "id"
    )
    for one in held.iterator(2000):
        if one.post.body.ground <= where:
            phone = getattr(one.user, "contact", None)
            yield (
                one.post.body.division.code, one.post.body.code, one.post.title, one.post.role, one.post.line,
                one.user.name, one.user.username, phone.mask if phone else "", one.deputy, one.valid.lower,
            )  # fmt: skip
