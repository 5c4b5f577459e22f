"""Three counties of a city with a village each, their leading trios, residents and results of one week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.organization.models import Body, Holding, Post
from gangmu.ground.organization.queries import actor_of
from gangmu.ground.register.models import Person, Presence
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.partners.laboratory.models import LabResult
from gangmu.responsibility.rates import actions
from gangmu.responsibility.rates.models import Week
from tests.casework.world import ALWAYS

MONDAY = date(2026, 11, 16)
INSIDE = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
FROZEN = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)  # Monday 08:05 in Shanghai
AFTERNOON = FROZEN + timedelta(hours=5)
COUNTIES = {"441302": "甲区", "441303": "乙区", "441322": "丙县"}
LINES = ("political_legal", "public_security", "health")


@dataclass
class City:
    """The incident, the leaders of the city, and of each county its three posts in the order of LINES."""

    incident: Incident
    leader: Actor
    colleague: Actor
    posts: dict[str, list[Actor]]

    def people(self, county: str, n: int, *, sampled: int = 0, register: bool = True) -> list[int]:
        """Persons in the village of a county, the first of them with a valid sample in the week."""
        area = area_of(f"{county}001001001")
        with entered(Scope.system("test")), bulk_role():
            made = Person.objects.bulk_create(Person(name=f"居民{i}", created_at=INSIDE) for i in range(n))
            source, incident = ("register", None) if register else ("pushed", self.incident.pk)
            Presence.objects.bulk_create(
                Presence(person=one, area=area, since=INSIDE - timedelta(days=9), source=source, incident_id=incident)
                for one in made
            )  # fmt: skip
        self.sample([one.pk for one in made[:sampled]])
        return [one.pk for one in made]

    def sample(self, persons: list[int], at: datetime = INSIDE, value: str = "negative") -> None:
        """A result of each."""
        with entered(Scope.system("test")), bulk_role():
            LabResult.objects.bulk_create(
                LabResult(laboratory="L", specimen=str(uuid4()), person_id=pk, document_hash=b"x", value=value,
                          sampled_at=at, received_at=at)
                for pk in persons
            )  # fmt: skip

    def freeze(self, begins: date = MONDAY) -> Week:
        """The week frozen, as the job does it."""
        with entered(Scope.system("test")) as scope:
            return actions.freeze_week(scope.actor, self.incident, begins)[0]

    def do(self, who: Actor, action: Callable[..., Any], *args: Any) -> Any:
        """One action as a page does it."""
        with entered(Scope.of(who)):
            return action(who, uuid4(), *args)


def _actor(body: Body, line: str) -> Actor:
    user = User.objects.create_user(f"{body.code}-{line}", name=f"{body.name}{line}")
    post = Post.objects.create(body=body, role="leader", line=line, title=f"{body.name}{line}")
    Holding.objects.create(user=user, post=post, valid=ALWAYS)
    found = actor_of(user, post.pk)
    assert found is not None
    return found


def _division(code: str, level: str, name: str, parent: Division | None) -> Division:
    where = Jurisdiction.of(code)
    return Division.objects.create(
        code=code.ljust(12, "0"), level=level, name=name, short_name=name, parent=parent, lo=where.lo, hi=where.hi,
        valid=ALWAYS,
    )  # fmt: skip


@pytest.fixture
def city(db: Any) -> City:
    """The ground and its leaders."""
    with entered(Scope.system("test")), bulk_role():
        top = _division("4413", "city", "示例市", None)
        trio = _trio(top)
        posts = {}
        for code, name in COUNTIES.items():
            county = _division(code, "county", name, top)
            _division(
                f"{code}001001",
                "village",
                f"{name}一社区",
                _division(f"{code}001", "town", f"{name}一街道", county),
            )
            posts[code] = [_actor(_trio(county), line) for line in LINES[:1]]
            body = Body.objects.get(code=f"LEAD{county.code}")
            posts[code] += [_actor(body, line) for line in LINES[1:]]
        where = Jurisdiction.of("4413")
        incident = Incident.objects.create(
            code="rates", name="演练", pack="mosquito", pack_version=newest_pack("mosquito").version, lo=where.lo,
            hi=where.hi, legal_basis="law", deciding_organ="示例市防控指挥部", opened_at=INSIDE - timedelta(days=30),
        )  # fmt: skip
        made = City(incident, _actor(trio, LINES[0]), _actor(trio, LINES[1]), posts)
    forget()
    return made


def _trio(division: Division) -> Body:
    return Body.objects.create(
        kind="leading_trio", code=f"LEAD{division.code}", name=f"{division.name}领导小组", division=division,
        lo=division.lo, hi=division.hi, valid=ALWAYS,
    )  # fmt: skip


@pytest.fixture
def frozen(city: City) -> Week:
    """甲区 90 %, 乙区 97 %, 丙县 too small to be ranked; frozen on Monday morning."""
    city.people("441302", 40, sampled=36)
    city.people("441303", 100, sampled=97)
    city.people("441322", 5, sampled=0)
    with clock.at(FROZEN):
        return city.freeze()
