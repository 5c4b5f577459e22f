"""Nobody is given more duty than the cap by accident: it takes a reason, and the reason stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.organization.actions import cover_shift
from gangmu.ground.organization.models import Holding, Shift
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import build

SYSTEM = Scope.system("test").actor
EIGHT = datetime(2027, 3, 1, 0, 0, tzinfo=UTC)  # eight in the morning in Shanghai
DAY, SHIFT = timedelta(days=1), timedelta(hours=12)


@pytest.fixture
def medic(db: None) -> Holding:
    """Somebody with six shifts of twelve hours in a week: as many as the cap allows."""
    held = Holding.objects.select_related("user", "post__body").get(user_id=build().police.user_id)
    for day in range(6):
        begin = EIGHT + day * DAY
        during = DateTimeTZRange(begin, begin + SHIFT)
        Shift.objects.create(post=held.post, user=held.user, body=held.post.body, during=during)
    return held


def cover(held: Holding, day: int, over_cap: str = "") -> int:
    begin, post = EIGHT + day * DAY, held.post
    with entered(Scope.system("test")):
        given = (SYSTEM, uuid4(), post.body, post, held.user, begin, begin + SHIFT, "缺人")
        return cover_shift(*given, over_cap=over_cap)


def test_a_seventh_day_is_refused(medic: Holding) -> None:
    with pytest.raises(Refused) as refused:
        cover(medic, 6)
    assert refused.value.code == "over_cap"
    assert refused.value.params["hours7"] == "84/72"
    assert Shift.objects.filter(user=medic.user, during__startswith__gte=EIGHT).count() == 6


def test_with_a_reason_it_is_written_and_the_reason_is_kept(medic: Holding) -> None:
    shift = cover(medic, 6, "台风登陆，无人可替")
    fact = FactRow.objects.get(kind="organization.cap_crossed", subject_id=medic.user_id)
    assert fact.data["reason"] == "台风登陆，无人可替"
    assert fact.data["figures"] == {"hours7": 84}
    assert Shift.objects.get(pk=shift).user_id == medic.user_id


def test_below_the_cap_nobody_asks(medic: Holding) -> None:
    cover(medic, 8)
    assert not FactRow.objects.filter(kind="organization.cap_crossed").exists()
