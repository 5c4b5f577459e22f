"""Staff care as the leader sees it, and as the member does."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from gangmu.ground.organization.models import Shift
from gangmu.ground.territory.models import Division
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.support.welfare.models import Statement
from tests.casework.world import World, actor, body

Visit = Callable[[Actor], Client]
SATURDAY = datetime(2026, 5, 16, 0, 0, tzinfo=UTC)


@pytest.fixture
def leader(world: World) -> Actor:
    """The leader of the town."""
    with entered(Scope.system("test")), bulk_role():
        return actor(body("leading_trio", "LEAD", "领导小组", Division.objects.get(level="town")), "leader")


@pytest.fixture
def worked(world: World) -> None:
    """A Saturday of the cadre, last May."""
    during = DateTimeTZRange(SATURDAY, SATURDAY + timedelta(hours=12))
    who = world.cadre
    Shift.objects.create(post_id=who.post_id, user_id=who.user_id, body_id=who.body_id, during=during)


def post(client: Client, path: str, **more: object) -> str:
    """What follows a form that was sent."""
    return client.post(path, {"command": str(uuid4()), **more}, follow=True).content.decode()


def test_the_leader_sees_members_by_name_with_what_they_carry(
    world: World, leader: Actor, visit: Visit
) -> None:
    shown = visit(leader).get("/care/").content.decode()
    names = [
        name
        for name in ("东社区三人小组cadre", "东社区三人小组police", "西社区三人小组cadre")
        if name in shown
    ]
    assert len(names) == 3 and "0小时" in shown
    assert "东社区三人小组cadre" not in visit(leader).get("/care/?q=西社区").content.decode()


def test_a_month_is_closed_exported_and_rest_taken_from_it(
    world: World, leader: Actor, worked: None, visit: Visit
) -> None:
    client, town = visit(leader), "441302001"
    code = Division.objects.get(level="town").code
    assert town in code
    assert "月度结算" in client.get(f"/care/months/{code}/?month=2026-05").content.decode()
    assert "值班补助" in post(client, f"/care/months/{code}/close/", month="2026-05")
    with entered(Scope.of(leader)):
        path = f"/care/statements/{Statement.objects.get(month=date(2026, 5, 1)).pk}/"
    late = {"user": world.cadre.user_id, "rule": "night", "quantity": 1, "reason": "漏报"}
    assert "漏报" in post(client, f"{path}late/", **late)
    answer = client.get(f"{path}allowances.csv")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert [line[6] for line in lines[1:]] == ["30.00", "0.00", "50.00"]
    assert "05-16 08:00–20:00" in lines[1][9]
    assert client.get(f"{path}allowances.xlsx").status_code == 200
    mine = f"/care/{world.cadre.user_id}/"
    assert "只剩" in post(client, f"{mine}rest/", day="2026-06-01", hours="13")
    assert "已登记" in post(client, f"{mine}rest/", day="2026-06-01", hours="8")
    own = visit(world.cadre).get("/field/care/").content.decode()
    assert "4小时" in own or "4 h" in own
    assert "30.00" in own and "30.00" not in visit(world.police).get("/field/care/").content.decode()


def test_every_wrong_field_is_named_at_once(world: World, leader: Actor, visit: Visit) -> None:
    shown = post(visit(leader), f"/care/{world.cadre.user_id}/rest/", day="昨天", hours="很久")
    assert "日期：" in shown and "小时：" in shown


def test_a_visit_is_owed_and_paid(world: World, leader: Actor, visit: Visit) -> None:
    client = visit(leader)
    assert "待慰问" in post(client, f"/care/{world.cadre.user_id}/owe/", because="injured")
    listed = client.get("/care/owed/").content.decode()
    start = listed.index("/care/visits/")
    path = listed[start : listed.index('"', start)]
    post(client, path, on="2026-06-01", note="")
    assert "没有待慰问的人员" in client.get("/care/owed/").content.decode()


def test_thanks_from_the_phone_are_decided_at_the_desk(world: World, leader: Actor, visit: Visit) -> None:
    task = world.task()
    sent = {"colleague": world.police.user_id, "text": "连夜找到老人", "tasks": str(task)}
    assert "已提名" in post(visit(world.cadre), "/field/care/thank/", **sent)
    client = visit(leader)
    listed = client.get("/care/owed/").content.decode()
    start = listed.index("/care/thanks/")
    post(client, listed[start : listed.index('"', start)], approved="1")
    assert "连夜找到老人" in visit(world.police).get("/field/care/").content.decode()


def test_private_notes_open_for_a_reason_only(world: World, leader: Actor, visit: Visit) -> None:
    client, path = visit(leader), f"/care/{world.cadre.user_id}/private/"
    post(client, f"/care/{world.cadre.user_id}/confide/", text="母亲住院")
    assert "母亲住院" not in client.get(path).content.decode()
    assert "母亲住院" not in post(client, path, reason="")
    assert "母亲住院" in post(client, path, reason="安排夜班")
    assert visit(world.desk).get(path).status_code == 403
