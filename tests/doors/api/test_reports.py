"""Released reports out: every one once, in order, masked, logged."""

from __future__ import annotations

import pytest

from gangmu.casework import actions
from gangmu.control.intake.models import Batch, Row, Slot
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE
from tests.doors.api.calling import caller
from tests.doors.api.conftest import Ground


def released(ground: Ground, name: str = "张某某", **more: object) -> int:
    person = (
        ground.world.person(name, document="441302199001011234", phone="13812345678") if not more else None
    )
    task = ground.world.task(name, person=person, **more)
    from tests.casework.world import FOUND

    ground.world.do(ground.world.police, actions.report, task, "found", {**FOUND, "asked": {"fever": False}})
    ground.world.do(ground.world.comparer, actions.compare, task)
    ground.world.do(ground.world.gatekeeper, actions.release, task)
    return task


def test_a_released_report_comes_out_masked_with_its_gates_and_clears(ground: Ground) -> None:
    task = released(ground)
    (report,) = ground.pusher.get("/reports").json()["reports"]
    assert report["task"] == task and report["outcome"] == "found" and report["status"] == "released"
    assert report["person"] == {
        "name": "张**",
        "document_kind": "resident_id",
        "document": "441*************34",
        "phone": "*******5678",
    }
    assert report["clears"] == dict.fromkeys(("count", "identity", "location", "control"), True)
    assert report["asked"] == {"fever": False}
    assert [gate["gate"] for gate in report["gates"]] == ["compare", "release"]
    assert report["created_at"] <= report["reported_at"] <= report["released_at"]


def test_the_feed_is_read_piece_by_piece_and_goes_on_where_it_ended(ground: Ground) -> None:
    tasks = [released(ground, f"居民{n}", urgent=False) for n in range(5)]
    seen, after = [], ""
    for _ in range(3):
        piece = ground.pusher.get("/reports", after=after, limit=2).json()
        seen += [report["task"] for report in piece["reports"]]
        after = piece["next"]
    assert seen == tasks
    nothing = ground.pusher.get("/reports", after=after).json()
    assert nothing == {"reports": [], "next": after}
    later = released(ground, "后来", urgent=True)
    assert [r["task"] for r in ground.pusher.get("/reports", after=after).json()["reports"]] == [later]


def test_what_is_not_released_is_not_there(ground: Ground) -> None:
    ground.world.reported()
    assert ground.pusher.get("/reports").json()["reports"] == []


def test_a_closed_task_stays_in_the_feed(ground: Ground) -> None:
    released(ground)
    with entered(Scope.system("test")) as scope:
        actions.close_released(scope.actor)
    assert [report["status"] for report in ground.pusher.get("/reports").json()["reports"]] == ["closed"]


def test_a_partner_sees_the_rows_of_his_own_pushes_with_their_references(ground: Ground) -> None:
    task = released(ground, "张三")
    with entered(Scope.system("test")), bulk_role():
        slot = Slot.objects.create(incident=ground.world.incident, day=clock.today(), name="18:00")
        for number, by in enumerate((ground.partner.user_id, ground.outsider.user_id), start=1):
            batch = Batch.objects.create(
                slot=slot, area=HERE, lo=HERE, hi=HERE + 1, filename="x", digest=bytes([number]) * 32, size=1,
                pushed_at=clock.now(), pushed_by_id=by,
            )  # fmt: skip
            Row.objects.create(
                batch=batch,
                number=number,
                outcome="merged",
                area=HERE,
                task_id=task,
                source_ref=f"KB-{number}",
            )
    (report,) = ground.pusher.get("/reports").json()["reports"]
    assert [(row["row"], row["source_ref"]) for row in report["rows"]] == [(1, "KB-1")]


def test_reading_is_logged_as_an_export(ground: Ground) -> None:
    released(ground)
    ground.pusher.get("/reports")
    assert AccessLog.objects.get(act="export").user_id == ground.partner.user_id


def test_a_partner_of_another_county_reads_an_empty_feed(ground: Ground) -> None:
    released(ground)
    assert caller(ground.outsider, "reports").get("/reports").json()["reports"] == []


@pytest.mark.parametrize("cursor", ["x", "1-2-3", "-1-2", "1;2"])
def test_a_cursor_that_is_not_ours_is_refused(ground: Ground, cursor: str) -> None:
    assert ground.pusher.get("/reports", after=cursor).status_code == 422
    assert ground.field.get("/field/tasks", after=cursor).json()["code"] == "cursor_unknown"
