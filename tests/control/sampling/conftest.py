"""Two villages, a leader, a laboratory, and a round of everybody in the east one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from gangmu.control.sampling import actions
from gangmu.control.sampling.actions import NewRound, NewSite, Registered, Scan
from gangmu.control.sampling.models import Recall, Round, Specimen, Tube
from gangmu.control.sampling.rules.codes import person_code
from gangmu.control.sampling.rules.lists import Line
from gangmu.control.sampling.states import COVERAGE
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.facts import react_to
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import HERE, World, actor, body, build, division, incident

MORNING = datetime(2026, 11, 2, 8, tzinfo=clock.CIVIL)
EAST = "441302001001"
DOCUMENT = "11010519491231002X"
ALL = "SELECT coalesce(sum({0}), 0) FROM sampling_coverage WHERE round_id = %s"


@dataclass
class Town:
    """The world of casework under a pack that samples, with a medic at a site."""

    world: World
    medic: Actor
    far_medic: Actor
    leader: Actor
    laboratory: Actor
    stranger: Actor

    def do(
        self, who: Actor, action: Callable[..., Any], *args: Any, command: UUID | None = None, **more: Any
    ) -> Any:
        """One action as a page does it."""
        with entered(Scope.of(who)):
            return action(who, command or uuid4(), *args, **more)

    def people(self, n: int, area: int = HERE) -> list[int]:
        return [self.world.person(f"居民{k}", area) for k in range(n)]

    def round(self, pool: int = 10, **more: Any) -> Round:
        """A round of the east village that is open; whoever is to be in it lives there already."""
        now = clock.now()
        given = {"unit": EAST, "begins_at": now, "ends_at": now + timedelta(hours=24), **more}
        new = NewRound(self.world.incident, "第一轮", pool=pool, **given)
        pk = self.do(self.leader, actions.plan, new)
        self.do(self.leader, actions.open_round, self.of(pk))
        return self.of(pk)

    def of(self, pk: int) -> Round:
        with entered(Scope.system("test")):
            return Round.objects.select_related("incident", "plan").get(pk=pk)

    def site(self, area: int = HERE, name: str = "东社区采样点") -> int:
        return int(self.do(self.medic, actions.open_site, NewSite(area, name, "东路1号", time(7), time(22))))

    def scan(
        self, one: Round, site: int, tube: str, person: int | str, size: int = 10, **more: Any
    ) -> Registered:
        """The medic scans a tube and a person."""
        who = person if isinstance(person, str) else person_code(person)
        command, taken = more.pop("command", None), more.pop("taken", clock.now())
        by = more.pop("by", self.medic)
        scan = Scan(one.pk, site, tube, size, who, taken, **more)
        return self.do(by, actions.register, scan, command=command)  # type: ignore[no-any-return]

    def seal(self, one: Round, *tubes: str) -> None:
        for tube in tubes:
            self.do(self.medic, actions.seal, one.pk, tube, clock.now())

    def found(self, values: dict[str, str], **more: Any) -> Any:
        """The laboratory sends results by their tubes."""
        lines = [Line(n, tube, value, clock.now()) for n, (tube, value) in enumerate(values.items())]  # type: ignore[arg-type]
        return self.do(
            self.laboratory, actions.receive_results, "中心实验室", lambda _now: (lines, []), **more
        )

    def react(self, kind: str = "sampling.positive") -> None:
        """What the worker does about facts."""
        for pk in FactRow.objects.filter(kind=kind).values_list("pk", flat=True):
            react_to(pk)

    def covered(self, one: Round) -> dict[str, int]:
        """The round's figures as the database keeps them."""
        with entered(Scope.system("test")), bulk_role():
            return {name: int(fetch(ALL.format(name), [one.pk])[0][0]) for name in COVERAGE.counts}

    def status(self, code: str) -> str:
        with entered(Scope.system("test")):
            return str(Tube.objects.get(code=code).status)

    def recalls(self) -> list[str]:
        with entered(Scope.system("test")):
            return list(Recall.objects.order_by("pk").values_list("status", flat=True))

    def counting(self, person: int) -> list[str]:
        with entered(Scope.system("test")):
            found = Specimen.objects.filter(person_id=person, counts=True)
            return list(found.values_list("tube__code", flat=True))

    def true(self) -> bool:
        """Whether a recount finds nothing to put right."""
        with entered(Scope.system("test")) as scope:
            return actions.recount_tally(scope.actor) == []


@pytest.fixture
def town(db: Any) -> Town:
    """It is morning, and the clock stands still."""
    with clock.at(MORNING):
        world = build()
        with entered(Scope.system("test")), bulk_role():
            world = replace(world, incident=incident(newest_pack("covid-20")))
            county, away = (
                division("441302", "county", "甲区", None),
                division("441322", "county", "乙县", None),
            )
            Division.objects.filter(level="town").update(parent=county)
            trios = {
                name: Division.objects.get(code=f"44130200100{n}") for name, n in (("east", 1), ("west", 2))
            }
            medics = [
                actor(body("trio", f"M-{name}", f"{name}采样队", unit), "medic")
                for name, unit in trios.items()
            ]
            lead = actor(body("leading_trio", "LEAD-1", "区领导小组", county), "leader")
            lab = actor(body("push_office", "LAB-1", "检测机构", county), "partner")
            stranger = actor(body("leading_trio", "LEAD-2", "乙县领导小组", away), "desk")
        forget()
        yield Town(world, *medics, lead, lab, stranger)
