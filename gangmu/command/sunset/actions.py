"""The end of an incident, step by step. Software counts and carries out; somebody decides each step, with a reason.

Who froze an incident does not destroy it: that takes a second person.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gangmu.command.sunset import bulk, policy
from gangmu.command.sunset.facts import IncidentDestroyed, IncidentFrozen
from gangmu.command.sunset.models import Closing, Kept
from gangmu.command.sunset.queries import certificate
from gangmu.command.sunset.rules import registry
from gangmu.command.sunset.states import CLOSING, ClosingStatus
from gangmu.ground.incidents.models import Incident
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered, tell


@dataclass(frozen=True, slots=True)
class Assessment:
    """Why a kind of thing stays: lawful, necessary, safe (突发事件应对法 art. 85), and until when."""

    group: str
    purpose: str
    legality: str
    necessity: str
    security: str
    until: date


def prepare(actor: Actor, command_id: UUID, incident_id: int, reason: str) -> int:
    """Begin the end of an incident with a dry run; again for one that is prepared, the dry run is made anew.

    Changes nothing of the incident. Returns the closing's id. Refused: not_found, not_allowed, reason_missing,
    incident_standing (everyday governance has no end), move_not_possible.
    """

    def do() -> int:
        incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
        if incident is None:
            raise Refused("not_found")
        _allow(actor, incident, reason)
        if incident.pack == "everyday":
            raise Refused("incident_standing")
        living = Closing.objects.exclude(status=ClosingStatus.CALLED_OFF).filter(incident=incident).first()
        if living is not None and living.status != ClosingStatus.PREPARED:
            raise Refused("move_not_possible", move="prepare", status=living.status)
        tell(move="prepare", reason=reason)
        closing = living or Closing.objects.create(incident=incident, made_at=clock.now())
        _count(closing)
        return int(closing.pk)

    return int(once(actor, command_id, "sunset.prepare", do))


def keep(actor: Actor, command_id: UUID, closing_id: int, said: Assessment) -> None:
    """Let a kind of thing stay under an assessment, while the closing is prepared.

    Refused: not_found, not_allowed, move_not_possible, group_unknown, assessment_missing, until_past.
    """

    def do() -> None:
        closing = _at(actor, closing_id, "freeze", said.necessity)
        if said.group not in registry().groups or said.purpose not in Kept.Purpose.values:
            raise Refused("group_unknown", group=said.group)
        if not (said.legality.strip() and said.necessity.strip() and said.security.strip()):
            raise Refused("assessment_missing")
        if said.until <= clock.today():
            raise Refused("until_past")
        given = {
            "purpose": said.purpose, "legality": said.legality.strip(), "necessity": said.necessity.strip(),
            "security": said.security.strip(), "until": said.until, "by_id": actor.user_id, "at": clock.now(),
        }  # fmt: skip
        Kept.objects.update_or_create(closing=closing, group=said.group, defaults=given)
        _count(closing)

    once(actor, command_id, "sunset.keep", do)


def keep_no_longer(actor: Actor, command_id: UUID, closing_id: int, group: str, reason: str) -> None:
    """Take an assessment back, while the closing is prepared. Refused: as `keep`."""

    def do() -> None:
        closing = _at(actor, closing_id, "freeze", reason)
        closing.kept.filter(group=group).delete()
        _count(closing)

    once(actor, command_id, "sunset.keep_no_longer", do)


def call_off(actor: Actor, command_id: UUID, closing_id: int, reason: str) -> None:
    """The incident goes on. Refused: not_found, not_allowed, reason_missing, move_not_possible."""
    once(actor, command_id, "sunset.call_off", lambda: _move(actor, closing_id, "call_off", reason))


def freeze(actor: Actor, command_id: UUID, closing_id: int, reason: str) -> None:
    """End the incident: from now on none of its rows can be written, by whomever.

    Refused: as `call_off`, and incident_unfinished with what still runs.
    """

    def do() -> None:
        closing = _at(actor, closing_id, "freeze", reason)
        if running := bulk.unfinished(closing.incident_id):
            raise Refused("incident_unfinished", n=sum(running.values()), **running)
        _count(closing)
        _move(actor, closing_id, "freeze", reason, frozen_by=actor.user_id, frozen_at=clock.now())
        Incident.objects.filter(pk=closing.incident_id).update(closed_at=clock.now())
        record(actor, IncidentFrozen(closing.pk, closing.incident.lo, closing.incident.code))

    once(actor, command_id, "sunset.freeze", do)


def thaw(actor: Actor, command_id: UUID, closing_id: int, reason: str) -> None:
    """It was frozen too early: the incident runs again. Refused: as `call_off`."""

    def do() -> None:
        closing = _move(actor, closing_id, "thaw", reason, frozen_by=None, frozen_at=None)
        Incident.objects.filter(pk=closing.incident_id).update(closed_at=None)

    once(actor, command_id, "sunset.thaw", do)


def destroy(actor: Actor, command_id: UUID, closing_id: int, reason: str, backups_until: date) -> None:
    """Let what was frozen be destroyed: a job does it, slice by slice. There is no way back.

    `backups_until`: the day on which the last backup that holds it expires. Refused: as `call_off`, own_decision
    (who froze does not destroy), until_past.
    """
    from gangmu.command.sunset.jobs import destroy_frozen

    def do() -> None:
        closing = _at(actor, closing_id, "destroy", reason)
        if closing.frozen_by_id == actor.user_id:
            raise Refused("own_decision")
        if backups_until < clock.today():
            raise Refused("until_past")
        with entered(Scope.system("sunset")):
            totals, keys = bulk.totals(closing.incident_id), bulk.keys_in_use(closing)
        given = {"destroyed_by": actor.user_id, "backups_until": backups_until}
        _move(actor, closing_id, "destroy", reason, totals=totals, vault_keys=keys, **given)
        destroy_frozen.defer(timestamp=0)  # type: ignore[call-arg]

    once(actor, command_id, "sunset.destroy", do)


def destroy_slice(actor: Actor, closing_id: int) -> bool:
    """One slice of the destruction, in the running transaction of the system; False when all is done.

    Killed at any point it begins again where the last whole slice ended. Refused: not_allowed.
    """
    if not actor.is_system:
        raise Refused("not_allowed")
    closing = Closing.objects.select_for_update().get(pk=closing_id)
    if closing.status != ClosingStatus.DESTROYING:
        return False
    if "blackened" not in closing.gone:
        closing.gone["blackened"] = {"rows": bulk.blacken(closing), "hash": ""}
    elif not bulk.destroy_slice(closing):
        _finish(actor, closing)
        return False
    Closing.objects.filter(pk=closing_id).update(gone=closing.gone)
    return True


def _finish(actor: Actor, closing: Closing) -> None:
    now = clock.now()
    bulk.forget_items(closing)
    tell(move="finish", reason="")
    closing.destroyed_at = now
    said = json.dumps(certificate(closing), ensure_ascii=False, sort_keys=True).encode()
    Closing.objects.filter(pk=closing.pk).update(
        status=ClosingStatus.DESTROYED, destroyed_at=now, digest=hashlib.sha256(said).digest()
    )
    rows = sum(one["rows"] for name, one in closing.gone.items() if name != "blackened")
    record(actor, IncidentDestroyed(closing.pk, closing.incident.lo, closing.incident.code, rows))


def end_kept(actor: Actor) -> int:
    """What was kept until a day that is over is destroyed too: its closing goes on. Returns how many. System alone."""
    if not actor.is_system:
        raise Refused("not_allowed")
    over = list(
        Kept.objects.filter(over_at=None, until__lt=clock.today(), closing__status=ClosingStatus.DESTROYED)
    )
    for kept in over:
        tell(move="resume", reason="")
        Kept.objects.filter(pk=kept.pk).update(over_at=clock.now())
        closing = kept.closing
        bulk.gather(closing)
        closing.gone.pop("blackened", None)
        Closing.objects.filter(pk=closing.pk).update(status=ClosingStatus.DESTROYING, gone=closing.gone)
    return len(over)


def _count(closing: Closing) -> None:
    with entered(Scope.system("sunset")):
        bulk.gather(closing)
        closing.found = bulk.counted(closing)
    Closing.objects.filter(pk=closing.pk).update(found=closing.found, made_at=clock.now())


def _allow(actor: Actor, incident: Incident, reason: str) -> None:
    if not policy.may_close(actor, incident):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_missing")


def _at(actor: Actor, closing_id: int, move: str, reason: str) -> Closing:
    closing = (
        Closing.objects.select_for_update(of=("self",))
        .select_related("incident")
        .filter(pk=closing_id)
        .first()
    )
    if closing is None:
        raise Refused("not_found")
    _allow(actor, closing.incident, reason)
    CLOSING.check(move, closing.status)
    return closing


def _move(actor: Actor, closing_id: int, move: str, reason: str, **fields: object) -> Closing:
    closing = _at(actor, closing_id, move, reason)
    tell(move=move, reason=reason.strip()[:300])
    given = {f"{name}_id" if name.endswith("_by") else name: value for name, value in fields.items()}
    Closing.objects.filter(pk=closing_id).update(status=CLOSING.check(move, closing.status), **given)
    return closing
