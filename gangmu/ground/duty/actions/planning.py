"""A week planned: a draft begun from what stands, cells changed by hand, thrown away."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.duty import policy
from gangmu.ground.duty.actions.moving import make_move
from gangmu.ground.duty.models import Roster, Turn
from gangmu.ground.duty.queries.plan import crew_of, seats_of, shifts_of
from gangmu.ground.duty.rules.weeks import PART, monday_of, place_of, shift_span
from gangmu.ground.duty.states import EDITABLE, OPEN, ROSTER
from gangmu.ground.organization.models import PlannedWeek
from gangmu.ground.territory.queries import Unit
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

NIGHTS = range(2, 15)


def plan(actor: Actor, command: UUID, unit: Unit, begins: date) -> int:
    """Begin the roster of a county or town for a week, or go on with the open one; returns its id.

    Where a published roster rules the week already, the draft begins as a copy of the shifts as they are now.
    Refused: not_allowed, week_over.
    """
    where = unit.jurisdiction
    if not policy.may_plan_on(actor, where):
        raise Refused("not_allowed")
    begins = monday_of(begins)
    if begins < monday_of(clock.today()):
        raise Refused("week_over")

    def do() -> int:
        given = {"area": where.lo, "hi": where.hi, "begins": begins}
        drafted = Roster.objects.filter(**given, status__in=OPEN)
        if (there := drafted.first()) is not None:
            return int(there.pk)
        holes = [list(hole) for hole in where.holes]
        fresh = {"lo": where.lo, "holes": holes, "place": unit.name, "made_at": clock.now()}
        try:
            with transaction.atomic():
                roster = Roster.objects.create(**given, **fresh, planned_by_id=actor.user_id)
        except IntegrityError:  # somebody else began it at the same moment
            return int(drafted.get().pk)
        _copy_published(roster)
        return int(roster.pk)

    return int(once(actor, command, "duty.plan", do))


def _copy_published(roster: Roster) -> None:
    """What people have been told of this week; a cell that several share goes to whoever stands in it first."""
    posts = [post.pk for post in seats_of(roster)]
    told = PlannedWeek.objects.filter(post__in=posts, during=DateTimeTZRange(*roster.span)).values("post")
    cells: dict[tuple[int, object, str], Turn] = {}
    for shift in shifts_of(roster, posts).filter(post__in=told):
        day, part = place_of(shift.during.lower)
        whole = DateTimeTZRange(*shift_span(day, part))
        turn = Turn(
            roster=roster, post_id=shift.post_id, body_id=shift.body_id, user_id=shift.user_id, during=whole
        )
        cells.setdefault((shift.post_id, day, part.key), turn)
    taken: set[tuple[int, object]] = set()
    for turn in cells.values():
        if (turn.user_id, turn.during.lower) not in taken:
            taken.add((turn.user_id, turn.during.lower))
            turn.save()


def put_turn(
    actor: Actor,
    command: UUID,
    roster: Roster,
    post_id: int,
    day: date,
    part: str,
    user_id: int,
    locked: bool,
) -> None:
    """Put a member into a cell, or nobody (0); a locked cell stays when the roster is solved again.

    Refused: not_allowed, move_not_possible, not_found (no such cell, or one that has begun), not_qualified,
    on_duty_elsewhere.
    """
    _may_change(actor, roster)
    post = next((post for post in seats_of(roster) if post.pk == post_id), None)
    if post is None or part not in PART or not 0 <= (day - roster.begins).days < 7:
        raise Refused("not_found")
    begins, ends = shift_span(day, PART[part])
    if begins <= clock.now():
        raise Refused("shift_over")
    crew = {
        member.user_id: member.name
        for member in crew_of(roster, [post])
        if (member.since or day) <= day and (member.until is None or day < member.until)
    }
    if user_id and user_id not in crew:
        raise Refused("not_qualified", who="–")

    def do() -> None:
        Roster.objects.select_for_update().get(pk=roster.pk)
        during = DateTimeTZRange(begins, ends)
        Turn.objects.filter(roster=roster, post=post, during=during).delete()
        if not user_id:
            return
        try:
            with transaction.atomic():
                Turn.objects.create(
                    roster=roster,
                    post=post,
                    body_id=post.body_id,
                    user_id=user_id,
                    during=during,
                    locked=locked,
                )
        except IntegrityError:
            raise Refused("on_duty_elsewhere", who=crew[user_id]) from None

    once(actor, command, "duty.put_turn", do)


def set_nights(actor: Actor, roster: Roster, most: int) -> None:
    """Say how many nights in a row a member may have. Refused: not_allowed, move_not_possible, nights_range."""
    _may_change(actor, roster)
    if most not in NIGHTS:
        raise Refused("nights_range", least=NIGHTS.start, most=NIGHTS.stop - 1)
    Roster.objects.filter(pk=roster.pk).update(most_nights=most)
    roster.most_nights = most


def discard(actor: Actor, roster: Roster) -> None:
    """Throw a draft away. Refused: not_allowed, move_not_possible."""
    _may_change(actor, roster)
    make_move(ROSTER, roster, "discard")


def _may_change(actor: Actor, roster: Roster) -> None:
    if not policy.may_plan_on(actor, roster.territory):
        raise Refused("not_allowed")
    if roster.status not in EDITABLE:
        raise Refused("move_not_possible", move="change", status=roster.status)
