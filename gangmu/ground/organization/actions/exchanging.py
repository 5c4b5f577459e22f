"""Shifts that change hands between people who want it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import policy
from gangmu.ground.organization.actions.cap import heed_cap
from gangmu.ground.organization.facts import ShiftCovered
from gangmu.ground.organization.models import Shift
from gangmu.ground.organization.queries.cap import change_of
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def exchange_shifts(
    actor: Actor, changes: Sequence[tuple[Shift, User]], reason: str, over_cap: str = ""
) -> None:
    """Give shifts to other users, all or none; a part of the action that approves it.

    The caller has checked rest, leave and posts. Refused: not_allowed, shift_changed, on_duty_elsewhere,
    over_cap unless `over_cap` says why.
    """
    if not all(policy.may_roster(actor, shift.body.jurisdiction) for shift, _user in changes):
        raise Refused("not_allowed")
    ids = sorted(shift.pk for shift, _user in changes)
    there = {shift.pk: shift for shift in Shift.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    if any(there.get(shift.pk, Shift()).user_id != shift.user_id for shift, _user in changes):
        raise Refused("shift_changed")
    heed_cap(actor, change_of(changes), over_cap)
    try:
        with transaction.atomic():
            Shift.objects.filter(pk__in=ids).delete()
            for shift, user in changes:
                new = Shift.objects.create(
                    post_id=shift.post_id, body_id=shift.body_id, user=user, during=shift.during
                )
                span = (shift.during.lower.isoformat(), shift.during.upper.isoformat())
                where = (shift.body.lo, shift.body_id, shift.post_id)
                record(actor, ShiftCovered(new.pk, *where, user.pk, *span, reason))
    except IntegrityError:
        raise Refused("on_duty_elsewhere", who=", ".join(user.name for _shift, user in changes)) from None
