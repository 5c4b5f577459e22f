"""Leave: asked for by a member or entered for him, decided by somebody else, taken back.

An approved leave is an absence at once: the shifts in it lose him, and the trio shows the gap.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.accounts.models import User
from gangmu.ground.duty import policy
from gangmu.ground.duty.actions.moving import make_move
from gangmu.ground.duty.facts import LeaveDecided, LeaveRequested
from gangmu.ground.duty.models import Leave, Turn
from gangmu.ground.duty.queries.members import area_of_post
from gangmu.ground.duty.states import EDITABLE, LEAVE, LeaveStatus
from gangmu.ground.organization.actions import end_absence, free_shift, note_absence
from gangmu.ground.organization.models import Absence, Holding, Shift
from gangmu.ground.organization.policy import may_roster
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

REASONS = {Leave.Kind.REST: "rest", Leave.Kind.TRAINING: "training"}
LONGEST = timedelta(days=200)


def request_leave(actor: Actor, command: UUID, kind: str, first: date, last: date) -> int:
    """Ask for leave from a day to a day; one that begins today begins now. Returns its id.

    Refused: leave_times, leave_overlaps.
    """
    me, area = policy.user_of(actor), area_of_post(actor)
    return int(once(actor, command, "duty.request_leave", lambda: _ask(actor, me, area, kind, first, last)))


def enter_leave(actor: Actor, command: UUID, user: User, kind: str, first: date, last: date) -> int:
    """Enter and approve leave for a member of a body on one's ground; returns its id.

    Refused: not_allowed, own_leave, leave_times, leave_overlaps.
    """
    held = Holding.objects.filter(user=user, valid__contains=clock.today()).select_related("post__body")
    areas = [
        one.post.body.lo for one in held.order_by("deputy", "id") if one.post.body.lo in actor.jurisdiction
    ]
    if not areas or not policy.may_plan(actor):
        raise Refused("not_allowed")

    def do() -> int:
        leave_id = _ask(actor, user.pk, areas[0], kind, first, last)
        _approve(actor, command, Leave.objects.get(pk=leave_id))
        return leave_id

    return int(once(actor, command, "duty.enter_leave", do))


def _ask(actor: Actor, user_id: int, area: int, kind: str, first: date, last: date) -> int:
    now = clock.now()
    since = max(_midnight(first), now) if first == clock.today() else _midnight(first)
    until = _midnight(last + timedelta(days=1))
    if since < now or until <= since or until - since > LONGEST:
        raise Refused("leave_times")
    try:
        with transaction.atomic():
            leave = Leave.objects.create(
                area=area, user_id=user_id, kind=kind, during=DateTimeTZRange(since, until),
                asked_by_id=actor.user_id, asked_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("leave_overlaps") from None
    record(actor, LeaveRequested(leave.pk, area, leave.user_id, since.isoformat(), until.isoformat()))
    return int(leave.pk)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.CIVIL)


def approve_leave(actor: Actor, command: UUID, leave: Leave) -> int:
    """Grant a leave: its member is absent, and his shifts in it have nobody; returns how many those are.

    Refused: not_allowed, own_leave, move_not_possible, already_absent.
    """
    _may_decide(actor, leave)
    return int(once(actor, command, "duty.approve_leave", lambda: _approve(actor, command, leave)))


def _approve(actor: Actor, command: UUID, leave: Leave) -> int:
    if leave.user_id == actor.user_id:
        raise Refused("own_leave")
    make_move(LEAVE, leave, "approve", decided_by_id=actor.user_id, decided_at=clock.now())
    user, since, until = User.objects.get(pk=leave.user_id), leave.during.lower, leave.during.upper
    note_absence(actor, user, since, until, REASONS.get(Leave.Kind(leave.kind), "leave"))
    begins = max(since, clock.now())
    freed = 0
    if begins < until:
        standing = Shift.objects.of(user.pk).filter(during__overlap=DateTimeTZRange(begins, until))
        for shift in standing.select_related("body").order_by("during", "id"):
            # On other ground his absence counts; who may not change its shifts leaves them to their own planner.
            if may_roster(actor, shift.body.jurisdiction):
                free_shift(actor, uuid5(command, f"free {shift.pk}"), shift, "leave", begins)
                freed += 1
    drafted = Turn.objects.filter(user=user, during__overlap=leave.during, roster__status__in=EDITABLE)
    drafted.delete()
    record(actor, LeaveDecided(leave.pk, leave.area, leave.user_id, leave.status, freed))
    return freed


def refuse_leave(actor: Actor, command: UUID, leave: Leave, answer: str) -> None:
    """Refuse a leave, saying why. Refused: not_allowed, own_leave, reason_missing, move_not_possible."""
    _may_decide(actor, leave)
    if not answer.strip():
        raise Refused("reason_missing")

    def do() -> None:
        now = clock.now()
        make_move(LEAVE, leave, "refuse", decided_by_id=actor.user_id, decided_at=now, answer=answer.strip())
        record(actor, LeaveDecided(leave.pk, leave.area, leave.user_id, leave.status, 0))

    once(actor, command, "duty.refuse_leave", do)


def withdraw_leave(actor: Actor, command: UUID, leave: Leave) -> None:
    """Take a leave back, or come back early: he is present from now on; shifts that lost him stay as they are.

    Refused: not_allowed (neither his nor on one's ground), move_not_possible.
    """
    if leave.user_id != actor.user_id:
        _may_decide(actor, leave)

    def do() -> None:
        granted = leave.status == LeaveStatus.APPROVED
        make_move(LEAVE, leave, "withdraw")
        absence = Absence.objects.filter(user=leave.user_id, during=leave.during).first()
        if granted and absence is not None:
            end_absence(actor, absence, clock.now())
        record(actor, LeaveDecided(leave.pk, leave.area, leave.user_id, leave.status, 0))

    once(actor, command, "duty.withdraw_leave", do)


def _may_decide(actor: Actor, leave: Leave) -> None:
    if not policy.may_plan(actor) or leave.area not in actor.jurisdiction:
        raise Refused("not_allowed")
    if leave.user_id == actor.user_id:
        raise Refused("own_leave")
