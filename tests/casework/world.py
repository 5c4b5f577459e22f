"""A small ground for casework: two villages of one town, their trios, an office, reviewers, one incident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import tomlkit
from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.casework import actions, queries
from gangmu.casework.models import Task
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.actions import add_edition
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.incidents.rules import Pack
from gangmu.ground.organization import queries as organization
from gangmu.ground.organization.models import Body, Ground, Holding, Post
from gangmu.ground.register.models import Person, Presence
from gangmu.ground.territory import queries as territory
from gangmu.ground.territory.models import Division
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction, area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import mask_number, mask_phone, vault

ALWAYS = DateRange(date(2020, 1, 1), None)
HERE, THERE = area_of("441302001001001"), area_of("441302001002001")
KIND = "ground_verification"
FOUND = {
    "count_clear": True,
    "identity_clear": True,
    "location_clear": True,
    "control_clear": True,
    "sampled": True,
}
OWN = count(1)  # an edition is kept for good, also by a process whose tables are emptied
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@dataclass
class World:
    """The people and the ground."""

    incident: Incident
    cadre: Actor
    police: Actor
    far_cadre: Actor
    desk: Actor
    comparer: Actor
    gatekeeper: Actor

    def person(self, name: str, area: int = HERE, document: str = "", phone: str = "") -> int:
        """Somebody with a presence."""
        with entered(Scope.system("test")), bulk_role():
            person = Person.objects.create(
                name=name,
                document_kind="resident_id" if document else "none",
                document_hash=vault().fingerprint("document", f"resident_id:{document}")
                if document
                else None,
                document_sealed=vault().seal("document", document),
                document_mask=mask_number(document),
                phone_hash=vault().fingerprint("phone", phone) if phone else None,
                phone_sealed=vault().seal("phone", phone),
                phone_mask=mask_phone(phone),
                created_at=clock.now(),
            )
            Presence.objects.create(
                person=person,
                area=area,
                incident_id=self.incident.pk,
                source="pushed",
                since=clock.now(),
            )
        return int(person.pk)

    def task(
        self, name: str = "居民甲", area: int = HERE, person: int | None = None, kind: str = KIND, **more: Any
    ) -> int:
        """An open task about somebody."""
        known = self.person(name, area) if person is None else person
        with entered(Scope.system("test")) as scope:
            new = actions.NewTask(kind, self.incident, "arrival", known, area, name, f"{name}的门", **more)
            return actions.open_task(scope.actor, uuid4(), new)[0]

    def status(self, task_id: int) -> str:
        """Where a task stands."""
        with entered(Scope.system("test")):
            return str(Task.objects.get(pk=task_id).status)

    def do(self, actor: Actor, action: Any, task_id: int, *args: Any, command: Any = None) -> Any:
        """One action on a task as a page does it: look, then act, in one transaction."""
        with seen(actor, task_id) as task:
            return action(actor, command or uuid4(), task, *args)

    def reported(self, name: str = "居民甲", **answers: Any) -> int:
        """A task that the police officer has reported as found."""
        task_id = self.task(name)
        self.do(self.police, actions.report, task_id, "found", {**FOUND, **answers})
        return task_id


@contextmanager
def seen(actor: Actor, task_id: int) -> Iterator[Task]:
    """A transaction of an actor in which he has looked at a task."""
    with entered(Scope.of(actor)) as scope:
        yield queries.case(scope, task_id)


@contextmanager
def own_pack(world: World, **changes: Any) -> Iterator[World]:
    """The world with an incident under an edition of the test's own: the mosquito pack with some changes."""
    mosquito = newest_pack("mosquito").model_dump()
    own = Pack.model_validate({**mosquito, "code": f"own{next(OWN)}", **changes})
    with entered(Scope.system("test")) as scope:
        add_edition(scope.actor, tomlkit.dumps(own.model_dump(mode="json", exclude_none=True)))
        with bulk_role():
            opened = incident(own)
    yield replace(world, incident=opened)


def build() -> World:
    """Make it all; as the bulk role, since row security would hide it while it is being made."""
    territory.forget()
    organization.forget()
    with entered(Scope.system("test")), bulk_role():
        town = division("441302001", "town", "甲街道", None)
        bodies = {}
        for code, name, area in (("441302001001", "东社区", HERE), ("441302001002", "西社区", THERE)):
            village = division(code, "village", name, town)
            bodies[area] = body("trio", code, f"{name}三人小组", village)
            Ground.objects.create(body=bodies[area], area=area, valid=ALWAYS)
        office = body("joint_office", "441302001-office", "甲街道合署办公点", town)
        return World(
            incident(newest_pack("mosquito")),
            actor(bodies[HERE], "cadre"),
            actor(bodies[HERE], "police"),
            actor(bodies[THERE], "cadre"),
            actor(office, "desk"),
            actor(office, "comparer"),
            actor(office, "gatekeeper"),
        )


def incident(pack: Pack) -> Incident:
    return Incident.objects.create(
        code=f"test-{pack.code}", name="演练", pack=pack.code, pack_version=pack.version, lo=0, hi=10**18,
        legal_basis="law", deciding_organ="organ", opened_at=clock.now(),
    )  # fmt: skip


def division(code: str, level: str, name: str, parent: Division | None) -> Division:
    where = Jurisdiction.of(code)
    return Division.objects.create(
        code=code.ljust(12, "0"), level=level, name=name, short_name=name, parent=parent,
        lo=where.lo, hi=where.hi, valid=ALWAYS,
    )  # fmt: skip


def body(kind: str, code: str, name: str, division: Division) -> Body:
    return Body.objects.create(
        kind=kind, code=code, name=name, division=division, lo=division.lo, hi=division.hi, valid=ALWAYS
    )


def actor(body: Body, role: str) -> Actor:
    user = User.objects.create_user(f"{body.code}-{role}", name=f"{body.name}{role}")
    post = Post.objects.create(body=body, role=role, title=f"{body.name}{role}")
    Holding.objects.create(user=user, post=post, valid=ALWAYS)
    actor = organization.actor_of(user, post.pk)
    assert actor is not None
    return actor
