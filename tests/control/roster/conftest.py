"""The small ground of intake, and registers written by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from gangmu.control.roster import actions
from gangmu.control.roster.models import Entry, Import, Line
from gangmu.control.roster.queries import LEDGER, import_in, lines_back
from gangmu.ground.register.models import Household, IdentityQuestion, Person, Presence
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.control.intake.conftest import Intake, document, found

HEADER = ("姓名", "证件号码", "联系电话", "性别", "网格编码", "现住址")
EAST, WEST = "441302001001", "441302001002"
Said = Sequence[str]


def resident(number: int, door: str = "东街1号", code: str = EAST, **other: str) -> Said:
    """A line about person `number`, with everything that a good line has."""
    name = other.get("name", f"李{chr(0x4E10 + number // 100)}{chr(0x5E00 + number % 100)}")
    papers = other.get("document", document(number))
    return name, papers, other.get("phone", f"154{number:08d}"), other.get("sex", ""), code, door


def register(rows: Sequence[Said], header: Said = HEADER, encoding: str = "utf-8") -> bytes:
    """A register as a CSV file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode(encoding)


@dataclass
class Roster:
    """A ground with a clerk of the city, and one of the eastern village alone."""

    clerk: Actor
    eastern_clerk: Actor

    def upload(self, data: bytes, actor: Actor | None = None) -> Import:
        """A file that is read; started if it can be."""
        clerk = actor or self.clerk
        with entered(Scope.of(clerk)) as scope:
            import_id = actions.upload(clerk, uuid4(), "residents.csv", [data])
            one = import_in(scope, import_id)
            if one.status == "uploaded":
                one = actions.prepare(clerk, one, unattended=True)
            if one.status == "ready":
                actions.start(clerk, uuid4(), one)
        return one

    def run(self, import_id: int, chunk: int = actions.running.CHUNK) -> bool:
        """What the worker does."""
        return actions.run(Scope.system("test").actor, import_id, chunk)

    def take(self, data: bytes, chunk: int = actions.running.CHUNK, actor: Actor | None = None) -> Import:
        """A register taken in; the ledger as it stands then."""
        one = self.upload(data, actor)
        assert self.run(one.pk, chunk), (one.status, one.problem)
        return self.of(one.pk)

    def of(self, import_id: int) -> Import:
        """An import, after making sure that its ledger balances and agrees with its lines."""
        with entered(Scope.system("test")) as scope:
            one = import_in(scope, import_id)
            back = list(Line.objects.filter(source=one).values_list("outcome", flat=True))
        assert one.received == sum(getattr(one, part) for part in LEDGER[1:])
        assert (one.refused, one.outside) == (back.count("refused"), back.count("outside"))
        return one

    def counts(self, one: Import) -> dict[str, int]:
        """The parts of the ledger that are not nought."""
        return {part: n for part in LEDGER[1:] if (n := getattr(one, part))}

    def back(self, one: Import) -> list[tuple[int, str]]:
        """The lines that were not taken in: number and why."""
        with entered(Scope.system("test")) as scope:
            return [(row.number, problems[-1].code) for row, problems in lines_back(scope, one)]

    def homes(self) -> list[tuple[str, int, str]]:
        """Who lives where by the register."""
        with entered(Scope.system("test")):
            living = Presence.objects.filter(source="register", until=None)
            return sorted(living.values_list("person__name", "area", "address"))

    def everything(self) -> dict[str, Any]:
        """All that imports leave in the tables, persons by the order in which they came."""
        with entered(Scope.system("test")), bulk_role():
            order = {pk: n for n, pk in enumerate(Person.objects.order_by("pk").values_list("pk", flat=True))}
            persons = Person.objects.order_by("pk")
            return {
                "persons": list(
                    persons.values_list(
                        "name", "document_mask", "document_hash", "phone_mask", "sex", "birth_date"
                    )
                ),
                "doors": sorted(Household.objects.values_list("area", "label")),
                "presences": sorted(
                    (order[p], area, door, since, until is None)
                    for p, area, door, since, until in Presence.objects.values_list(
                        "person", "area", "household__label", "source", "until"
                    )
                ),
                "questions": sorted(
                    (order[a], order[b], why)
                    for a, b, why in IdentityQuestion.objects.values_list("person", "other", "because")
                ),
                "entries": sorted((order[p], n) for p, n in Entry.objects.values_list("person", "number")),
                "lines": sorted(Line.objects.values_list("number", "outcome", "repeats"), key=repr),
            }


def made() -> Roster:
    """The ground of intake with its clerks."""
    intake: Intake = found()
    return Roster(intake.clerk, intake.eastern_clerk)


@pytest.fixture
def roster(db: Any) -> Roster:
    """The ground with clerks, inside the test's own transaction."""
    return made()


@pytest.fixture
def committed(transactional_db: Any) -> Roster:
    """The same, committed, for tests in which slices of several processes meet."""
    return made()
