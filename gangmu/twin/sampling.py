"""Sampling in the demo: a round of a town half way, with a positive pool, what was parked, key places and a plan."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from gangmu.control.sampling import actions
from gangmu.control.sampling.actions import NewPlace, NewPlan, NewRound, NewSite, Scan
from gangmu.control.sampling.models import KeyPlace, Plan, Required, Round, Site, Tube
from gangmu.control.sampling.rules.codes import person_code
from gangmu.control.sampling.rules.lists import Line
from gangmu.ground.incidents.queries import incident_by_code
from gangmu.ground.organization.models import Holding
from gangmu.ground.organization.queries import actor_of
from gangmu.ground.territory.queries import children
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor, Scope, entered

TOWN, VILLAGE = "441302004000", "441302004200"
MEDIC, DESK, LEADER = (
    ("441302004200N01", "medic"),
    ("OFFICE441302004", "desk"),
    ("LEAD441302000000", "leader"),
)
POOL, TUBES, SEALED, SENT = 10, 14, 12, 9
FOUND = ("negative",) * 6 + ("positive",)
LABORATORY = "惠州市中心实验室"
PLACES = (
    (
        "江北水果批发市场",
        "文明一路18号",
        "ordinary",
        "江北街道办",
        "区市场监管局",
        "江北市场服务公司",
        "现场负责人",
    ),
    ("三新码头停靠点", "东江边三新段", "coast", "三新村委会", "区海洋综合执法大队", "三新船舶服务站", "站长"),
    ("江北养护院", "三新南路6号", "supervised", "江北街道办", "区民政局", "江北养护院", "院长"),
)


def sample() -> int:
    """Plan, open and half carry out a round, as its people would; returns how many tubes. Again it changes nothing."""
    incident = incident_by_code("covid-drill")
    medic, desk, leader = (_actor(*who) for who in (MEDIC, DESK, LEADER))
    if incident is None or medic is None or desk is None or leader is None:
        return 0
    begins = clock.now() - timedelta(hours=6)
    with clock.at(begins), entered(Scope.of(leader)):
        new = NewRound(incident, "江北街道区域采样（演练）", begins, begins + timedelta(hours=24), POOL, TOWN)
        one = Round.objects.select_related("incident").get(pk=actions.plan(leader, _id("plan"), new))
        actions.open_round(leader, _id("open"), one)
    sites = _sites(desk)
    tubes = _scanned(medic, one, sites)
    _travelled(desk, one, tubes)
    _places(leader, medic, one)
    return len(tubes)


def _actor(code: str, role: str) -> Actor | None:
    with entered(Scope.system("demo")):
        held = (
            Holding.objects.filter(post__body__code=code, post__role=role, deputy=False)
            .select_related("user", "post")
            .order_by("id")
            .first()
        )
    return actor_of(held.user, held.post_id) if held else None


def _sites(desk: Actor) -> list[Site]:
    with entered(Scope.of(desk)):
        made = []
        units = sorted(
            children(TOWN), key=lambda unit: unit.code != VILLAGE
        )  # the village of the demo's trio first
        for n, (unit, waiting) in enumerate(zip(units, (42, 18, 7), strict=False)):
            new = NewSite(unit.area, f"{unit.name}采样点", f"{unit.name}文化广场", time(7), time(22))
            site = Site.objects.get(pk=actions.open_site(desk, _id(f"site {n}"), new))
            actions.tell_queue(desk, _id(f"queue {n}"), site, waiting)
            made.append(site)
        return made


def _scanned(medic: Actor, one: Round, sites: list[Site]) -> list[str]:
    """People of the town into tubes; the last ones are still open; one is parked because the tube is full."""
    with entered(Scope.system("demo")):
        people = Required.objects.filter(round=one).order_by("pk").values_list("person_id", flat=True)
        wanted = list(people[: POOL * TUBES + 1])
    codes = [f"JB{one.pk:04d}{n:04d}" for n in range(len(wanted) // POOL)]
    began = clock.now() - timedelta(hours=5)
    for n, person in enumerate(wanted):
        tube = min(n // POOL, len(codes) - 1)
        at = began + timedelta(minutes=n)
        with clock.at(at), entered(Scope.of(medic)):
            scan = Scan(one.pk, sites[tube % len(sites)].pk, codes[tube], POOL, person_code(person), at)
            actions.register(medic, _id(f"scan {n}"), scan)
            if n % POOL == POOL - 1 and tube < SEALED:
                actions.seal(medic, _id(f"seal {tube}"), one.pk, codes[tube], at)
    return codes


def _travelled(desk: Actor, one: Round, codes: list[str]) -> None:
    """Most are handed over, some are back with a result; two people are noted as missed."""
    with entered(Scope.of(desk)):
        actions.send(desk, _id("send"), one, codes[:SENT], "转运一车", LABORATORY)
        actions.receive(desk, _id("receive"), LABORATORY, codes[: SENT - 1])
        now = clock.now()
        lines = [Line(n, code, value, now) for n, (code, value) in enumerate(zip(codes, FOUND, strict=False))]  # type: ignore[arg-type]
        actions.receive_results(desk, _id("results"), LABORATORY, lambda _now: (lines, []), "结果回传1.xlsx")
        rest = Required.objects.filter(round=one, missed="").order_by("-pk")[:3]
        said = (("away", "外地出差"), ("refused", ""), ("exempt", "卧床，改为上门采样"))
        for required, (missed, because) in zip(rest, said, strict=False):
            actions.note_missed(desk, _id(f"missed {missed}"), required, missed, because)
    with entered(Scope.system("positive pool")) as scope:
        for tube in Tube.objects.filter(round=one, status="positive").values_list("pk", flat=True):
            actions.call_members(scope.actor, tube)


def _places(leader: Actor, medic: Actor, one: Round) -> None:
    village = next((unit for unit in children(TOWN) if unit.code == VILLAGE), children(TOWN)[0])
    with entered(Scope.of(leader)):
        for n, place in enumerate(PLACES):
            actions.name_place(leader, _id(f"place {n}"), NewPlace(village.area, *place))
        market = KeyPlace.objects.get(
            pk=actions.name_place(leader, _id("place 0"), NewPlace(village.area, *PLACES[0]))
        )
        asked = NewPlan(one.incident, "市场从业人员", "place", 3, rotating=False, place=market)
        plan = Plan.objects.get(pk=actions.make_plan(leader, _id("plan of a place"), asked))
        people = Required.objects.filter(round=one, area__gte=village.area, area__lt=village.area + 10**6)
        with clock.at(_days_ago(4)):
            for person in people.order_by("-pk").values_list("person_id", flat=True)[:8]:
                actions.add_member(leader, _id(f"member {person}"), plan, person)
    with entered(Scope.of(medic)):
        looked = dict.fromkeys(("list_complete", "sampled_on_time", "named_on_site"), True)
        actions.check(medic, _id("check"), market, {**looked, "ventilated": False}, "冷库通风记录缺两天")


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def _id(act: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo sampling {act}")
