"""Reads of incidents and their packs."""

from __future__ import annotations

from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.rules import Pack, shipped_packs


def pack_of(incident: Incident) -> Pack:
    """The protocol pack of an incident."""
    return shipped_packs()[incident.pack]


def open_incidents() -> list[Incident]:
    """The incidents that are not closed, live ones before drills, newest first."""
    return list(Incident.objects.filter(closed_at=None).order_by("drill", "-opened_at", "-id"))


def incident_for_push(code: str = "") -> Incident | None:
    """The open incident of a code; without one the newest live incident. None if there is none."""
    found = open_incidents()
    return next((i for i in found if not code or i.code == code), None)
