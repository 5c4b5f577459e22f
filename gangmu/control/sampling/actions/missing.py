"""Who was not sampled, and why; and who must be sampled after all."""

from __future__ import annotations

from uuid import UUID

from gangmu.control.sampling import bulk, policy
from gangmu.control.sampling.actions.allowing import allow
from gangmu.control.sampling.models import Required, Round
from gangmu.ground.register.models import Presence
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope


def note_missed(actor: Actor, command: UUID, required: Required, missed: str, because: str = "") -> None:
    """Say why somebody was not sampled ('' takes it back). An exemption has its reason.

    Refused: not_allowed, missed_unknown, reason_missing.
    """
    allow(policy.may_note_missed(actor))
    if missed and missed not in Required.Missed.values:
        raise Refused("missed_unknown")
    if missed == Required.Missed.EXEMPT and not because.strip():
        raise Refused("reason_missing")

    def do() -> None:
        Required.objects.filter(pk=required.pk).update(
            missed=missed, because=because.strip()[:200] if missed else "", missed_by=actor.key if missed else "",
            missed_at=clock.now() if missed else None,
        )  # fmt: skip

    once(actor, command, "sampling.missed", do)


def require(actor: Actor, command: UUID, one: Round, person_id: int) -> None:
    """Require one person more in an open round, where he is said to be. Refused: not_allowed, not_found, round_over."""
    allow(policy.may_note_missed(actor))
    here = Presence.objects.within(Scope.of(actor)).filter(person_id=person_id, until=None)
    found = here.filter(area__gte=one.area, area__lt=one.hi).order_by("-since").first()
    if found is None:
        raise Refused("not_found")
    if one.status != "open":
        raise Refused("round_over")
    once(actor, command, "sampling.require", lambda: bulk.add(one.pk, person_id, found.area))
