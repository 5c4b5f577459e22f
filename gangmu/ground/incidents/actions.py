"""The only writer of incidents."""

from __future__ import annotations

from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.rules import shipped_packs
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def open_incident(
    actor: Actor, code: str, name: str, pack: str, territory: Jurisdiction, legal_basis: str, deciding_organ: str
) -> Incident:
    """Open an incident, once per code. Refused: pack_unknown, basis_missing (PIPL art. 13; 传染病防治法)."""
    known = shipped_packs().get(pack)
    if known is None:
        raise Refused("pack_unknown", pack=pack)
    if not legal_basis.strip() or not deciding_organ.strip():
        raise Refused("basis_missing")
    incident, _ = Incident.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "pack": pack,
            "pack_version": known.version,
            "lo": territory.lo,
            "hi": territory.hi,
            "legal_basis": legal_basis,
            "deciding_organ": deciding_organ,
            "drill": known.drill,
            "opened_at": clock.now(),
        },
    )
    return incident
