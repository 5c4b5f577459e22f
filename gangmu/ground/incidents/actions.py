"""Opening an incident, and changing its rules.

Nothing is collected before the first, and never without a basis and an organ that decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from gangmu.ground.incidents import policy
from gangmu.ground.incidents.facts import IncidentOpened, PackAdopted
from gangmu.ground.incidents.models import Edition, Incident
from gangmu.ground.incidents.queries import newest_pack, pack_named, pack_of, packs, territory_of
from gangmu.ground.incidents.rules import Pack, parse_pack, shipped_text
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.commands import once
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
    _keep(pack)
    incident, fresh = Incident.objects.get_or_create(
        code=new.code,
        defaults={
            "name": new.name,
            "pack": pack.code,
            "pack_version": pack.version,
            "lo": new.territory.lo,
            "hi": new.territory.hi,
            "holes": [list(hole) for hole in new.territory.holes],
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


def add_edition(actor: Actor, text: str) -> Edition:
    """Keep a pack of the city's own (or a newer one than was shipped); the same again changes nothing.

    Raises UnsoundPack with all that is wrong. Refused: not_allowed, edition_differs (a version is never rewritten).
    """
    if not policy.may_add_packs(actor):
        raise Refused("not_allowed")
    new = parse_pack(text)
    shipped = packs().get((new.code, new.version))
    if shipped is not None and shipped != new:
        raise Refused("edition_differs", pack=new.key)
    return _keep(new, text)


def _keep(new: Pack, text: str = "") -> Edition:
    """The edition of a pack: that which is there, or a new one from `text`, by default the shipped file."""
    kept = Edition.objects.filter(code=new.code, version=new.version).first()
    if kept is None:
        made = {"text": text or shipped_text(new), "added_at": clock.now()}
        kept, _fresh = Edition.objects.get_or_create(code=new.code, version=new.version, defaults=made)
    if parse_pack(kept.text) != new:
        raise Refused("edition_differs", pack=new.key)
    return kept


def adopt_pack(actor: Actor, command: UUID, incident_id: int, code: str, version: str) -> None:
    """Put an incident under another pack or version from now on; people under the old one: by the transition rule.

    Refused: not_found, not_allowed, incident_closed, pack_unknown, pack_drill_only, pack_no_transition.
    """
    once(actor, command, "incident.adopt_pack", lambda: _adopt(actor, incident_id, code, version))


def _adopt(actor: Actor, incident_id: int, code: str, version: str) -> None:
    incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if incident is None:
        raise Refused("not_found")
    if not policy.may_open(actor, territory_of(incident)):
        raise Refused("not_allowed")
    if incident.closed_at is not None:
        raise Refused("incident_closed", code=incident.code)
    try:
        old, new = pack_of(incident), pack_named(code, version)
    except KeyError:
        raise Refused("pack_unknown", pack=f"{code}@{version}") from None
    if new.drill_only and not incident.drill:
        raise Refused("pack_drill_only", pack=code)
    if new.key == old.key:
        return
    rule = new.transition_from(old)
    if rule is None:
        raise Refused("pack_no_transition", old=old.key, new=new.key)
    _keep(new)
    Incident.objects.filter(pk=incident_id).update(pack=new.code, pack_version=new.version)
    record(actor, PackAdopted(incident.pk, incident.lo, old.key, new.key, rule.rule))
