"""Incidents that are open, and the protocol pack each one runs under."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from gangmu.ground.incidents.models import Edition, Incident
from gangmu.ground.incidents.rules import Pack, parse_pack, shipped_packs
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import recalled
from gangmu.kernel.scope import Scope


class Ahead(NamedTuple):
    """What the frame of every page says of an incident."""

    name: str
    drill: bool


@cache
def packs() -> dict[tuple[str, str], Pack]:
    """The shipped packs by code and version: they do not change while the code runs."""
    return shipped_packs()


def pack_named(code: str, version: str) -> Pack:
    """A version of a pack, shipped or kept as an edition; KeyError for one that is neither."""
    return packs().get((code, version)) or _edition(code, version)


def pack_of(incident: Incident) -> Pack:
    """The pack of an incident, in the version that it runs under."""
    return pack_named(incident.pack, incident.pack_version)


def packs_in_use(scope: Scope) -> dict[tuple[str, str], Pack]:
    """The packs that incidents run or ran under, shipped or kept, by code and version: the same for every scope.

    Without those that nobody has any more: what one incident lacks keeps nobody else waiting.
    """
    found: dict[tuple[str, str], Pack] = {}
    for key in _in_use.rows(scope):
        with suppress(KeyError):
            found[key] = pack_named(*key)
    return found


@recalled
def _in_use(scope: Scope) -> QuerySet[Incident, tuple[Any, ...]]:
    return Incident.objects.order_by("pack", "pack_version").values_list("pack", "pack_version").distinct()


@cache
def _edition(code: str, version: str) -> Pack:
    text = Edition.objects.filter(code=code, version=version).values_list("text", flat=True).first()
    if text is None:
        raise KeyError(f"{code}@{version}")
    return parse_pack(text)


def versions_of(code: str) -> list[str]:
    """The versions of a pack that may be chosen, the oldest first; none for an unknown code."""
    known = {version for of, version in packs() if of == code}
    known |= set(Edition.objects.filter(code=code).values_list("version", flat=True))
    return sorted(known, key=lambda version: tuple(map(int, version.split("."))))


def successors(pack: Pack) -> list[Pack]:
    """The packs, shipped or kept, that say what becomes of people under this one, by their names and versions."""
    kept = Edition.objects.values_list("code", "version")
    keys = {*packs(), *kept} - {(pack.code, pack.version)}
    return [new for key in sorted(keys) if (new := pack_named(*key)).transition_from(pack)]


def newest_pack(code: str) -> Pack:
    """The newest version of a pack; KeyError for an unknown code."""
    versions = versions_of(code)
    if not versions:
        raise KeyError(code)
    return pack_named(code, versions[-1])


def open_incidents(scope: Scope) -> list[Incident]:
    """Incidents not closed whose ground meets the scope's: live ones first, then drills, newest first."""
    return list(_open(scope))


def _open(scope: Scope) -> QuerySet[Incident]:
    where = scope.jurisdiction
    found = Incident.objects.filter(closed_at=None, lo__lt=where.hi, hi__gt=where.lo)
    return found.order_by("drill", "-opened_at", "id")


@recalled
def _ahead(scope: Scope) -> QuerySet[Incident, tuple[Any, ...]]:
    return _open(scope).values_list("name", "drill")[:1]


def incident_ahead(scope: Scope) -> Ahead | None:
    """The first of `open_incidents`, as the frame of every page names it."""
    return next((Ahead(*row) for row in _ahead.rows(scope)), None)


def open_incident_in(scope: Scope, incident_id: int) -> Incident:
    """An open incident whose ground meets the scope's; Refused('not_found')."""
    found = next((one for one in open_incidents(scope) if one.pk == incident_id), None)
    if found is None:
        raise Refused("not_found")
    return found


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
    return Jurisdiction(incident.lo, incident.hi, tuple((lo, hi) for lo, hi in incident.holes))
