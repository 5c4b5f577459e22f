"""A roster made public: its shifts become the shifts of its posts, in one transaction."""

from __future__ import annotations

from uuid import UUID

from gangmu.ground.accounts.models import User
from gangmu.ground.duty import policy
from gangmu.ground.duty.actions.moving import make_move
from gangmu.ground.duty.facts import RosterPublished
from gangmu.ground.duty.models import Roster, Turn
from gangmu.ground.duty.queries.faults import faults_of
from gangmu.ground.duty.queries.plan import change_by
from gangmu.ground.duty.states import ROSTER, RosterStatus
from gangmu.ground.organization.actions import heed_cap
from gangmu.ground.organization.bulk import ShiftRow, put_week
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope


def publish(actor: Actor, command: UUID, roster: Roster, reason: str, over_cap: str = "") -> int:
    """Make a roster the shifts of its posts; returns how many. Shifts that have begun stay as they are.

    What was published for this ground and week before is superseded. Refused: not_allowed, move_not_possible,
    week_over, roster_breaks_rules (rest, leave, posts), roster_gaps (seats are empty and no reason is given),
    over_cap unless `over_cap` says why, on_duty_elsewhere.
    """
    if not policy.may_plan_on(actor, roster.territory):
        raise Refused("not_allowed")

    def do() -> int:
        locked = Roster.objects.select_for_update().get(pk=roster.pk)
        ROSTER.check("publish", locked.status)
        first, ends = locked.span
        begins = max(first, clock.now())
        if begins >= ends:
            raise Refused("week_over")
        found = faults_of(Scope.of(actor), locked)
        if found.illegal:
            worst = found.illegal[0]
            who = User.objects.get(pk=worst.person).name
            raise Refused("roster_breaks_rules", n=len(found.illegal), who=who)
        minutes = sum(gap.minutes for gap in found.gaps)
        if minutes and not reason.strip():
            raise Refused("roster_gaps", n=len(found.gaps))
        posts = [post.pk for post in found.posts]
        heed_cap(actor, change_by(Scope.of(actor), locked, found.posts), over_cap)
        made = put_week(posts, first, ends, begins, _rows(locked, begins))
        why = reason.strip() if minutes else ""
        _supersede(locked)
        now = clock.now()
        make_move(ROSTER, locked, "publish", why, gap_minutes=minutes, gap_reason=why, published_at=now)
        record(actor, RosterPublished(locked.pk, locked.area, locked.begins.isoformat(), made, minutes))
        return made

    return int(once(actor, command, "duty.publish", do))


def _rows(roster: Roster, begins: object) -> list[ShiftRow]:
    turns = Turn.objects.filter(roster=roster, during__startswith__gte=begins).order_by("id")
    rows = turns.values_list("post_id", "body_id", "user_id", "during")
    return [ShiftRow(post, body, user, during.lower, during.upper) for post, body, user, during in rows]


def _supersede(roster: Roster) -> None:
    """Rosters of the week whose ground lies in this one's rule no longer."""
    older = Roster.objects.select_for_update().filter(
        begins=roster.begins, status=RosterStatus.PUBLISHED, lo__gte=roster.lo, hi__lte=roster.hi
    )
    for one in older.order_by("pk"):
        if one.territory <= roster.territory:
            make_move(ROSTER, one, "supersede")
