"""Nothing is collected before an incident is open, and none opens without a basis and an organ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gangmu.ground.incidents import queries
from gangmu.ground.incidents.actions import NewIncident, open_incident
from gangmu.ground.incidents.models import Incident
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered

pytestmark = pytest.mark.django_db
CITY = Jurisdiction.of("4413")
NEW = NewIncident("mosquito", "蚊媒传染病防控", "mosquito", CITY, "传染病防治法", "市指挥部")
SYSTEM = Scope.system("test")


def opened(new: NewIncident, actor: Actor = SYSTEM.actor) -> Incident:
    with entered(Scope.of(actor)):
        return open_incident(actor, new)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"legal_basis": "  "}, "basis_missing"),
        ({"deciding_organ": ""}, "organ_missing"),
        ({"pack": "plague"}, "pack_unknown"),
        ({"pack": "covid-20"}, "pack_drill_only"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(replace(NEW, **change))
    assert refused.value.code == code
    assert not Incident.objects.exists()


def test_opening_twice_is_one_incident_under_the_newest_pack() -> None:
    first = opened(NEW)
    assert opened(NEW).pk == first.pk
    assert (queries.pack_of(first).code, queries.pack_of(first)) == (
        "mosquito",
        queries.newest_pack("mosquito"),
    )
    assert FactRow.objects.filter(kind="incident.opened").count() == 1


def test_an_incident_of_a_county_does_not_reach_into_the_zone_cut_out_of_it() -> None:
    zone = Jurisdiction.of("441302007")
    county = Jurisdiction.of("441302")
    without = Jurisdiction(county.lo, county.hi, ((zone.lo, zone.hi),))
    found = queries.territory_of(Incident.objects.get(pk=opened(replace(NEW, territory=without)).pk))
    assert found == without and found <= without and zone.lo not in found


def test_a_closed_incident_is_not_opened_again() -> None:
    Incident.objects.filter(pk=opened(NEW).pk).update(closed_at=clock.now())
    with pytest.raises(Refused, match="incident_closed"):
        opened(NEW)


def test_a_push_goes_to_the_only_live_incident() -> None:
    live = opened(NEW)
    drill = opened(replace(NEW, code="drill", pack="covid-20", drill=True))
    assert queries.incident_for_push() == live
    assert queries.incident_for_push("drill") == drill
    opened(replace(NEW, code="second"))
    assert queries.incident_for_push() is None
    assert queries.open_incidents(SYSTEM)[-1] == drill


def test_a_leader_opens_incidents_on_his_own_ground_only() -> None:
    leader = Actor(1, 1, Jurisdiction.of("441322"), frozenset({"leader"}))
    with pytest.raises(Refused, match="not_allowed"):
        opened(NEW, leader)
    assert opened(replace(NEW, territory=Jurisdiction.of("441322001")), leader).pk


def test_an_incident_elsewhere_is_not_listed() -> None:
    opened(replace(NEW, territory=Jurisdiction.of("441322")))
    assert queries.open_incidents(SYSTEM.narrowed(Jurisdiction.of("441302"))) == []
