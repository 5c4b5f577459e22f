"""A file through the pages: uploaded, looked at, committed, and its ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangmu.control.intake.actions import process
from gangmu.control.intake.models import Batch, Progress, Row
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World

HEADER = "姓名,身份证号,联系电话,现住址,风险类别"
Visit = Callable[[Actor], Client]


def name_of(n: int) -> str:
    """A name for the n-th person of a list."""
    return "王李张刘陈杨黄赵吴周"[n % 10] + "伟芳敏静丽强磊军洋勇"[n // 10 % 10] + "生"


def listed(rows: int) -> bytes:
    """A list of people of whom nobody can say where they live, and one nobody can act on."""
    people = [f"{name_of(n)},,138{20000000 + n * 7919},甲街道某处,密接" for n in range(rows)]
    return "\n".join([HEADER, *people, ",,,无名无证,密接"]).encode()


def upload(client: Client, data: bytes, name: str = "名单.csv") -> Any:
    """Send a file as the page does."""
    form = {"slot": "18:00", "command": str(uuid4()), "file": SimpleUploadedFile(name, data)}
    return client.post("/push/upload/", form)


def pushed(client: Client, rows: int) -> int:
    """A batch that was committed and settled."""
    batch_id = int(upload(client, listed(rows)).headers["Location"].split("/")[2])
    assert client.post(f"/push/{batch_id}/commit/", {"command": str(uuid4())}).status_code == 302
    with entered(Scope.system("test")) as scope:
        process(scope.actor, batch_id)
    return batch_id


def test_a_file_is_shown_before_anything_happens(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    answer = upload(client, listed(5))
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert "名单.csv" in page
    with entered(Scope.system("test")):
        assert Batch.objects.get().status == "ready"
        assert not Row.objects.exists()


def test_a_header_without_rows_is_said_to_be_one_and_cannot_be_committed(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    page = client.get(upload(client, HEADER.encode()).headers["Location"]).content.decode()
    assert "表头下面没有数据" in page and "/commit/" not in page


def test_a_committed_file_has_a_ledger_that_balances(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    batch_id = pushed(client, 5)
    page = client.get(f"/push/{batch_id}/").content.decode()
    assert "账目平衡" in page
    assert client.get(f"/push/{batch_id}/ledger/").status_code == 200


def test_an_unknown_header_leads_to_the_mapping_page(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    answer = upload(client, "甲,乙,丙\n王小明,13912345678,甲街道东社区1号\n".encode())
    assert answer.headers["Location"].endswith("/mapping/")
    page = client.get(answer.headers["Location"])
    assert "13912345678" in page.content.decode()
    chosen = {"column0": "name", "column1": "phone", "column2": "address"}
    saved = client.post(answer.headers["Location"], chosen)
    assert saved.status_code == 302
    with entered(Scope.system("test")):
        assert Batch.objects.get().status == "ready"


def test_a_header_that_somebody_has_named_once_is_known_from_then_on(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    data = "姓名,联系电话,居住地址,楼长\n王小明,13912345678,甲街道东社区1号,李\n".encode()
    mapping = upload(client, data).headers["Location"]
    chosen = {"column0": "name", "column1": "phone", "column2": "address", "column3": ""}
    ready = client.post(mapping, chosen).headers["Location"]
    batch_id = int(ready.split("/")[2])
    assert (
        "/mapping/" in upload(client, data + b"\n", "b.csv").headers["Location"]
    )  # named, but not pushed yet
    client.post(f"/push/{batch_id}/commit/", {"command": str(uuid4())})
    with entered(Scope.system("test")) as scope:
        process(scope.actor, batch_id)
    known = upload(client, data + "李小红,13912345679,甲街道东社区2号,李\n".encode(), "c.csv").headers[
        "Location"
    ]
    assert "/mapping/" not in known and "王小明" not in client.get(known).content.decode()
    with entered(Scope.system("test")):
        newest = Batch.objects.latest("id")
        assert (newest.status, newest.mapping["fields"]) == ("ready", ["name", "phone", "address", None])


def test_a_category_that_nobody_knows_is_said_before_and_after_the_commit(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    said = ["密接", "密接", "丙类管理", ""]
    rows = [f"{name_of(n)},,138{20000000 + n * 7919},甲街道某处,{text}" for n, text in enumerate(said)]
    answer = upload(client, "\n".join([HEADER, *rows]).encode())
    page = client.get(answer.headers["Location"]).content.decode()
    lines = re.findall(r'<td class="lead">(.*?)</td><td>(.*?)</td><td class="num">(\d+)</td>', page)
    assert [(written, rows) for written, _means, rows in lines] == [
        ("密接", "2"),
        ("–", "1"),
        ("丙类管理", "1"),
    ]
    assert ["未识别" in means for _written, means, _rows in lines] == [False, False, True]
    batch_id = int(answer.headers["Location"].split("/")[2])
    client.post(f"/push/{batch_id}/commit/", {"command": str(uuid4())})
    with entered(Scope.system("test")) as scope:
        process(scope.actor, batch_id)
        told = Row.objects.filter(reasons__contains="category_unknown").values_list("number", flat=True)
        assert list(told) == [4]


def test_a_broken_file_is_refused_in_words(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    answer = upload(client, b"PK\x03\x04broken", "名单.xlsx")
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "文件无法接收" in page.content.decode()


def test_the_same_file_again_is_the_same_batch(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    first = upload(client, listed(3)).headers["Location"]
    assert upload(client, listed(3)).headers["Location"] == first
    with entered(Scope.system("test")):
        assert Batch.objects.count() == 1


def test_a_file_that_was_taken_back_can_be_pushed_again(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    first = upload(client, listed(3)).headers["Location"]
    assert client.post(f"{first}withdraw/", {"command": str(uuid4())}).status_code == 302
    again = upload(client, listed(3)).headers["Location"]
    assert again != first
    assert client.post(f"{again}commit/", {"command": str(uuid4())}).status_code == 302
    with entered(Scope.system("test")):
        assert list(Batch.objects.order_by("id").values_list("status", flat=True)) == ["withdrawn", "queued"]


def test_a_stranger_finds_no_batch(world: World, clerk: Actor, outsider: Actor, visit: Visit) -> None:
    batch_id = pushed(visit(clerk), 3)
    stranger = visit(outsider)
    for page in ("", "ledger/", "rows.csv", "rows.xlsx", "refused.xlsx", "mapping/"):
        assert stranger.get(f"/push/{batch_id}/{page}").status_code == 404, page
    assert stranger.post(f"/push/{batch_id}/outside.xlsx", {"reason": "x"}).status_code == 404
    assert stranger.post(f"/push/{batch_id}/withdraw/").status_code == 404


def test_a_trio_may_not_push(world: World, visit: Visit) -> None:
    assert visit(world.cadre).get("/push/upload/").status_code == 403


def test_an_export_is_logged_and_masked(world: World, clerk: Actor, visit: Visit) -> None:
    client = visit(clerk)
    batch_id = pushed(client, 3)
    lines = b"".join(client.get(f"/push/{batch_id}/rows.csv").streaming_content).decode()
    assert name_of(1) in lines
    assert "13820007919" not in lines
    assert AccessLog.objects.filter(act="export").count() == 1


def test_a_committed_file_can_be_taken_back_until_it_is_settled(
    world: World, clerk: Actor, visit: Visit
) -> None:
    client = visit(clerk)
    page = upload(client, listed(5)).headers["Location"]
    client.post(f"{page}commit/", {"command": str(uuid4())})
    with entered(Scope.system("test")):
        Progress.objects.update(settled=3)
    assert "已处理 3 / 6 行" in client.get(page).content.decode()
    assert client.post(f"{page}cancel/").status_code == 302
    with entered(Scope.system("test")):
        assert Batch.objects.get().status == "ready"
    assert client.post(f"{page}commit/", {"command": str(uuid4())}).status_code == 302
