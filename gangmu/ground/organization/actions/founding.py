"""One body founded by hand, with the seats of its kind; whole lists are `bulk`."""

from __future__ import annotations

from datetime import date
from uuid import UUID
from zlib import crc32

from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.ground.organization import policy
from gangmu.ground.organization.facts import BodyFounded
from gangmu.ground.organization.models import Body, Line, Post
from gangmu.ground.organization.queries.ownership import modes
from gangmu.ground.organization.rules import FOUNDED, SEATS, Seat
from gangmu.ground.territory.queries import Unit
from gangmu.kernel.area import Jurisdiction, span
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def found_body(
    actor: Actor,
    command: UUID,
    unit: Unit,
    kind: str,
    name: str,
    since: date,
    line: str = "",
    phone: str = "",
) -> int:
    """Found a body of a unit with vacant posts, from a day on; returns its id. A trio owns no grid until it
    is given one, and stands by while its town is in emergency.

    Refused: not_allowed, kind_not_of_unit (a trio is a village's, an office a town's …), name_missing, line_missing (a
    task force reads one line), name_taken (the unit has a body of that name already).
    """
    if not policy.may_appoint(actor, unit.jurisdiction):
        raise Refused("not_allowed")
    if unit.level not in FOUNDED.get(kind, ()):
        raise Refused("kind_not_of_unit", unit=unit.name)
    name = name.strip()[:80]
    if not name:
        raise Refused("name_missing")
    if kind == Body.Kind.TASK_FORCE and line not in Line.values:
        raise Refused("line_missing")

    def do() -> int:
        # The same code as a list gives to a body of that name, so that neither founds it twice.
        code = f"B{unit.code}-{crc32(name.encode()):08x}"
        where = unit.jurisdiction
        empty = kind == Body.Kind.RESERVE  # whoever waits to be called sees nobody's data until then
        ground = {"lo": where.lo, "hi": where.lo, "holes": []} if empty else {
            "lo": where.lo, "hi": where.hi, "holes": [list(hole) for hole in where.holes]
        }  # fmt: skip
        town = modes(Jurisdiction(*span(where.lo, "town"))) if kind == Body.Kind.TRIO else {}
        waits = any(one.mode == Body.Mode.EMERGENCY for one in town.values())
        reads = line if kind == Body.Kind.TASK_FORCE else ""
        body, fresh = Body.objects.get_or_create(
            code=code,
            defaults={
                "kind": kind, "name": name, "division_id": unit.id, "line": reads, "phone": phone.strip()[:30],
                "valid": DateRange(since, None), "standing_by": waits, **ground,
            },
        )  # fmt: skip
        if not fresh or Body.objects.filter(division_id=unit.id, name=name).exclude(pk=body.pk).exists():
            raise Refused("name_taken", name=name)
        seats = SEATS.get(kind) or (Seat("line_officer", line, "专班成员", in_charge=True),)
        Post.objects.bulk_create(
            Post(
                body=body,
                role=seat.role,
                line=seat.line,
                title=f"{name} {seat.title}"[:80],
                in_charge=seat.in_charge,
            )
            for seat in seats
        )
        record(actor, BodyFounded(body.pk, body.lo, kind, len(seats), since.isoformat()))
        return int(body.pk)

    return int(once(actor, command, "organization.found_body", do))
