"""The outsider who guesses addresses: a post of another county finds nothing, whatever its role.

The tests are made from the URL configuration: an address with a parameter that IDS does not know fails here, so
that nobody forgets to say what an outsider must not reach by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from gangmu.casework.models import ProofPart, Report, Task
from gangmu.casework.rules import PROOF_PURPOSE
from gangmu.command.modes.models import Plan, PlanTown
from gangmu.control.intake.models import Batch, Row, Slot
from gangmu.control.roster.models import Import
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import newest_pack
from gangmu.ground.organization.models import Body, Holding, Post, Role, StaffList
from gangmu.ground.register.models import Household, IdentityQuestion, Person, Presence
from gangmu.kernel.area import area_of, span
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from gangmu.kernel.vault import vault
from tests.architecture.addresses import Address, addresses
from tests.architecture.insiders import (
    ALWAYS,
    HERE,
    MOMENT,
    NAME,
    a_body,
    of_a_member,
    of_a_resident,
    of_a_week,
    of_a_zone,
    of_an_order,
    of_duty,
    of_notices,
    of_sampling,
    of_seals,
    of_the_office,
)

pytestmark = pytest.mark.django_db
ELSEWHERE = "441322105201"
ABSENT = 999_999_999
REFUSED = {401, 403, 404, 405}


@dataclass(frozen=True)
class Case:
    """Somebody's data, and what every parameter of an address has to be to point at it."""

    ids: dict[str, Any]


def staff() -> list[Address]:
    """The addresses that need a post."""
    return [address for address in addresses() if not address.public]


WITH_IDS = [address for address in staff() if address.parameters]
LISTS = [address for address in staff() if not address.parameters and not address.of_api]


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What is made once for all tests of this file; each of them rolls back what it adds itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def case(ground: None) -> Case:
    """A pushed person in one village of 惠城: his batch, his row at the desk, his task."""
    body = a_body("trio", HERE)
    post = Post.objects.create(body=body, role="medic", title=NAME)
    holding = Holding.objects.create(user=User.objects.create_user("x-1", name=NAME), post=post, valid=ALWAYS)
    incident = Incident.objects.create(
        code="x", name="x", pack="mosquito", pack_version=newest_pack("mosquito").version, lo=0, hi=10**18,
        legal_basis="x", deciding_organ="x", opened_at=MOMENT,
    )  # fmt: skip
    lo, hi = span(area_of(HERE))
    near = Incident.objects.create(
        code="near", name=NAME, pack="mosquito", pack_version=newest_pack("mosquito").version, lo=lo, hi=hi,
        legal_basis="x", deciding_organ="x", opened_at=MOMENT,
    )  # fmt: skip
    slot = Slot.objects.create(incident=incident, day=date(2026, 3, 2), name="18:00")
    area = area_of(HERE)
    with entered(Scope.system("test")), bulk_role():
        person = Person.objects.create(name=NAME, document_mask="441***1", created_at=MOMENT)
        Presence.objects.create(person=person, area=area, source="pushed", since=MOMENT)
        twin = Person.objects.create(name=NAME, created_at=MOMENT)
        Presence.objects.create(person=twin, area=area, source="door", since=MOMENT)
        staff = StaffList.objects.create(
            area=area, filename=NAME, digest=b"x", sealed=vault().seal("staff_list", "{}"), by="x", at=MOMENT
        )
        household = Household.objects.create(area=area, label=NAME, created_at=MOMENT)
        question = IdentityQuestion.objects.create(
            person=twin, other=person, area=area, because="identity_candidate", asked_at=MOMENT
        )
        task = Task.objects.create(
            kind="ground_verification", category="contact", name=NAME, incident=incident, owner=body, area=area,
            person=person, created_at=MOMENT, due_at=MOMENT,
        )  # fmt: skip
        report = Report.objects.create(
            task=task, by=User.objects.create_user("late", name="x"), post_id=1, at=MOMENT, outcome="found",
            answers={"note": NAME}, late=True, command_id=UUID(int=1),
        )  # fmt: skip
        sealed = vault().seal(PROOF_PURPOSE, NAME)
        ProofPart.objects.create(report=report, proof=UUID(int=2), number=0, of=1, sealed=sealed, at=MOMENT)
        batch = Batch.objects.create(
            slot=slot, area=area, lo=area, hi=area + 10**6, filename=f"{NAME}.csv", digest=b"x" * 32, size=1,
            pushed_at=MOMENT,
        )  # fmt: skip
        row = Row.objects.create(
            batch=batch, number=1, outcome="waiting", area=area, name=NAME, address=NAME, person=person
        )
        register = Import.objects.create(
            area=area, lo=area, hi=area + 10**6, filename=f"{NAME}.csv", size=1, uploaded_at=MOMENT
        )
        week = of_duty(body, area)
        more = of_the_office(body) | of_a_member(body) | of_a_zone(body, incident)
        more |= of_an_order(incident, person, area)
        more |= of_seals(body, more["order_id"])
        more |= of_sampling(person, incident, area)
        more |= of_a_week(body)
        his = of_a_resident(person, incident, body, area)
        plan = Plan.objects.create(area=area, name=NAME, mechanism="third", anew=False, made_at=MOMENT)
        PlanTown.objects.create(plan=plan, area=area, trios_before=1, heaviest_before=1)
        told = of_notices(body, area)
    return Case(
        {
            **told,
            "batch_id": batch.pk,
            "push_id": batch.pk,
            "row_id": row.pk,
            "task_id": task.pk,
            "report_id": report.pk,
            "proof_id": UUID(int=2),
            "person_id": person.pk,
            "question_id": question.pk,
            "what": "document",
            "import_id": register.pk,
            **week,
            "post_id": post.pk,
            "body_id": body.pk,
            "holding_id": holding.pk,
            "household_id": household.pk,
            "list_id": staff.pk,
            **more,
            "plan_id": plan.pk,
            **his,
            "incident_id": near.pk,
        }
    )


@pytest.fixture(scope="module")
def outsiders(ground: None) -> dict[str, Client]:
    """Somebody of 博罗 in each role there is, signed in."""
    body = a_body("trio", ELSEWHERE)
    return {role.value: _signed_in(role.value, Post(body=body, role=role, title="x")) for role in Role}


@pytest.fixture(scope="module")
def nobody(ground: None) -> Client:
    """Somebody without a post, signed in."""
    return _signed_in("nobody", None)


def test_every_parameter_of_an_address_is_known_here(case: Case) -> None:
    unknown = {name for address in WITH_IDS for name in address.parameters} - case.ids.keys()
    assert unknown == set(), (
        f"say in this file what {unknown} would have to be to point at somebody else's data"
    )


@pytest.mark.parametrize("address", WITH_IDS, ids=lambda address: address.route)
def test_an_outsider_who_guesses_an_id_finds_nothing(
    address: Address, outsiders: dict[str, Client], case: Case
) -> None:
    """404 or 403, or else exactly what an id that does not exist gets: nothing tells the two apart."""
    absent = {name: ABSENT if isinstance(value, int) else value for name, value in case.ids.items()}
    for role, client in outsiders.items():
        found = _tried(client, address, case.ids)
        if {said for said, _ in found} - REFUSED:
            nothing = _tried(client, address, absent)
            assert [said for said, _ in found] == [said for said, _ in nothing], role
            assert all(
                said >= 300 or one == other for (said, one), (_, other) in zip(found, nothing, strict=True)
            )
        assert all(said < 500 and NAME not in content for said, content in found), role


@pytest.mark.parametrize("address", LISTS, ids=lambda address: address.route or "home")
def test_a_list_shows_an_outsider_nothing_of_others(
    address: Address, outsiders: dict[str, Client], case: Case
) -> None:
    for role, client in outsiders.items():
        answer = client.get(f"/{address.route}")
        assert answer.status_code < 500, role
        assert NAME not in _text(answer), role


@pytest.mark.parametrize("address", [a for a in addresses() if a.by_link], ids=lambda address: address.route)
def test_a_page_of_a_resident_opens_to_nobody_who_has_no_link(address: Address, case: Case) -> None:
    for link in ("x" * 24, "0"):
        for said, content in _tried(Client(), address, {**case.ids, "token": link}):
            assert said in {404, 405}
            assert NAME not in content


def test_a_search_for_somebody_elsewhere_finds_nobody(outsiders: dict[str, Client], case: Case) -> None:
    for role, client in outsiders.items():
        shown = _text(client.get("/search/", {"q": NAME}))
        assert f"/tasks/{case.ids['task_id']}/" not in shown, role
        assert f"/persons/{case.ids['person_id']}/" not in shown, role


@pytest.mark.parametrize("address", staff(), ids=lambda address: address.route or "home")
def test_whoever_is_not_signed_in_is_sent_to_the_door(address: Address, case: Case) -> None:
    path = address.at(case.ids)
    answers = [answer for answer in (Client().get(path), Client().post(path)) if answer.status_code != 405]
    assert answers
    for answer in answers:
        if address.of_api:
            assert answer.status_code == 401
        else:
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("address", staff(), ids=lambda address: address.route or "home")
def test_somebody_without_a_post_sees_nothing(address: Address, nobody: Client, case: Case) -> None:
    path = address.at(case.ids)
    said = {nobody.get(path).status_code, nobody.post(path).status_code} - {405}
    assert said and said <= {401, 403}


def test_the_insider_does_see_it(case: Case) -> None:
    """Or all of the above would prove nothing."""
    with entered(Scope.system("test")):
        assert (
            Person.objects.within(Scope.system("test"), "presences__area")
            .filter(pk=case.ids["person_id"])
            .exists()
        )
    client = _signed_in("insider", Post(body=Body.objects.get(code=HERE), role=Role.CADRE, title="x"))
    answer = client.get(f"/tasks/{case.ids['task_id']}/")
    assert answer.status_code == 200
    assert NAME in answer.content.decode()


def _signed_in(username: str, post: Post | None) -> Client:
    user = User.objects.create_user(username, name="x")
    if post is not None:
        post.save()
        Holding.objects.create(user=user, post=post, valid=ALWAYS)
    client = Client(raise_request_exception=False)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _text(answer: HttpResponseBase) -> str:
    if answer.streaming:
        return b"".join(answer.streaming_content).decode(errors="replace")  # type: ignore[attr-defined]
    return answer.content.decode(errors="replace")  # type: ignore[attr-defined,no-any-return]


def _tried(client: Client, address: Address, ids: dict[str, Any]) -> list[tuple[int, str]]:
    path = address.at(ids)
    answers = [client.get(path)]
    # `doors.access.page` asks its policy before it looks at the method: what it refuses once, it refuses.
    if answers[0].status_code == 403 and hasattr(address.view, "may"):
        return [(403, _text(answers[0]))]
    answers.append(client.post(path))
    # Who is refused is refused before a page asks how it was called.
    if answers[-1].status_code not in REFUSED:
        answers.append(client.post(path, headers={"HX-Request": "true"}))
    return [(answer.status_code, _text(answer)) for answer in answers]
