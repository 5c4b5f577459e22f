"""A register of residents through the pages: brought, looked at, started, stopped, resumed, and what goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangmu.control.roster.actions import run
from gangmu.control.roster.models import Import
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World
from tests.control.roster.conftest import register, resident

Visit = Callable[[Actor], Client]
ROWS = [resident(1), resident(2), resident(3, code="441302001009"), resident(4, name="")]


def brought(client: Client, data: bytes = b"") -> str:
    """The page of a register that was sent as the page does it."""
    form = {"command": str(uuid4()), "file": SimpleUploadedFile("花名册.csv", data or register(ROWS))}
    answer = client.post("/residents/upload/", form)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def moved(client: Client, page: str, move: str) -> Any:
    """A button of the page."""
    return client.post(f"{page}move/", {"move": move, "command": str(uuid4())})


def work() -> bool:
    """What the worker does."""
    return run(Scope.system("test").actor, one().pk)


def one() -> Import:
    """The only import."""
    with entered(Scope.system("test")):
        return Import.objects.get()


def test_a_register_is_shown_before_anything_happens(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    page = client.get(brought(client)).content.decode()
    assert "花名册.csv" in page and "网格编码“441302001009”不存在" in page
    assert one().status == "ready"
    assert "花名册.csv" in client.get("/residents/").content.decode()


def test_it_runs_stops_goes_on_and_gives_lines_back(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    page = brought(client)
    moved(client, page, "start")
    assert "every 2s" in client.get(page).content.decode()
    moved(client, page, "stop")
    assert not work()
    assert "every 2s" not in client.get(f"{page}ledger/").content.decode()
    moved(client, page, "resume")
    assert work()
    shown = client.get(page).content.decode()
    assert "every 2s" not in shown and "2 行退回" in shown
    file = b"".join(client.get(f"{page}back.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert [line.split(",")[6] for line in file.splitlines()] == ["原行号", "4", "5"]
    assert "没有姓名" in file and "441302001009" in file
    assert AccessLog.objects.filter(act="export").count() == 1


def test_unknown_columns_are_mapped_and_remembered(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    header = ("甲", "乙", "丙", "丁", "戊", "己")
    page = brought(client, register(ROWS, header))
    assert page.endswith("/mapping/")
    chosen = ("name", "document_number", "phone", "sex", "area_code", "address")
    wrong = client.post(page, {f"column{n}": field for n, field in enumerate(chosen[:4])})
    assert wrong.status_code == 422
    answer = client.post(page, {f"column{n}": field for n, field in enumerate(chosen)})
    moved(client, answer.headers["Location"], "start")
    assert work()
    assert one().created == 2
    again = brought(client, register([*ROWS, resident(9)], header))
    assert not again.endswith("/mapping/")


def test_a_file_that_is_no_register_says_why(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    assert "只收 CSV" in client.get(brought(client, b"PK\x03\x04" + bytes(50))).content.decode()


def test_a_leader_looks_and_a_trio_does_not(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    page = brought(client)
    for path in ("/residents/", page, "/residents/upload/", f"{page}back.csv"):
        assert visit(world.cadre).get(path).status_code == 403


def test_another_countys_clerk_finds_nothing(
    world: World, clerk: Actor, outsider: Actor, visit: Visit
) -> None:
    page = brought(visit(clerk))
    other = visit(outsider)
    assert other.get(page).status_code == 404
    assert moved(other, page, "start").status_code == 404
    assert one().status == "ready"
