"""What a member has confided about his family: sealed when written, and every opening in the access log."""

from __future__ import annotations

from uuid import UUID

from gangmu.ground.accounts.actions import log_access
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope
from gangmu.kernel.vault import vault
from gangmu.support.welfare import policy
from gangmu.support.welfare.models import Hardship
from gangmu.support.welfare.queries import Member, hardships

PURPOSE = "hardship"


def confide(actor: Actor, command: UUID, member: Member, text: str) -> int:
    """Write down, sealed, what a member has confided; for the leaders of this body only. Refused: text_missing."""
    if not policy.may_care(actor):
        raise Refused("not_allowed")
    if not text.strip():
        raise Refused("text_missing")

    def do() -> int:
        note = Hardship.objects.create(
            area=member.area,
            user_id=member.user_id,
            body_id=int(actor.body_id or 0),
            sealed=vault().seal(PURPOSE, text.strip()[:2000]),
            by_id=int(actor.user_id or 0),
            at=clock.now(),
        )
        return int(note.pk)

    return int(once(actor, command, "welfare.confide", do))


def open_confided(actor: Actor, member: Member, reason: str) -> list[tuple[Hardship, str]]:
    """Open what this body's leaders have written down of a member; logged with the reason before it is shown.

    Refused: not_allowed, reason_missing.
    """
    if not policy.may_care(actor):
        raise Refused("not_allowed")
    log_access(actor, "reveal", None, f"hardship notes of user {member.user_id}", reason)
    return [(note, vault().open(PURPOSE, note.sealed)) for note in hardships(Scope.of(actor), member.user_id)]
