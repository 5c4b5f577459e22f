"""Rows that wait at a desk, and what pushes that come meanwhile do to them."""

from __future__ import annotations

from dataclasses import replace

from gangmu.casework.models import Task
from gangmu.ground.incidents.queries import newest_pack
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered, tell
from tests.casework.world import incident
from tests.control.intake.conftest import Intake, person
from tests.control.intake.test_desk import UNKNOWN


def known_without_check(intake: Intake) -> None:
    """Person 1 is known to the incident, and his check is over."""
    intake.push([person(1)], slot="10:00")
    with entered(Scope.system("test")), bulk_role():
        tell(move="cancel")
        Task.objects.update(status="cancelled")


def test_a_row_waits_for_its_own_incident_whatever_another_pushes(intake: Intake) -> None:
    known_without_check(intake)
    batch = intake.push([person(1, UNKNOWN)], slot="12:00")
    with entered(Scope.system("test")), bulk_role():
        other = incident(newest_pack("typhoon"))
    elsewhere = replace(intake, world=replace(intake.world, incident=other))
    assert elsewhere.counts(elsewhere.push([person(1)], slot="15:00")) == {"tasks": 1}
    assert intake.counts(batch) == {"waiting": 1}
    assert intake.counts(intake.push([person(1)], slot="15:00", note="\n")) == {"tasks": 1}
    assert intake.counts(batch) == {"merged": 1}
