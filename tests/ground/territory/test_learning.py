"""What the desk decides becomes a name that its town knows."""

from __future__ import annotations

import pytest

from gangmu.ground.territory.actions import learn_alias
from gangmu.ground.territory.models import Alias
from gangmu.ground.territory.queries import address_index
from gangmu.kernel.area import Jurisdiction, area_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope, entered

DESK = Actor(None, None, Jurisdiction.of("441302001"), frozenset({"desk"}), label="desk of 桥东")
VILLAGE = area_of("441302001003")
ADDRESS = "惠城区桥东街道老糖厂宿舍3栋"


def teach(actor: Actor, text: str, area: int) -> bool:
    with entered(Scope.of(actor)):
        return learn_alias(actor, text, area)


def test_the_matcher_is_built_from_the_tables(ground: None) -> None:
    found = address_index().locate("惠城区桥东街道东湖社区荣灿嘉园3栋")
    assert (found.status, found.area) == ("match", 441302001001001001)


def test_a_zone_is_known_by_its_aliases(ground: None) -> None:
    assert address_index().locate("仲恺区惠环街道中星社区").code == "441302007001"


def test_a_taught_name_is_found_at_once(ground: None) -> None:
    assert address_index().locate(ADDRESS).status == "town"
    assert teach(DESK, " 老糖厂宿舍 ", VILLAGE)
    found = address_index().locate(ADDRESS)
    assert (found.status, found.code) == ("match", "441302001003")


def test_the_newest_teaching_of_a_town_counts(ground: None) -> None:
    teach(DESK, "老糖厂宿舍", VILLAGE)
    teach(DESK, "老糖厂宿舍", area_of("441302001001"))
    assert Alias.objects.filter(source="desk").count() == 1
    assert address_index().locate(ADDRESS).code == "441302001001"
    assert FactRow.objects.filter(kind="territory.alias_learnt").count() == 2


def test_teaching_the_same_again_writes_nothing(ground: None) -> None:
    teach(DESK, "老糖厂宿舍", VILLAGE)
    teach(DESK, "老糖厂宿舍", VILLAGE)
    assert FactRow.objects.filter(kind="territory.alias_learnt").count() == 1


def test_nobody_teaches_another_town_its_names(ground: None) -> None:
    assert not teach(DESK, "老糖厂宿舍", area_of("441302007001"))
    medic = Actor(None, None, Jurisdiction.of("441302001"), frozenset({"medic"}), label="medic")
    assert not teach(medic, "老糖厂宿舍", VILLAGE)
    assert not Alias.objects.filter(source="desk").exists()


@pytest.mark.parametrize(
    ("text", "area", "code"),
    [
        ("厂", VILLAGE, "alias_too_short"),
        ("厂" * 81, VILLAGE, "alias_too_long"),
        ("老糖厂", area_of("441302001"), "area_unknown"),
        ("老糖厂", area_of("441302001999"), "area_unknown"),
    ],
)
def test_what_cannot_be_taught_is_refused(ground: None, text: str, area: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        teach(DESK, text, area)
    assert refused.value.code == code
