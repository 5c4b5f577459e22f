"""An incident ends: nothing of its persons is left anywhere, and a certificate says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from gangmu.casework.models import ProofPart, Task
from gangmu.command.sunset import actions, jobs
from gangmu.command.sunset.actions import Assessment
from gangmu.command.sunset.models import Closing
from gangmu.command.sunset.queries import certificate_letter
from gangmu.command.sunset.rules import registry
from gangmu.config.postgres import home
from gangmu.ground.incidents.models import Incident
from gangmu.ground.register.models import Person, Presence
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.command.sunset.conftest import NEEDLES, Ending


def found() -> dict[str, list[str]]:
    """Where a needle is, in every row of every table as text."""
    where: dict[str, list[str]] = {}
    with entered(Scope.system("test")), bulk_role():
        tables = [t for (t,) in fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        for table in tables:
            for needle in NEEDLES:
                if fetch(f"SELECT 1 FROM {table} r WHERE strpos(r::text, %s) > 0 LIMIT 1", [needle]):
                    where.setdefault(table, []).append(needle)
    return where


def frozen(ending: Ending, *kept: str) -> int:
    closing = ending.do(ending.leader, actions.prepare, ending.incident, "响应结束")
    for group in kept:
        until = clock.today() + timedelta(days=30)
        said = Assessment(group, "evidence", "行政复议法", "复议中", "专人保管", until)
        ending.do(ending.leader, actions.keep, closing, said)
    ending.do(ending.leader, actions.freeze, closing, "响应结束")
    return int(closing)


def destroyed(ending: Ending, *kept: str) -> Closing:
    closing = frozen(ending, *kept)
    until = clock.today() + timedelta(days=90)
    ending.do(ending.second, actions.destroy, closing, "依法销毁", until)
    jobs.destroy_frozen(0)
    with entered(Scope.system("test")):
        return Closing.objects.select_related("incident", "frozen_by", "destroyed_by").get(pk=closing)


def test_every_row_that_named_somebody_is_gone_and_who_belongs_elsewhere_stays(ending: Ending) -> None:
    before = found()
    assert {
        "casework_task",
        "isolation_order",
        "intake_row",
        "zones_zone",
        "casework_report",
    } <= before.keys()
    going = {one.table for one in registry().goes}
    closing = destroyed(ending)
    assert found() == {}
    assert closing.status == "destroyed"
    # Nothing was skipped: the fixture has left a row in every table of an incident, and each was counted.
    assert going - {name for name, one in closing.gone.items() if one["rows"]} == set()
    assert all(len(one["hash"]) == 64 for name, one in closing.gone.items() if name != "blackened")
    with entered(Scope.system("test")), bulk_role():
        assert set(Person.objects.values_list("pk", flat=True)) == {ending.registered, ending.elsewhere}
        # A result was asked for because of this incident; it stays only with whom another incident's task needs it.
        assert fetch("SELECT count(*) FROM laboratory_labresult") == [(0,)]
        assert fetch("SELECT count(*) FROM sunset_item") == [(0,)]
        letter = certificate_letter(closing)
    assert bytes(closing.digest).hex() in dict(letter.facts).values() and len(closing.digest) == 32
    assert all(line["persons"] == "<10" for line in closing.totals)
    # The database's own files are left out: their space is rewritten by its administrator (README).
    told = [
        path
        for path in home().rglob("*")
        if path.is_file() and not {"pg", "static", "plain"} & set(path.parts)
    ]
    assert not [path for path in told if any(needle.encode() in path.read_bytes() for needle in NEEDLES)]


def test_a_kill_at_any_slice_is_made_good(ending: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slice is rolled back once, as a killed process leaves it, and then done."""
    monkeypatch.setattr("gangmu.command.sunset.bulk.SLICE", 1)
    closing = frozen(ending)
    ending.do(ending.second, actions.destroy, closing, "依法销毁", clock.today())
    more = True
    while more:
        with entered(Scope.system("test")) as scope:
            actions.destroy_slice(scope.actor, closing)
            transaction.set_rollback(True)
        with entered(Scope.system("test")) as scope:
            more = actions.destroy_slice(scope.actor, closing)
    with entered(Scope.system("test")):
        done = Closing.objects.get(pk=closing)
    assert found() == {} and done.status == "destroyed"
    assert done.gone["register_person"]["rows"] == 2 and done.gone["isolation_order"]["rows"] == 2


def test_what_is_frozen_cannot_be_written_by_whatever_path(ending: Ending) -> None:
    frozen(ending)
    with entered(Scope.system("test")), bulk_role():
        task = Task.objects.get()
        for write in (
            lambda: Task.objects.update(address="x"),
            lambda: ProofPart.objects.update(sealed=b"y"),
            lambda: task.reports.all().delete(),
            lambda: Presence.objects.create(
                person_id=ending.elsewhere,
                area=1,
                incident_id=ending.incident,
                source="door",
                since=clock.now(),
            ),
        ):
            with pytest.raises(DatabaseError, match="this incident is closed"), transaction.atomic():
                write()
        assert Presence.objects.filter(incident_id=None).update(address="x") == 1


def test_nobody_destroys_alone_nor_before_all_is_finished(ending: Ending) -> None:
    world = ending.world
    running = world.task("还在办")
    closing = ending.do(ending.leader, actions.prepare, ending.incident, "响应结束")
    with pytest.raises(Refused) as refused:
        ending.do(ending.leader, actions.freeze, closing, "响应结束")
    assert refused.value.code == "incident_unfinished" and refused.value.params["tasks"] == 1
    from gangmu.casework.actions import cancel

    world.do(world.desk, cancel, running, "重复")
    ending.do(ending.leader, actions.freeze, closing, "响应结束")
    for who, code in ((ending.leader, "own_decision"), (world.desk, "not_allowed")):
        with pytest.raises(Refused) as refused:
            ending.do(who, actions.destroy, closing, "依法销毁", clock.today())
        assert refused.value.code == code
    ending.do(ending.second, actions.thaw, closing, "还有病例")
    with entered(Scope.system("test")):
        assert Incident.objects.get(pk=ending.incident).closed_at is None


def test_what_is_kept_under_an_assessment_stays_until_its_day(ending: Ending) -> None:
    closing = destroyed(ending, "orders")
    left = found()
    assert "isolation_order" in left and "register_person" in left and "casework_task" not in left
    with clock.at(clock.now() + timedelta(days=31)):
        jobs.end_kept(0)
        jobs.destroy_frozen(0)
    assert found() == {}
    with entered(Scope.system("test")):
        assert Closing.objects.get(pk=closing.pk).status == "destroyed"


def test_the_owner_functions_destroy_nothing_that_is_not_being_destroyed(ending: Ending) -> None:
    closing = frozen(ending)
    with entered(Scope.system("test")), bulk_role():
        with pytest.raises(DatabaseError, match="nothing is being destroyed"), transaction.atomic():
            fetch("SELECT sunset_remove(%s, 'register_person', 'id', %s)", [closing, [ending.registered]])
        assert Person.objects.filter(pk=ending.registered).exists()
