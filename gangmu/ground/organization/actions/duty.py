"""Who is on duty and who is away: one repair, one freed shift, one absence at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import policy
from gangmu.ground.organization.actions.cap import heed_cap
from gangmu.ground.organization.facts import AbsenceEnded, AbsenceNoted, Appointed, ShiftCovered, ShiftFreed
from gangmu.ground.organization.models import Absence, Body, Holding, Post, Shift
from gangmu.ground.organization.queries.cap import Change, Duty
from gangmu.ground.organization.rules import LONGEST_SHIFT, REST
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def cover_shift(
    actor: Actor,
    command: UUID,
    body: Body,
    post: Post,
    user: User,
    since: datetime,
    until: datetime,
    reason: str,
    over_cap: str = "",
) -> int:
    """Put somebody on duty in a post of a body for a time; returns the id of the shift.

    Whoever does not hold the post gets it as its deputy for those days. Refused: not_allowed, reason_missing,
    shift_times, inactive, not_qualified (no post of that role and line, nor of the line's reserve), absent,
    on_duty_elsewhere, rest_too_short (11 hours before and after), already_covered (somebody was quicker), over_cap
    unless `over_cap` says why. Two who repair at the same moment wait for each other at the post and at the person; one
    person in two places is refused by the table too.
    """
    if post.body_id != body.pk or not policy.may_roster(actor, body.ground):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_missing")
    if not timedelta() < until - since <= LONGEST_SHIFT:
        raise Refused("shift_times", hours=LONGEST_SHIFT // timedelta(hours=1))

    def do() -> int:
        Post.objects.select_for_update().get(pk=post.pk)
        User.objects.select_for_update(no_key=True).get(
            pk=user.pk
        )  # his rest is looked at over all his shifts
        _check(post, user, since, until)
        heed_cap(actor, Change([Duty(user.pk, since, until, body.lo)]), over_cap)
        _stand_in(actor, post, user, since, until)
        during = DateTimeTZRange(since, until)
        try:
            with transaction.atomic():
                shift = Shift.objects.create(post=post, user=user, body=body, during=during)
        except IntegrityError:
            raise Refused("on_duty_elsewhere", who=user.name) from None
        said = (since.isoformat(), until.isoformat(), reason.strip())
        record(actor, ShiftCovered(shift.pk, body.lo, body.pk, post.pk, user.pk, *said))
        return shift.pk

    return int(once(actor, command, "organization.cover_shift", do))


def _check(post: Post, user: User, since: datetime, until: datetime) -> None:
    asked = DateTimeTZRange(since, until)
    if not User.objects.filter(pk=user.pk, is_active=True).exists():
        raise Refused("inactive", who=user.name)
    days = DateRange(*_days(since, until))
    held = Holding.objects.filter(user=user, valid__overlap=days)
    if not held.filter(post__role__in=(post.role, "reserve"), post__line__in=("", post.line)).exists():
        raise Refused("not_qualified", who=user.name)
    if Absence.objects.filter(user=user, during__overlap=asked).exists():
        raise Refused("absent", who=user.name)
    near = Shift.objects.of(user.pk).filter(during__overlap=DateTimeTZRange(since - REST, until + REST))
    spans = list(near.values_list("during", flat=True))
    if any(span.lower < until and since < span.upper for span in spans):
        raise Refused("on_duty_elsewhere", who=user.name)
    if spans:
        raise Refused("rest_too_short", who=user.name, hours=REST // timedelta(hours=1))
    standing = Shift.objects.filter(post=post, during__contains=asked, user__is_active=True)
    standing = standing.filter(user__holdings__post=post, user__holdings__valid__contains=days)
    if standing.exclude(user__absences__during__overlap=asked).exists():
        raise Refused("already_covered")


def _days(since: datetime, until: datetime) -> tuple[date, date]:
    """The civil days that a time touches: first, and the one after the last."""
    last = (until - timedelta(microseconds=1)).astimezone(clock.CIVIL).date()
    return since.astimezone(clock.CIVIL).date(), last + timedelta(days=1)


def _stand_in(actor: Actor, post: Post, user: User, since: datetime, until: datetime) -> None:
    """Make somebody the deputy in a post for the days on which he does not hold it; his right to act ends with them."""
    day, end = _days(since, until)
    while day < end:
        if not Holding.objects.filter(user=user, post=post, valid__contains=day).exists():
            after = day + timedelta(days=1)
            Holding.objects.create(user=user, post=post, deputy=True, valid=DateRange(day, after))
            record(actor, Appointed(post.pk, post.body.lo, user.pk, True, day.isoformat()))
        day += timedelta(days=1)


def free_shift(
    actor: Actor, command: UUID, shift: Shift, reason: str, since: datetime | None = None
) -> dict[str, Any]:
    """Take somebody out of a shift, from a moment on (now by default); what he has worked already stays.

    Returns {user, post, body, since, until} of what is free now; nobody covers it yet, so the seat turns red.
    Refused: not_allowed, reason_missing, shift_over.
    """
    if not policy.may_roster(actor, shift.body.ground):
        raise Refused("not_allowed")
    if not reason.strip():
        raise Refused("reason_missing")

    def do() -> dict[str, Any]:
        standing = Shift.objects.select_for_update().filter(pk=shift.pk).first()
        if standing is None:
            raise Refused("not_found")
        begins, ends = standing.during.lower, standing.during.upper
        begin = max(since or clock.now(), begins)
        if begin >= ends:
            raise Refused("shift_over")
        if begin == begins:
            standing.delete()
        else:
            Shift.objects.filter(pk=shift.pk).update(during=DateTimeTZRange(begins, begin))
        span = (begin.isoformat(), ends.isoformat())
        record(
            actor,
            ShiftFreed(
                shift.pk, shift.body.lo, shift.body_id, shift.post_id, shift.user_id, *span, reason.strip()
            ),
        )
        return {
            "user": shift.user_id, "post": shift.post_id, "body": shift.body_id, "since": span[0], "until": span[1]
        }  # fmt: skip

    found: dict[str, Any] = once(actor, command, "organization.free_shift", do)
    return found


def note_absence(
    actor: Actor, user: User, since: datetime, until: datetime, reason: str = "leave"
) -> Absence:
    """Say that somebody is away; a part of the action that grants it. Saying the same again changes nothing.

    His shifts stay where they are and count for nothing. Refused: absence_times, already_absent.
    """
    if since >= until:
        raise Refused("absence_times")
    during = DateTimeTZRange(since, until)
    if (same := Absence.objects.filter(user=user, during=during).first()) is not None:
        return same
    try:
        with transaction.atomic():
            absence = Absence.objects.create(user=user, during=during, reason=reason)
    except IntegrityError:
        raise Refused("already_absent", who=user.name) from None
    record(actor, AbsenceNoted(user.pk, 0, since.isoformat(), until.isoformat()))
    return absence


def end_absence(actor: Actor, absence: Absence, at: datetime) -> None:
    """End an absence at a moment; one that has not begun then never was. A part of the action that takes it back."""
    if at <= absence.during.lower:
        Absence.objects.filter(pk=absence.pk).delete()
    elif at < absence.during.upper:
        Absence.objects.filter(pk=absence.pk).update(during=DateTimeTZRange(absence.during.lower, at))
    record(actor, AbsenceEnded(absence.user_id, 0, at.isoformat()))
