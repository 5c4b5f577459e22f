"""What a desk's decision about an address teaches."""

from __future__ import annotations

import pytest

from gangmu.control.intake.models import Row
from gangmu.control.intake.queries import Waiting
from gangmu.doors.desk.queries.doubt import lesson_of
from gangmu.ground.territory.queries import forget
from tests.casework.world import World


@pytest.fixture(autouse=True)
def no_ground_of_other_tests(db: None) -> None:
    """What another test's process has kept of its ground is forgotten."""
    forget()


@pytest.mark.parametrize(
    ("address", "learn", "teach"),
    [
        ("博罗县罗阳街道翠园社区3栋101", "翠园社区", True),
        ("惠州市惠城区江北街道老糖厂宿舍", "老糖厂宿舍", True),
        ("惠城区江北街道老厂3栋", "老厂", False),
        ("惠城区江北街道菜市场附近", "菜市场附近", False),
        ("惠城区江北街道3栋201", "", False),
        ("惠城区江北街道", "", False),
    ],
)
def test_a_name_is_taught_unless_told_not_to_and_nothing_else_is(
    address: str, learn: str, teach: bool
) -> None:
    assert lesson_of(Waiting(Row(address=address), False, [])) == {"learn": learn, "teach": teach}


def test_of_two_places_named_side_by_side_nothing_is_learnt_unasked(world: World) -> None:
    assert lesson_of(Waiting(Row(address="甲街道东社区"), False, []))["teach"]
    assert not lesson_of(Waiting(Row(address="甲街道东社区、西社区"), False, []))["teach"]
