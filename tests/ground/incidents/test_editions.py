"""A version of a pack is kept for good; an incident changes its rules, with a rule for those under the old ones."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from gangmu.ground.incidents.actions import NewIncident, add_edition, adopt_pack, open_incident
from gangmu.ground.incidents.models import Edition, Incident
from gangmu.ground.incidents.queries import newest_pack, pack_of, versions_of
from gangmu.ground.incidents.rules import PACKS
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered

pytestmark = pytest.mark.django_db
CITY = Jurisdiction.of("4413")
SYSTEM = Scope.system("test").actor
LEADER = Actor(1, 1, CITY, frozenset({"leader"}))
MOSQUITO = (PACKS / "mosquito-2025.8.toml").read_text(encoding="utf-8")
LOCAL = MOSQUITO.replace('version = "2025.8"', 'version = "2099.1"\nextends = "mosquito@2025.8"')


def incident(pack: str = "mosquito", drill: bool = False) -> Incident:
    with entered(Scope.of(SYSTEM)):
        return open_incident(SYSTEM, NewIncident("one", "一", pack, CITY, "传染病防治法", "市指挥部", drill))


def test_what_an_incident_opened_under_is_kept_and_never_changed() -> None:
    incident()
    assert Edition.objects.get(code="mosquito").text == MOSQUITO
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Edition.objects.update(text="")


def test_a_pack_of_the_citys_own_becomes_the_newest_and_the_same_again_changes_nothing() -> None:
    add_edition(SYSTEM, LOCAL)
    add_edition(SYSTEM, LOCAL)
    assert versions_of("mosquito") == ["2025.8", "2099.1"]
    assert newest_pack("mosquito").version == "2099.1"
    with pytest.raises(Refused, match="edition_differs"):
        add_edition(SYSTEM, LOCAL.replace("report = { minutes = 720 }", "report = { minutes = 60 }"))


def test_a_shipped_version_is_not_rewritten_and_nobody_adds_a_pack_from_a_page() -> None:
    with pytest.raises(Refused, match="edition_differs"):
        add_edition(SYSTEM, MOSQUITO.replace("report = { minutes = 720 }", "report = { minutes = 60 }"))
    with pytest.raises(Refused, match="not_allowed"):
        add_edition(LEADER, LOCAL)


def test_an_incident_takes_another_version_once_and_the_fact_says_what_becomes_of_people() -> None:
    one, command = incident(), uuid4()
    add_edition(SYSTEM, LOCAL)
    for _ in range(2):
        adopt_pack(LEADER, command, one.pk, "mosquito", "2099.1")
    assert pack_of(Incident.objects.get(pk=one.pk)).version == "2099.1"
    (fact,) = FactRow.objects.filter(kind="incident.pack_adopted")
    assert fact.data["rule"] == "shorter"


def test_a_drill_goes_from_the_ninth_edition_to_the_twenty_measures_and_not_back() -> None:
    one = incident("covid-9", drill=True)
    adopt_pack(LEADER, uuid4(), one.pk, "covid-20", "2022.11")
    with pytest.raises(Refused, match="pack_no_transition"):
        adopt_pack(LEADER, uuid4(), one.pk, "covid-9", "2022.6")


@pytest.mark.parametrize(
    ("actor", "pack", "code"),
    [
        (LEADER, "mosquito@1999.1", "pack_unknown"),
        (LEADER, "covid-20@2022.11", "pack_drill_only"),
        (LEADER, "typhoon@2025.6", "pack_no_transition"),
        (Actor(2, 2, CITY, frozenset({"desk"})), "mosquito@2025.8", "not_allowed"),
        (Actor(3, 3, Jurisdiction.of("441302"), frozenset({"leader"})), "mosquito@2025.8", "not_allowed"),
    ],
)
def test_a_change_of_rules_is_refused_in_words(actor: Actor, pack: str, code: str) -> None:
    one = incident()
    with pytest.raises(Refused, match=code):
        adopt_pack(actor, uuid4(), one.pk, *pack.split("@"))
    assert Incident.objects.get(pk=one.pk).pack_version == "2025.8"
