"""The weekly rate in the demo: last week frozen, an objection that was upheld, one open, steps of the ladder."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from gangmu.ground.incidents.queries import incident_by_code
from gangmu.ground.organization.models import Holding
from gangmu.ground.organization.queries import actor_of
from gangmu.ground.territory.queries import county_units
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.responsibility.rates import actions
from gangmu.responsibility.rates.models import Step, Week
from gangmu.responsibility.rates.rules import WEEK, monday_of, span_of
from gangmu.twin.bulk import sample_residents

NAMES = UUID("6f1d2a5e-90f4-5c2f-8f0e-7a3b9f5c1d20")
CITY = "441300000000"
MOST = 200_000
"""Residents of a city whose week is invented. A sample costs as much as its person: of more, the week would take half
the time of the whole build."""
LOW, USUAL = 90, 97
"""Persons of a hundred with a sample: in the two counties below the bound, and elsewhere."""
BELOW = ("441302000000", "441322000000")
ANSWERS = ("已逐户核对未检名单，本周五前补齐。", "已增派警力协助上门采样。")


def rate() -> int:
    """Freeze last week as the job does, and do what its people did since; returns the units that have a number."""
    incident = incident_by_code("mosquito")
    begins = monday_of(clock.now().astimezone(CIVIL).date() - timedelta(days=1)) - WEEK
    if incident is None or Week.objects.filter(incident=incident, begins=begins).exists():
        return 0
    since, ends = span_of(begins)
    taken = since + timedelta(days=2, hours=9)
    with entered(Scope.system("demo")):
        for unit in county_units():
            sample_residents(unit.jurisdiction, taken, LOW if unit.code in BELOW else USUAL)
    monday = datetime.combine(ends.date(), time(8, 5), tzinfo=CIVIL)
    with clock.at(monday), entered(Scope.system("demo")) as scope:
        week, _fresh = actions.freeze_week(scope.actor, incident, begins)
    city = _leaders(CITY)
    with clock.at(monday + timedelta(hours=1)):
        boluo = _leaders(BELOW[1])[0]
        objection = _do(
            boluo,
            actions.object_to,
            "object",
            week.pk,
            BELOW[1],
            "samples",
            "两个采样点周五的结果晚到，请核实",
        )
    with clock.at(monday + timedelta(hours=5)):
        _do(
            city[1],
            actions.decide,
            "decide",
            objection,
            "经核，结果确为检测机构延迟上传，本周不参与排名。",
            "aside",
        )
        _do(city[0], actions.settle, "settle", week.pk)
        with entered(Scope.system("demo")):
            step = Step.objects.filter(week=week, code=BELOW[0]).first()
        if step is None:  # another number of residents was asked for: nobody is below the bound
            return week.rates.count()
        _do(city[0], actions.move_step, "confirm", step.pk, "confirm", "数据核实无误")
    with clock.at(monday + timedelta(hours=26)):
        for one, text in zip(_leaders(BELOW[0])[1:], ANSWERS, strict=False):
            _do(one, actions.answer, text, step.pk, text)
    return week.rates.count()


def _do(actor: Actor, action: object, name: str, *args: object) -> int:
    with entered(Scope.of(actor)):
        return action(actor, uuid5(NAMES, f"{name} {actor.key}"), *args)  # type: ignore[operator,no-any-return]


def _leaders(code: str) -> list[Actor]:
    with entered(Scope.system("demo")):
        held = Holding.objects.filter(post__body__code=f"LEAD{code}", post__role="leader", deputy=False)
        found = [
            actor_of(one.user, one.post_id) for one in held.select_related("user").order_by("post_id", "id")
        ]
    posts: dict[int | None, Actor] = {}
    for one in found:
        if one is not None:
            posts.setdefault(one.post_id, one)
    return list(posts.values())
