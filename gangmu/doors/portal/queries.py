"""Everything that a resident's page shows, read under his own eyes: row security leaves out all that is not his."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gangmu.control.isolation.models import HomeCheck, NoticeRead, Order, Outing, PlanDay, Reading
from gangmu.control.isolation.queries import order_in
from gangmu.control.isolation.states import IN_FORCE
from gangmu.control.seals.models import Opening
from gangmu.control.zones.queries import Standing, zone_over
from gangmu.doors.portal.words import ACTS, OUTINGS, REASONS
from gangmu.doors.texts import word, worded
from gangmu.governance.needs.models import Need
from gangmu.governance.needs.queries import needs_of
from gangmu.ground.accounts.queries import looks_at
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Pack
from gangmu.ground.organization.models import Body, Post
from gangmu.ground.organization.queries import Around, around, office_of
from gangmu.ground.register.models import CareNeed
from gangmu.ground.register.rules.names import mask_name
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered

LOOKS, READINGS = 20, 30


@dataclass(frozen=True, slots=True)
class Look:
    """One look at his data: when, which post of which office (never who), what, why."""

    at: datetime
    by: str
    what: str
    why: str
    own: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that is recorded about him: when, what, and how it came or to whom."""

    at: datetime
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What his level asks of him, in words."""

    name: str
    place: str
    outing: str


@dataclass(frozen=True, slots=True)
class ResidentPage:
    """The page."""

    order: Order
    name: str
    in_force: bool
    asked: Asked
    why: str
    source: str
    today: PlanDay | None
    days: list[PlanDay]
    done_today: int
    office: Body | None
    around: list[Around]
    zone: Standing | None
    out: Outing | None
    openings: list[Opening]
    records: list[Record]
    needs: list[Need]
    looks: list[Look]

    @property
    def left_today(self) -> int:
        """How many temperatures are still asked for today."""
        return max(self.today.temperatures - self.done_today, 0) if self.today else 0

    @property
    def days_left(self) -> int:
        """Days until the planned end, today among them; 0 when it is over."""
        end = self.order.planned_end
        return max((end - clock.today()).days + 1, 0) if end else 0


def page_of(scope: Scope, order_id: int) -> ResidentPage:
    """The page of an order; Refused('not_found') for another's."""
    order = order_in(scope, order_id)
    pack = pack_named(order.pack, order.pack_version)
    today = clock.today()
    days = list(PlanDay.objects.filter(order=order).order_by("on"))
    readings = list(Reading.objects.filter(order=order).order_by("-at", "-id")[:READINGS])
    measure = pack.measure_for(order.category)
    stands_around, zone = surroundings(order)
    return ResidentPage(
        order=order,
        name=mask_name(order.name),
        in_force=order.status in IN_FORCE,
        asked=_asked(pack, order.level),
        why=worded(measure.name, measure.english) if measure else "",
        source=measure.source if measure else "",
        today=next((day for day in days if day.on == today), None),
        days=days,
        done_today=sum(1 for one in readings if one.on == today and one.temperature is not None),
        office=office_of(order.area),
        around=stands_around,
        zone=zone,
        out=Outing.objects.filter(order=order, back_at=None).first(),
        openings=list(
            Opening.objects.filter(order=order, until__gt=clock.now(), called_off_at=None).order_by("since")
        ),
        records=records_of(order, readings),
        needs=needs_of(scope, int(order.person_id or 0)),
        looks=looks_of(scope, int(order.person_id or 0)),
    )


def surroundings(order: Order) -> tuple[list[Around], Standing | None]:
    """Whom he finds around his door, and the zone that it lies in: what any notice on a wall says, so not his rows.

    A guest sees no ground; the order, which is his, says which ground is asked about.
    """
    with entered(Scope.system("portal")) as scope:
        return around(order.area, order.household_id), zone_over(scope, order.area, order.person_id)


def opening_of(scope: Scope, order_id: int, opening_id: int) -> Opening:
    """An announced opening of his door; Refused('not_found')."""
    found = Opening.objects.select_related("order").filter(pk=opening_id, order_id=order_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def records_of(order: Order, readings: list[Reading]) -> list[Record]:
    """What is recorded under an order, newest first."""
    found = [
        Record(
            one.at,
            " ".join(
                [
                    f"{one.temperature} °C" if one.temperature else "",
                    *map(word, one.symptoms),
                    _("sample taken") if one.sampled else "",
                ]
            ).strip()
            or _("somebody called"),
            str(one.get_channel_display()),
        )
        for one in readings
    ]
    found += [
        Record(one.left_at, _("to the doctor"), str(one.get_because_display()))
        for one in Outing.objects.filter(order=order)
    ]
    found += [
        Record(one.at, _("notice read"), f"{one.get_to_display()}, {one.get_signed_display()}")
        for one in NoticeRead.objects.filter(order=order)
    ]
    found += [Record(one.at, _("home looked at"), "") for one in HomeCheck.objects.filter(order=order)]
    found += [
        Record(one.noted_at, _("not to be forgotten"), str(one.get_kind_display()))
        for one in CareNeed.objects.filter(person_id=int(order.person_id or 0), ended_at=None)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _asked(pack: Pack, code: str) -> Asked:
    level = next((one for one in pack.levels if one.code == code), None)
    if level is None:
        return Asked(code, "", "")
    place = worded(level.place, level.place_english)
    return Asked(worded(level.name, level.english), place, str(OUTINGS[level.outing]))


def looks_of(scope: Scope, person_id: int) -> list[Look]:
    """Who looked, by post and office: names of officials are theirs, what they did in office is his to know."""
    found = looks_at(scope, person_id, LOOKS * 4)
    posts = Post.objects.filter(pk__in={one.post_id for one in found if one.post_id}).select_related("body")
    titles = {
        post.pk: post.title if post.title.startswith(post.body.name) else f"{post.body.name} · {post.title}"
        for post in posts
    }
    lines: list[Look] = []
    own = 0
    for one in found:
        mine = one.by == scope.actor.key
        own += mine
        if len(lines) == LOOKS or (mine and own > 5):
            continue
        code, _space, note = one.reason.partition(" ")
        why = " ".join([str(REASONS.get(code, code)), note]).strip()
        lines.append(
            Look(one.at, titles.get(one.post_id or 0, ""), str(ACTS.get(one.act, one.act)), why, mine)
        )
    return lines
