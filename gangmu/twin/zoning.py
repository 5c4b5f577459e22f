"""Zones in the demo: around the home of a case, and one whose quiet days are over, so that its fall is proposed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from gangmu.casework.actions import report
from gangmu.control.zones import actions
from gangmu.control.zones.actions import NewZone
from gangmu.control.zones.forms import PLACE_SURVEY
from gangmu.control.zones.models import DayWork
from gangmu.control.zones.queries import Asked, drawn
from gangmu.ground.incidents.queries import incident_by_code
from gangmu.ground.organization.models import Holding
from gangmu.ground.organization.queries import actor_of
from gangmu.ground.register.actions import note_need
from gangmu.ground.register.models import Presence
from gangmu.ground.territory.models import Building
from gangmu.ground.territory.queries import place_label
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor, Scope, entered

# Whose leader draws it, the village, its name, the level, for how many days already, metres around the first house.
ZONES = (
    ("LEAD441302000000", "441302004200", "三新村病例住家周边", "core", 3, 100),
    ("LEAD441302000000", "441302004200", "三新村警戒区", "alert", 26, 0),
    ("LEAD441322000000", "441322001220", "翠美园警戒区", "alert", 8, 0),
)
HOTLINE = "0752-2110000"


def draw() -> int:
    """Draw and declare the demo's zones, as their leaders would; returns how many. Again it changes nothing."""
    incident = incident_by_code("mosquito")
    made = 0
    for body, village, name, level, days, radius in ZONES:
        leader = _leader(body)
        if incident is None or leader is None:
            continue
        with clock.at(clock.now() - timedelta(days=days)), entered(Scope.of(leader)) as scope:
            asked = Asked("circle", _house(village), radius) if radius else Asked("grids", village)
            new = NewZone(incident.pk, level, name, HOTLINE, clock.now())
            zone = actions.control(leader, _id(name, "control"), new, drawn(scope, asked))
            actions.declare(leader, _id(name, "declare"), zone)
            actions.happened(leader, _id(name, "case"), zone, "case", clock.today(), "首例病例")
            if radius:
                _needs(leader, incident.pk, village)
        made += 1
    with entered(Scope.system("zones")) as scope:
        actions.propose_due(scope.actor)
    for days in (1, 0):
        _work(days)
    return made


def _work(days: int) -> None:
    """What was opened at nine in the morning some days ago; yesterday's was done, but for one door of each."""
    morning = datetime.combine(clock.today() - timedelta(days=days), time(9), clock.CIVIL)
    if morning > clock.now():
        return
    with clock.at(morning), entered(Scope.system("zones")) as scope:
        actions.open_works(scope.actor)
    with entered(Scope.system("demo")):
        waiting = DayWork.objects.filter(on=morning.date(), reported_at=None).select_related("task__incident")
        found = list(waiting.order_by("pk")) if days else []
    for number, work in enumerate(found):
        reached = max(0, work.doors - 1)
        surveyed = {"inspected": max(work.doors, 20), "found": 1}
        survey = work.task.kind == PLACE_SURVEY
        cadre = _member(work.task.owner_id)
        if cadre is None:
            continue
        with clock.at(morning + timedelta(minutes=90 + 10 * number)), entered(Scope.of(cadre)):
            outcome = "surveyed" if survey else "worked"
            answers = surveyed if survey else {"reached": reached, "locked": work.doors - reached}
            report(cadre, uuid5(NAMESPACE_URL, f"demo work {work.pk}"), work.task, outcome, answers)


def _member(body: int) -> Actor | None:
    with entered(Scope.system("demo")):
        cadres = Holding.objects.filter(post__body=body, post__role="cadre", deputy=False)
        held = cadres.select_related("user").order_by("id").first()
    return actor_of(held.user) if held else None


def _leader(code: str) -> Actor | None:
    with entered(Scope.system("demo")):
        held = (
            Holding.objects.filter(post__body__code=code, deputy=False)
            .select_related("user")
            .order_by("id")
            .first()
        )
    return actor_of(held.user) if held else None


def _needs(leader: Actor, incident_id: int, village: str) -> None:
    """What two people of the first house need, so that somebody brings it."""
    here = Presence.objects.filter(household__building=_first(village), until=None).order_by("pk")
    for presence, kind in zip(here, ("medicine", "alone"), strict=False):
        command = _id(village, kind)
        note_need(leader, command, presence.person_id, presence.area, incident_id, kind, "door")


def _house(village: str) -> str:
    """The first house of a village, with its place before it: several have the same name."""
    house = _first(village)
    return f"{place_label(house.area)} {house.name}"


def _first(village: str) -> Building:
    where = Jurisdiction.of(village)
    found = Building.objects.filter(area__gte=where.lo, area__lt=where.hi, longitude__isnull=False)
    return found.order_by("pk")[0]


def _id(name: str, act: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo zone {name} {act}")
