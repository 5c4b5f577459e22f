"""The small ground of casework under a city, with push clerks, and lists written by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from gangmu.control.intake import actions
from gangmu.control.intake.models import Batch, Row
from gangmu.control.intake.queries import ledger_of
from gangmu.ground.organization import queries as organization
from gangmu.ground.register.rules.documents import check_digit
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget as forget_ground
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World, actor, body, build, division

HEADER = ("姓名", "证件号码", "联系电话", "现住址", "风险类别", "数据编号")
EAST, WEST = "惠州市惠城区甲街道东社区3栋501", "惠州市惠城区甲街道西社区8号"
PARTS = ("tasks", "merged", "handed_over", "out_of_city", "refused", "waiting")
Said = Sequence[str]


def document(number: int) -> str:
    """The right identity number of nobody: its region was never given out."""
    seventeen = f"99{number // 1000:04d}19800101{number % 1000:03d}"
    return seventeen + check_digit(seventeen)


def person(number: int, address: str = EAST, name: str = "", phone: str = "", ref: str = "") -> Said:
    """A row about person `number`, with everything that a good row has."""
    names = f"李{chr(0x4E10 + number // 100)}{chr(0x5E00 + number % 100)}"
    return name or names, document(number), phone or f"154{number:08d}", address, "密切接触者", ref


def listed(rows: Sequence[Said], note: str = "") -> bytes:
    """A list as a CSV file in UTF-8; `note` makes a different file of the same people."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return (out.getvalue() + note).encode()


@dataclass
class Intake:
    """A ground with clerks: of the city, and of the eastern village alone."""

    world: World
    clerk: Actor
    eastern_clerk: Actor

    def upload(
        self,
        rows: Sequence[Said],
        note: str = "",
        actor: Actor | None = None,
        slot: str = "18:00",
        *,
        unattended: bool = True,
    ) -> int:
        """A file that is read and handed to the worker."""
        clerk = actor or self.clerk
        with entered(Scope.of(clerk)):
            data = listed(rows, note)
            batch_id = actions.upload(clerk, uuid4(), self.world.incident, slot, "list.csv", data)
            batch = Batch.objects.get(pk=batch_id)
            if batch.status == "uploaded":
                batch = actions.prepare(clerk, batch, unattended=unattended)
            if batch.status == "ready":
                actions.commit(clerk, uuid4(), batch)
        return batch_id

    def settle(self, batch_id: int) -> bool:
        """What the worker does."""
        with entered(Scope.system("test push")) as scope:
            return actions.process(scope.actor, batch_id)

    def push(
        self, rows: Sequence[Said], note: str = "", actor: Actor | None = None, slot: str = "18:00"
    ) -> int:
        """A file pushed and settled."""
        batch_id = self.upload(rows, note, actor, slot)
        self.settle(batch_id)
        return batch_id

    def ledger(self, batch_id: int) -> dict[str, int]:
        """The ledger, after making sure that it balances and agrees with its rows."""
        with entered(Scope.system("test")) as scope:
            found = dict(ledger_of(scope, batch_id))
            outcomes = [row.outcome for row in self.rows(batch_id)]
        assert found["received"] == sum(found[part] for part in PARTS) == len(outcomes)
        for part in PARTS:
            assert found[part] == outcomes.count("task" if part == "tasks" else part), part
        return found

    def counts(self, batch_id: int) -> dict[str, int]:
        """The parts of the ledger that are not nought."""
        return {part: n for part, n in self.ledger(batch_id).items() if n and part != "received"}

    def rows(self, batch_id: int) -> list[Any]:
        """The rows as they stand."""
        with entered(Scope.system("test")):
            return list(Row.objects.filter(batch_id=batch_id).order_by("number"))


def found() -> Intake:
    """The ground of casework below a county and a city."""
    world = build()
    with entered(Scope.system("test")), bulk_role():
        city = division("441300", "city", "惠州市", None)
        county = division("441302", "county", "惠城区", city)
        Division.objects.filter(level="town").update(parent=county)
        east = Division.objects.get(code="441302001001")
        offices = [
            body("push_office", f"push-{unit.code}", f"{unit.name}推送专班", unit) for unit in (city, east)
        ]
        clerks = [actor(office, "push_clerk") for office in offices]
    organization.forget()
    forget_ground()
    return Intake(world, *clerks)


@pytest.fixture
def intake(db: Any) -> Intake:
    """The ground with clerks, inside the test's own transaction."""
    return found()


@pytest.fixture
def committed(transactional_db: Any) -> Intake:
    """The same, committed, for tests in which several connections meet."""
    return found()
