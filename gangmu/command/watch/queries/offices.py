"""The offices of one's ground: who is responsible, who should be by the roster, and where nobody took over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet

from gangmu.command.watch.models import Alarm, Changeover, Gap, Point, Watch
from gangmu.ground.organization.models import Body
from gangmu.kernel import clock
from gangmu.kernel.bulk import fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).parents[1] / "sql" / "gaps.sql")
SIZE = 200


@dataclass(frozen=True, slots=True)
class InCharge:
    """Who is in charge by the roster, from when to when."""

    user_id: int
    name: str
    since: datetime
    until: datetime


@dataclass(slots=True)
class Office:
    """A joint office: its open watch and gap, and the roster's people in charge from now on, in their order."""

    body: Body
    watch: Watch | None = None
    gap: Gap | None = None
    rostered: list[InCharge] | None = None

    @property
    def now(self) -> InCharge | None:
        """Whoever is in charge by the roster now."""
        at = clock.now()
        return next((one for one in self.rostered or [] if one.since <= at < one.until), None)

    @property
    def next(self) -> InCharge | None:
        """Whoever comes after him."""
        at = clock.now()
        return next((one for one in self.rostered or [] if one.since > at), None)


def _bodies(scope: Scope) -> QuerySet[Body]:
    """The joint offices that lie on the scope's ground as a whole."""
    where = scope.jurisdiction
    found = Body.objects.filter(kind=Body.Kind.JOINT_OFFICE, valid__contains=clock.today())
    found = found.filter(lo__gte=where.lo, hi__lte=where.hi)
    for lo, hi in where.holes:
        found = found.exclude(lo__gte=lo, lo__lt=hi)
    return found


def office_in(scope: Scope, body_id: int) -> Office:
    """An office of the scope's ground; Refused('not_found') for another's as for none."""
    body = _bodies(scope).filter(pk=body_id).first()
    if body is None:
        raise Refused("not_found")
    return _filled(scope, [body])[0]


def offices(scope: Scope) -> list[Office]:
    """The offices of the scope, those with an open gap first, then by their ground."""
    found = _filled(scope, list(_bodies(scope).order_by("lo", "pk")[:SIZE]))
    return sorted(found, key=lambda office: office.gap is None)


def _filled(scope: Scope, bodies: list[Body]) -> list[Office]:
    ids = [body.pk for body in bodies]
    open_ones = Watch.objects.within(scope).filter(body__in=ids, ends_at=None).select_related("user", "body")
    watches = {watch.body_id: watch for watch in open_ones}
    gaps = {gap.body_id: gap for gap in Gap.objects.within(scope).filter(body__in=ids, ended_at=None)}
    by_roster = in_charge(ids)
    return [Office(b, watches.get(b.pk), gaps.get(b.pk), by_roster.get(b.pk, [])) for b in bodies]


def in_charge(body_ids: Iterable[int]) -> dict[int, list[InCharge]]:
    """Office → who is in charge by the roster now and in the next 24 hours."""
    found: dict[int, list[InCharge]] = {}
    given = {"bodies": list(body_ids), "now": clock.now()}
    for body, *one in fetch(SQL["in_charge"], given):
        found.setdefault(body, []).append(InCharge(*one))
    return found


def running(scope: Scope, body_id: int) -> Changeover | None:
    """The changeover of an office's open watch, if it is drafted or handed."""
    found: QuerySet[Changeover] = Changeover.objects.within(scope).filter(watch__body_id=body_id)
    return found.filter(watch__ends_at=None).select_related("watch__body", "watch__user", "handed_by").first()


def changeover_in(scope: Scope, changeover_id: int) -> Changeover:
    """A changeover of the scope's ground with all that its protocol shows; Refused('not_found')."""
    found: Changeover | None = (
        Changeover.objects.within(scope)
        .select_related("watch__body", "watch__user", "watch__post", "handed_by", "accepted_by")
        .filter(pk=changeover_id)
        .first()
    )
    if found is None:
        raise Refused("not_found")
    return found


def point_in(scope: Scope, point_id: int) -> Point:
    """A marked point of the scope's ground; Refused('not_found')."""
    found: Point | None = Point.objects.within(scope).filter(pk=point_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def alarms_for(scope: Scope, level: str, size: int = 20) -> list[Alarm]:
    """The gaps that are still open and of which a level of the headrope was told, newest first."""
    found: QuerySet[Alarm] = Alarm.objects.within(scope).filter(level=level, gap__ended_at=None)
    return list(found.select_related("gap__body", "gap__watch__user").order_by("-at", "-pk")[:size])
