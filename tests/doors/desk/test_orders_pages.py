"""Orders at the desk and on the phone, as those who use them see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from gangmu.control.isolation.actions import take_over
from gangmu.governance.needs.models import Need
from gangmu.ground.incidents.actions import add_edition
from gangmu.ground.incidents.models import Incident
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.twin.isolating import new_rules
from tests.control.isolation.conftest import Care, care
from tests.control.isolation.test_course import system

__all__ = ["care"]
Visit = Callable[[Actor], Client]


def sent(client: Client, path: str, **said: Any) -> int:
    return client.post(path, {"command": str(uuid4()), **said}).status_code


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_leader_decides_the_trio_reads_and_measures_the_leader_lifts(care: Care, visit: Visit) -> None:
    pk = care.proposed("居民甲")
    leader, medic = visit(care.leader), visit(care.medic)
    there, here = f'href="/orders/{pk}/decide/"', f'href="/orders/{pk}/"'
    assert there in shown(leader, "/orders/")
    assert there not in shown(medic, "/orders/?show=decide"), "no way to a page that refuses him"
    assert here in shown(medic, "/orders/?show=decide")
    page = shown(leader, f"/orders/{pk}/decide/")
    assert "防蚊隔离" in page
    said = {"anchor": "2026-11-24", "organ": "某区指挥部", "basis": "传染病防治法"}
    assert sent(leader, f"/orders/{pk}/decide/", **said) == 302
    assert sent(medic, f"/orders/{pk}/read/", to="himself", signed="paper") == 302
    assert (
        sent(medic, f"/orders/{pk}/reading/", channel="phone", temperature="38.4", symptoms=["rash"]) == 302
    )
    assert sent(medic, f"/orders/{pk}/needs/", kind="dialysis", source="door") == 302
    assert sent(medic, f"/orders/{pk}/outing/", because="dialysis", to="市中心医院") == 302
    assert sent(medic, f"/orders/{pk}/outing/", back="1") == 302
    assert sent(medic, f"/orders/{pk}/dwelling/", unmet=["screens"]) == 302
    assert sent(leader, f"/orders/{pk}/transfer/", reason="转院") == 302
    page = shown(medic, f"/orders/{pk}/")
    for part in ("38.4", "透析", "市中心医院", "定点医院防蚊病房", "已通知医务人员"):
        assert part in page
    assert sent(medic, f"/orders/{pk}/lift/", reason="x") == 403
    assert sent(leader, f"/orders/{pk}/lift/", reason="诊断排除") == 302
    assert care.order(pk).status == "lifted"
    assert shown(leader, "/orders/?show=ended").count("居民甲") >= 1


def test_a_leader_decides_several_at_once_and_whom_it_does_not_fit_is_named(care: Care, visit: Visit) -> None:
    first, second = care.proposed("一号"), care.proposed("二号", category="arrival")
    away = care.proposed("三号", category="arrival")
    leader = visit(care.leader)
    said = {"anchor": "2026-11-15", "organ": "某区指挥部", "basis": "传染病防治法", "order": [first, second]}
    answer = leader.post("/orders/decide/", {"command": str(uuid4()), **said}, follow=True)
    assert "一号：" in answer.content.decode()  # its seven days are over by then
    assert [care.order(pk).status for pk in (first, second, away)] == ["proposed", "decided", "proposed"]


def test_the_papers_are_pdf_for_who_may_see_the_order_and_404_for_the_others(
    care: Care, visit: Visit
) -> None:
    pk = care.decided()
    answer = visit(care.medic).get(f"/orders/{pk}/papers/notice.pdf?language=en")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert visit(care.stranger).get(f"/orders/{pk}/papers/notice.pdf").status_code == 404


def test_a_trio_sees_on_the_phone_what_today_asks_for(care: Care, visit: Visit) -> None:
    care.decided("待宣读者")
    page = shown(visit(care.medic), "/field/orders/")
    assert "待宣读者" in page and "待宣读告知书" in page


def test_a_change_of_rules_shows_whom_it_touches_and_what_is_harder_waits_for_the_organ(
    care: Care, visit: Visit
) -> None:
    pk, incident = care.decided("居民甲"), care.world.incident
    path, where = f"/rules/{incident.pk}/", care.leader.jurisdiction
    Incident.objects.filter(pk=incident.pk).update(lo=where.lo, hi=where.hi)
    leader = visit(care.leader)
    assert "2025年基孔肯雅热防控报道" in shown(leader, path)
    system(add_edition, new_rules())
    new = "mosquito@2026.12"
    page = shown(leader, f"{path}?to={new}")
    assert "居民甲" in page and "2026-12-01" in page and "2026-12-03" in page and "会更长或更严" in page
    assert sent(visit(care.world.desk), path, to=new) == 302
    assert Incident.objects.get(pk=incident.pk).pack_version == "2025.8", "an office puts nothing in force"
    assert sent(leader, path, to=new) == 302
    assert Incident.objects.get(pk=incident.pk).pack_version == "2026.12"
    system(take_over, incident.pk, "mosquito", "2026.12", "new")
    assert "2026-12-03" in shown(leader, f"/orders/{pk}/") and "居民甲" in shown(leader, "/orders/?show=ask")
    assert sent(visit(care.medic), f"/orders/{pk}/settle/", take="1", reason="x") == 403
    assert sent(leader, f"/orders/{pk}/settle/", take="0", reason="已近期满") == 302
    assert (care.order(pk).ask, f"{care.order(pk).planned_end}") == ("", "2026-12-01")


def test_what_is_said_at_the_door_is_noted_and_a_complaint_has_a_name(care: Care, visit: Visit) -> None:
    person = care.order(care.decided("居民甲")).person_id
    medic, desk = visit(care.medic), visit(care.world.desk)
    assert '<option value="complaint"' not in shown(medic, f"/needs/for/{person}/")
    assert medic.post(f"/needs/for/{person}/", {"command": str(uuid4())}).status_code == 422
    assert sent(medic, f"/needs/for/{person}/", kind="repair", channel="door", text="灯坏了") == 302
    assert sent(desk, f"/needs/for/{person}/", kind="complaint", channel="phone", text="半夜来电") == 302
    with entered(Scope.system("test")):
        repair, complaint = Need.objects.order_by("id")
    assert (repair.channel, complaint.handler_id) == ("door", care.world.desk.user_id)
    assert sent(visit(care.leader), f"/needs/{complaint.pk}/move/", move="take") == 302
    assert sent(desk, f"/needs/{repair.pk}/move/", move="withdraw") == 302
    page = shown(desk, f"/needs/{complaint.pk}/")
    assert "承办人" in page and "电话" in page
    assert visit(care.stranger).get(f"/needs/for/{person}/").status_code == 404


@pytest.mark.parametrize("path", ["/orders/?show=live", "/field/orders/"])
def test_ten_orders_cost_as_many_queries_as_one(care: Care, visit: Visit, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visit(care.medic)
    care.decided("一号")
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for n in range(9):
        care.decided(f"居民{n}")
    with CaptureQueriesContext(connection) as ten:
        client.get(path)
    assert len(ten) == len(one)
