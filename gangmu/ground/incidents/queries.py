"""Incidents that are open, and the protocol pack each one runs under."""

from __future__ import annotations

from functools import cache

from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.rules import Pack, shipped_packs
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Scope


@cache
def packs() -> dict[tuple[str, str], Pack]:
    """All packs by code and version; they are shipped with the code and do not change while it runs."""
    return shipped_packs()


def pack_of(incident: Incident) -> Pack:
    """The pack of an incident, in the version it was opened under; KeyError for one no longer shipped."""
    return packs()[incident.pack, incident.pack_version]


def newest_pack(code: str) -> Pack:
    """The newest version of a pack; KeyError for an unknown code."""
    versions = [pack for (known, _), pack in packs().items() if known == code]
    if not versions:
        raise KeyError(code)
    return max(versions, key=lambda pack: tuple(map(int, pack.version.split("."))))


def open_incidents(scope: Scope) -> list[Incident]:
    """Incidents not closed whose ground meets the scope's: live ones first, then drills, newest first."""
    where = scope.jurisdiction
    found = Incident.objects.filter(closed_at=None, lo__lt=where.hi, hi__gt=where.lo)
    return list(found.order_by("drill", "-opened_at", "id"))


def incident_by_code(code: str) -> Incident | None:
    """An incident by its code, open or closed."""
    return Incident.objects.filter(code=code).first()


def incident_for_push(code: str = "") -> Incident | None:
    """The open incident of a code, or without one the only live one; None when that leaves a choice."""
    found = Incident.objects.filter(closed_at=None)
    live = list(found.filter(code=code) if code else found.filter(drill=False)[:2])
    return live[0] if len(live) == 1 else None


def territory_of(incident: Incident) -> Jurisdiction:
    """The ground that an incident covers."""
    return Jurisdiction(incident.lo, incident.hi)
