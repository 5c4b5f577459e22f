"""What a desk's decision about an address teaches."""

from __future__ import annotations

import pytest

from gangmu.control.intake.models import Row
from gangmu.control.intake.queries import Waiting
from gangmu.doors.desk.queries.doubt import lesson_of


@pytest.mark.django_db
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
