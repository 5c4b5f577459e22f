"""The slots of a day, and what leaves a push as a file: out-of-city rows, and refused ones that come back corrected."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from gangmu.control.intake.actions import process
from gangmu.control.intake.models import Row, Slot
from gangmu.control.intake.queries import slots_of_day
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import NOON, World
from tests.doors.desk.test_case_pages import command
from tests.doors.desk.test_push_pages import HEADER, Visit, listed

DAY = date(2026, 11, 24)  # NOON is 12:00 of it in the city


def states(world: World, clerk: Actor) -> dict[str, str]:
    """How the slots of the day stand now."""
    with entered(Scope.of(clerk)) as scope:
        return {slot.name: slot.state for slot in slots_of_day(scope, world.incident, DAY)}


def push(client: Any, data: bytes, name: str, slot: str = "18:00") -> int:
    """A file through the pages, settled."""
    form = {"slot": slot, **command(), "file": SimpleUploadedFile(name, data)}
    batch = int(client.post("/push/upload/", form).headers["Location"].split("/")[2])
    assert client.post(f"/push/{batch}/commit/", command()).status_code == 302
    with entered(Scope.system("test")) as scope:
        process(scope.actor, batch)
    return batch


def outcomes(batch: int) -> list[str]:
    with entered(Scope.system("test")):
        return list(Row.objects.filter(batch_id=batch).order_by("number").values_list("outcome", flat=True))


def sheet(answer: Any) -> list[list[str]]:
    """The first sheet of a workbook that a page sent."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in line] for line in lines]


def test_a_slot_is_expected_then_late_then_arrived_or_declared_empty(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    with clock.at(NOON - timedelta(hours=1)):
        assert states(world, clerk) == {
            "10:00": "late",
            "12:00": "expected",
            "15:00": "expected",
            "18:00": "expected",
        }
        client.post("/push/empty/", {"slot": "10:00"})
        push(client, listed(1), "a.csv", "12:00")
        push(client, listed(2), "b.csv", "urgent")
        assert states(world, clerk) == {
            "10:00": "empty",
            "12:00": "arrived",
            "15:00": "expected",
            "18:00": "expected",
            "urgent": "arrived",
        }
    with clock.at(NOON + timedelta(hours=7)):
        assert states(world, clerk)["18:00"] == "late"


def test_a_file_that_comes_all_the_same_is_taken_in_a_slot_declared_empty(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    with clock.at(NOON):
        client.post("/push/empty/", {"slot": "10:00"})
        push(client, listed(1), "a.csv", "10:00")
        assert states(world, clerk)["10:00"] == "arrived"
        with entered(Scope.of(clerk)):
            slot = Slot.objects.get(name="10:00")
            assert slot.declared_empty_by_id == clerk.user_id and slot.declared_empty_at == NOON


def test_people_of_other_cities_leave_as_a_file_with_a_reason_that_is_logged(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    lines = [
        "王伟生,110101199003075517,13800000001,北京市海淀区某路1号,密接",
        "李芳生,,13800000002,甲街道某处,密接",
    ]
    batch = push(client, "\n".join([HEADER, *lines]).encode(), "c.csv")
    assert outcomes(batch) == ["out_of_city", "waiting"]
    url = f"/push/{batch}/outside.xlsx"
    assert client.get(url).status_code == 302 and client.post(url, {"reason": " "}).status_code == 302
    found = sheet(client.post(url, {"reason": "协查函第1号"}))
    assert [line[:6] for line in found[1:]] == [
        ["2", "王伟生", "110101199003075517", "+8613800000001", "北京市海淀区某路1号", "密接"]
    ]
    assert AccessLog.objects.get(act="export").reason == "协查函第1号"


def test_refused_rows_go_back_as_a_file_that_is_corrected_and_pushed_again(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    batch = push(client, listed(1), "d.csv")
    assert outcomes(batch) == ["waiting", "refused"]
    heading, wrong = sheet(client.get(f"/push/{batch}/refused.xlsx"))
    assert wrong[-2] == "3" and wrong[-1]
    columns = dict(zip(heading, wrong, strict=True)) | {"姓名": "赵生", "联系电话": "13900000009"}
    out = io.StringIO()
    csv.writer(out).writerows([heading, [columns[name] for name in heading]])
    again = push(client, out.getvalue().encode(), "e.csv")
    assert outcomes(again) == ["waiting"]
