"""Everybody inside sees the rules: notices, banners, the list of the phone, the needs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gangmu.control.zones import actions
from gangmu.control.zones.queries import Asked, needs_inside
from gangmu.ground.accounts.models import AccessLog, User
from gangmu.ground.register.models import CareNeed, Person
from gangmu.ground.territory.queries import forget
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.facts import react_to
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import HERE, THERE, actor, body, division
from tests.control.zones.conftest import EAST_VILLAGE, WEST_VILLAGE, Town
from tests.control.zones.test_course import day

EAST = Asked("grids", EAST_VILLAGE)
TOLD = (
    "SELECT n.kind, u.username FROM notices_notice n JOIN accounts_user u ON u.id = n.user_id ORDER BY 1, 2"
)


def signed_in(who: Actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=who.user_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_trios_and_offices_inside_are_told_once_and_nobody_else(town: Town) -> None:
    with clock.at(day(0)):
        town.declared(EAST)
        for _again in range(2):
            for pk in FactRow.objects.filter(kind="zones.declared").values_list("pk", flat=True):
                react_to(pk)
    with entered(Scope.system("test")), bulk_role():
        told = fetch(TOLD)
    assert {kind for kind, _who in told} == {"zone_declared"}
    names = [who for _kind, who in told]
    assert len(names) == len(set(names))
    assert {name.rpartition("-")[0] for name in names} == {EAST_VILLAGE, "441302001-office"}


@pytest.mark.parametrize(
    ("ground", "level"),
    [("441302001", "441302"), ("441302 441322", "4413")],
    ids=["one county", "two counties"],
)
def test_a_proposal_goes_to_whoever_can_decide_about_all_of_it(town: Town, ground: str, level: str) -> None:
    with entered(Scope.system("test")), bulk_role():
        city = division("4413", "city", "某市", None)
        leaders = {
            "441302": town.leader, "4413": actor(body("leading_trio", "LEAD-CITY", "市领导小组", city), "leader")
        }  # fmt: skip
    forget()
    who = leaders[level]
    with clock.at(day(0)):
        zone = town.begin(Asked("grids", ground), who=who)
        town.do(who, actions.declare, zone)
    with clock.at(day(25)):
        with entered(Scope.system("zones")) as scope:
            assert actions.propose_due(scope.actor) == 1
        react_to(FactRow.objects.get(kind="zones.proposed").pk)
        with entered(Scope.system("test")), bulk_role():
            told = fetch("SELECT n.user_id FROM notices_notice n WHERE n.kind = 'zone_proposed'")
    assert told == [(who.user_id,)]


def test_the_rules_are_at_every_door_inside_and_at_no_other(town: Town) -> None:
    with clock.at(day(0)):
        inside = town.world.task("居民甲", HERE)
        outside = town.world.task("居民乙", THERE)
        zone = town.declared(EAST)
        rule = "每周清积水一次"
        for who, path, shown in (
            (town.world.cadre, f"/field/tasks/{inside}/", True),
            (town.world.far_cadre, f"/field/tasks/{outside}/", False),
            (town.world.desk, f"/tasks/{inside}/", True),
            (town.world.desk, f"/tasks/{outside}/", False),
            (town.world.cadre, f"/zones/{zone}/", True),
        ):
            answer = signed_in(who).get(path)
            assert answer.status_code == 200
            assert (rule in answer.content.decode()) == shown, path
        assert signed_in(town.world.far_cadre).get(f"/zones/{zone}/").status_code == 404
        with entered(Scope.system("test")):
            person = Person.objects.get(name="居民甲")
        assert rule in signed_in(town.world.desk).get(f"/persons/{person.pk}/").content.decode()


def test_the_list_of_the_phone_names_the_zone_and_changes_with_it(town: Town) -> None:
    with clock.at(day(0)):
        town.world.task("居民甲", HERE)
        client = signed_in(town.world.cadre)
        before = client.get("/api/v1/field/tasks")
        assert before.json()["zones"] == [] and before.json()["tasks"][0]["zone"] == 0
        zone = town.declared(EAST)
        after = client.get("/api/v1/field/tasks", headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert after.json()["tasks"][0]["zone"] == zone
        (told,) = after.json()["zones"]
        assert told["level"] == ["警戒区", "alert area"] and told["hotline"] == "12345"


def needy(town: Town, name: str, area: int, kind: str) -> int:
    person = town.world.person(name, area, phone="+8613900000001")
    with entered(Scope.system("test")), bulk_role():
        CareNeed.objects.create(
            person_id=person, area=area, incident_id=town.world.incident.pk, kind=kind, source="door",
            noted_by="x", noted_at=clock.now(),
        )  # fmt: skip
    return person


def test_needs_inside_are_counted_and_named_on_ones_own_ground_and_the_look_is_logged(town: Town) -> None:
    with clock.at(day(0)):
        here = needy(town, "居民甲", HERE, "dialysis")
        needy(town, "居民乙", THERE, "infant")
        zone = town.declared(Asked("grids", f"{EAST_VILLAGE} {WEST_VILLAGE}"))
        page = signed_in(town.world.cadre).get(f"/zones/{zone}/needs/").content.decode()
        assert "居民甲" in page and "居民乙" not in page and "13900000001" not in page
        export: Any = signed_in(town.world.desk).get(f"/zones/{zone}/needs.csv")
        assert b"".join(export.streaming_content).decode().count("\r\n") == 3
        with entered(Scope.of(town.leader)) as scope:
            assert len(needs_inside(scope, town.zone(zone))) == 2
        count = signed_in(town.world.desk).get(f"/zones/{zone}/").content.decode()
        assert "透析" in count
    acts = AccessLog.objects.filter(person_id=here, detail=f"needs in zone {zone}").values_list(
        "act", flat=True
    )
    assert sorted(acts) == ["export", "open"]
