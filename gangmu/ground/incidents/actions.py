"""Opening an incident: nothing is collected before this, and never without a basis and an organ that decided."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.ground.incidents import policy
from gangmu.ground.incidents.facts import IncidentOpened
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import newest_pack
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What must be said to open an incident. `legal_basis` and `deciding_organ` are printed on every notice."""

    code: str
    name: str
    pack: str
    territory: Jurisdiction
    legal_basis: str
    deciding_organ: str
    drill: bool = False


def open_incident(actor: Actor, new: NewIncident) -> Incident:
    """Open an incident under the newest version of its pack; the same code again returns the one that is open.

    Refused: not_allowed, basis_missing, organ_missing, pack_unknown, pack_drill_only, incident_closed.
    """
    if not policy.may_open(actor, new.territory):
        raise Refused("not_allowed")
    if not new.legal_basis.strip():
        raise Refused("basis_missing")
    if not new.deciding_organ.strip():
        raise Refused("organ_missing")
    try:
        pack = newest_pack(new.pack)
    except KeyError:
        raise Refused("pack_unknown", pack=new.pack) from None
    if pack.drill_only and not new.drill:
        raise Refused("pack_drill_only", pack=new.pack)
    incident, fresh = Incident.objects.get_or_create(
        code=new.code,
        defaults={
            "name": new.name,
            "pack": pack.code,
            "pack_version": pack.version,
            "lo": new.territory.lo,
            "hi": new.territory.hi,
            "legal_basis": new.legal_basis.strip(),
            "deciding_organ": new.deciding_organ.strip(),
            "drill": new.drill,
            "opened_at": clock.now(),
        },
    )
    if incident.closed_at is not None:
        raise Refused("incident_closed", code=new.code)
    if fresh:
        opened = IncidentOpened(incident.pk, incident.lo, new.code, pack.code, pack.version, new.drill)
        record(actor, opened)
    return incident
