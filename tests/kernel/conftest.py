"""A small piece of ground under the mechanisms: one incident, one body, tasks and batches anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gangmu.casework.models import Task
from gangmu.control.intake.models import Batch, Slot
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.models import Body
from gangmu.ground.territory.models import Division
from gangmu.kernel.area import Jurisdiction, area_of
from gangmu.kernel.scope import Actor

MOMENT = datetime(2026, 3, 2, 8, tzinfo=UTC)
TOWN = area_of("441302001")


@dataclass(frozen=True)
class Ground:
    """What a row of work needs to stand on."""

    incident: Incident
    body: Body
    slot: Slot

    def task(self, area: int = TOWN, **values: Any) -> Task:
        """An unsaved task."""
        given = {
            "kind": "verification",
            "category": "contact",
            "name": "x",
            "created_at": MOMENT,
            "due_at": MOMENT,
            "claimed_at": MOMENT,
        }
        return Task(area=area, incident=self.incident, owner=self.body, **{**given, **values})

    def batch(self, number: int, **values: Any) -> Batch:
        """An unsaved batch; the number tells files apart."""
        digest = number.to_bytes(32, "big")
        range_of_batch = {"area": TOWN, "lo": TOWN, "hi": TOWN + 1}
        given = {"filename": "x.csv", "size": 1, "pushed_at": MOMENT}
        return Batch(slot=self.slot, digest=digest, **{**range_of_batch, **given, **values})


@pytest.fixture
def ground(db: None) -> Ground:
    """An incident, a body and a slot; none of them is bound by row security."""
    always = DateRange(date(2020, 1, 1), None)
    town = Division.objects.create(
        code="441302001000", level="town", name="t", short_name="t", lo=TOWN, hi=TOWN + 10**9, valid=always
    )
    incident = Incident.objects.create(
        code="x", name="x", pack="x", pack_version="1", lo=0, hi=1, legal_basis="x", deciding_organ="x",
        opened_at=MOMENT,
    )  # fmt: skip
    body = Body.objects.create(
        kind="trio", code="x", name="x", division=town, lo=town.lo, hi=town.hi, valid=always
    )
    slot = Slot.objects.create(incident=incident, day=date(2026, 3, 2), name="18:00")
    return Ground(incident, body, slot)


def member(where: Jurisdiction, user: int = 1) -> Actor:
    """Somebody whose post answers for this ground."""
    return Actor(user, 10, where)
