"""Incidents on their way to their end, and the certificate in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangmu.command.sunset.bulk import unfinished
from gangmu.command.sunset.models import Closing, Kept
from gangmu.command.sunset.rules import registry
from gangmu.command.sunset.states import ClosingStatus
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.kernel.bulk import fetch
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paper import Letter, written
from gangmu.kernel.scope import Scope

HISTORY = "SELECT move, actor, at, reason FROM sunset_closing_transition WHERE subject_id = %s ORDER BY id"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a closing: who decided it, when and why. `who` is '' for the system."""

    move: str
    who: str
    at: datetime
    reason: str


def incidents_in(scope: Scope) -> list[tuple[Incident, Closing | None]]:
    """The incidents that touch the scope's ground, newest first, each with its closing if there is one."""
    where = scope.jurisdiction
    found = list(Incident.objects.filter(lo__lt=where.hi, hi__gt=where.lo).order_by("-opened_at", "-id"))
    living = {
        one.incident_id: one
        for one in Closing.objects.exclude(status=ClosingStatus.CALLED_OFF).filter(incident__in=found)
    }
    return [(one, living.get(one.pk)) for one in found]


def incident_in(scope: Scope, incident_id: int) -> Incident:
    """An incident that touches the scope's ground. Refused: not_found."""
    where = scope.jurisdiction
    one = Incident.objects.filter(pk=incident_id, lo__lt=where.hi, hi__gt=where.lo).first()
    if one is None:
        raise Refused("not_found")
    return one


def closing_in(scope: Scope, closing_id: int) -> Closing:
    """A closing whose incident touches the scope's ground. Refused: not_found."""
    where = scope.jurisdiction
    found = Closing.objects.select_related("incident", "frozen_by", "destroyed_by").filter(
        pk=closing_id, incident__lo__lt=where.hi, incident__hi__gt=where.lo
    )
    one = found.first()
    if one is None:
        raise Refused("not_found")
    return one


def to_destroy(scope: Scope) -> list[int]:
    """The closings that a job works on."""
    return list(
        Closing.objects.filter(status=ClosingStatus.DESTROYING).order_by("id").values_list("id", flat=True)
    )


def steps_of(closing: Closing) -> list[Step]:
    """What was decided, the oldest first."""
    rows = fetch(HISTORY, [closing.pk])
    users = {int(actor.split("/")[0]) for _m, actor, _a, _r in rows if actor.split("/")[0].isdigit()}
    names = dict(User.objects.filter(pk__in=users).values_list("pk", "name"))
    return [
        Step(move, names.get(int(actor.split("/")[0]), "") if actor[0].isdigit() else "", at, reason)
        for move, actor, at, reason in rows
    ]


def still_running(closing: Closing) -> dict[str, int]:
    """What of its incident still runs, by kind; nothing may, before it is frozen."""
    return unfinished(closing.incident_id) if closing.status == ClosingStatus.PREPARED else {}


def kept_in(closing: Closing) -> list[Kept]:
    """What stays, and under which assessment."""
    return list(closing.kept.select_related("by").order_by("group"))


def group_name(code: str) -> str:
    """What a kind of thing is called, in the active language."""
    chinese, english = registry().groups.get(code, (code, code))
    return english if (get_language() or "").startswith("en") else chinese


def certificate(closing: Closing) -> dict[str, Any]:
    """What the certificate says, as data: its digest is taken of this."""
    incident = closing.incident
    return {
        "incident": incident.code,
        "opened_at": incident.opened_at.isoformat(),
        "frozen_at": closing.frozen_at.isoformat() if closing.frozen_at else "",
        "destroyed_at": closing.destroyed_at.isoformat() if closing.destroyed_at else "",
        "frozen_by": closing.frozen_by_id,
        "destroyed_by": closing.destroyed_by_id,
        "gone": closing.gone,
        "totals": closing.totals,
        "vault_keys": closing.vault_keys,
        "backups_until": closing.backups_until.isoformat() if closing.backups_until else "",
        "kept": [
            {"group": one.group, "until": one.until.isoformat()}
            for one in kept_in(closing)
            if one.over_at is None
        ],
    }


def certificate_letter(closing: Closing) -> Letter:
    """The certificate to print, in the active language. Refused: paper_too_early."""
    if closing.destroyed_at is None:
        raise Refused("paper_too_early")
    incident, english = closing.incident, (get_language() or "").startswith("en")
    gone = {name: one for name, one in closing.gone.items() if name != "blackened"}
    day = written(closing.destroyed_at.astimezone(CIVIL).date())
    kept = [
        _("%(what)s: until %(until)s. %(why)s")
        % {"what": group_name(one.group), "until": written(one.until), "why": one.necessity}
        for one in kept_in(closing)
        if one.over_at is None
    ]
    return Letter(
        organ=incident.deciding_organ,
        title=_("Certificate of destruction"),
        number=f"{incident.code}-SUNSET-{closing.pk:04d}",
        to="",
        opening=_(
            "The response has ended. The personal data that was collected for it has been destroyed"
            " (Emergency Response Law, article 85)."
        ),
        facts=(
            (_("Incident"), f"{incident.name} ({incident.code})"),
            (_("Legal basis"), incident.legal_basis),
            (_("Frozen by"), closing.frozen_by.name if closing.frozen_by else ""),
            (_("Destroyed by order of"), closing.destroyed_by.name if closing.destroyed_by else ""),
            (_("Rows destroyed"), str(sum(one["rows"] for one in gone.values()))),
            (_("Backups expire on"), written(closing.backups_until)),
            (_("Vault keys to retire then"), ", ".join(map(str, closing.vault_keys)) or "–"),
            ("SHA-256", bytes(closing.digest).hex()),
        ),
        points=(
            (_("Rows by table"), tuple(f"{name}: {one['rows']} · {one['hash'][:16]}" for name, one in gone.items())),
            (_("What stays, and why"), tuple(kept) or (_("nothing"),)),
            (_("Copies elsewhere"), tuple(_copy(one.english, one.what_english) if english else _copy(one.name, one.what)
                                          for one in registry().copies)),
            (_("Anonymous totals that remain"), tuple(
                _("%(unit)s: persons %(persons)s, tasks %(tasks)s, closed %(closed)s") % line for line in closing.totals
            ) or ("–",)),
        ),
        date=day,
        foot="",
        language="en" if english else "zh",
    )  # fmt: skip


def _copy(name: str, what: str) -> str:
    return f"{name}: {what}"
