"""Notices on desk and phone: told, opened, wished otherwise; channels that fail and are sent again; the matrix."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from gangmu.command.notices import actions
from gangmu.command.notices.models import Change
from gangmu.ground.organization.models import Body
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import actor
from tests.command.notices.conftest import MORNING, Notices, notices
from tests.command.notices.test_sending import appointed
from tests.control.intake.conftest import person
from tests.doors.desk.test_push_pages import Visit

__all__ = ["MORNING", "notices"]
PHONE = "00000000007"


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def post(client: Client, path: str, **given: Any) -> Any:
    return client.post(path, {"command": str(uuid4()), **given})


def city(role: str, notices: Notices) -> Actor:
    with entered(Scope.system("test")), bulk_role():
        return actor(Body.objects.get(pk=notices.leader.body_id), role)


def test_a_settled_push_rings_the_bell_of_a_member_once_and_leads_to_his_list(
    notices: Notices, visit: Visit
) -> None:
    notices.intake.push([person(n) for n in range(3)])
    notices.react()
    phone = visit(notices.intake.world.cadre)
    assert "1 条未读通知" in text(phone.get("/field/"))
    inbox = text(phone.get("/notices/"))
    assert inbox.count("新任务 3 户") == 1
    (notice,) = notices.notices(notices.intake.world.cadre)
    answer = phone.get(f"/notices/{notice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/field/")
    assert "条未读通知" not in text(phone.get("/field/"))
    assert visit(notices.intake.world.far_cadre).get(f"/notices/{notice.pk}/").status_code == 404


def test_a_notice_speaks_its_readers_language(notices: Notices, visit: Visit) -> None:
    notices.intake.push([person(0)])
    notices.react()
    phone = visit(notices.intake.world.cadre)
    assert "New doors: 1" in text(phone.get("/notices/", headers={"Accept-Language": "en"}))


def test_a_person_says_when_and_where_he_is_told_and_takes_it_back(notices: Notices, visit: Visit) -> None:
    cadre = notices.intake.world.cadre
    phone = visit(cadre)
    said = {"quiet_from": "21:30", "quiet_to": "06:30", "muted": ["mail"]}
    assert phone.post("/notices/wishes/", said).status_code == 302
    assert phone.post("/notices/reach/", {"channel": "sms", "phone": PHONE}).status_code == 302
    page = text(phone.get("/notices/wishes/"))
    assert 'value="21:30' in page
    assert "*******0007" in page
    assert PHONE not in page
    wrong = phone.post("/notices/reach/", {"channel": "sms", "phone": "手机"}, follow=True)
    assert "这不是该渠道的地址" in text(wrong)
    phone.post("/notices/unreach/", {"channel": "sms"})
    assert "0007" not in text(phone.get("/notices/wishes/"))
    assert phone.post("/notices/wishes/", {"quiet_from": "nie", "quiet_to": ""}).status_code == 422


def test_a_failing_gateway_shows_and_is_sent_again_by_a_click(notices: Notices, visit: Visit) -> None:
    cadre = notices.intake.world.cadre
    notices.reach(cadre, "sms", phone=PHONE)
    notices.gateway.trouble = "rejects"
    appointed(notices, cadre)
    notices.send()
    leader = visit(notices.leader)
    page = text(leader.get("/notices/channels/"))
    assert "故障" in page and "号码、邮箱、浏览器或机器人不存在 (bad_number)" in page
    notices.gateway.trouble = ""
    assert post(leader, "/notices/channels/resend/", channel="sms").status_code == 302
    # The number that the gateway did not know is used no more: it has to be given again.
    notices.send()
    (delivery,) = notices.deliveries("sms")
    assert (delivery.status, delivery.error) == ("failed", "address_gone: ended")
    far = visit(notices.intake.eastern_clerk)
    assert far.get("/notices/channels/").status_code == 200
    assert visit(cadre).get("/notices/channels/").status_code == 403


def test_a_work_group_is_bound_and_ended_on_the_page_and_its_address_is_shown_to_nobody(
    notices: Notices, visit: Visit
) -> None:
    leader = visit(notices.leader)
    given = {"channel": "dingtalk", "name": "市级工作群", "language": "zh-hans", **notices.robot.address}
    wrong = post(leader, "/notices/groups/", **{**given, "url": "https://elsewhere.test/"})
    assert wrong.status_code == 302
    assert "尚未绑定工作群" in text(leader.get("/notices/channels/"))
    assert post(leader, "/notices/groups/", **given).status_code == 302
    page = text(leader.get("/notices/channels/"))
    assert "市级工作群" in page
    assert notices.robot.address["url"] not in page and notices.robot.address["secret"] not in page
    group = page.split("/notices/groups/")[1].split("/")[0]
    assert post(leader, f"/notices/groups/{group}/end/").status_code == 302
    assert "尚未绑定工作群" in text(leader.get("/notices/channels/"))


def test_a_row_of_the_matrix_is_changed_by_two(notices: Notices, visit: Visit) -> None:
    leader, inspector = visit(notices.leader), visit(city("inspector", notices))
    assert "推送中的新任务" in text(visit(notices.intake.world.cadre).get("/notices/matrix/"))
    given = {
        "when": "digest",
        "minutes": 15,
        "channels": ["webpush", "sms"],
        "urgent": "on",
        "reason": "分批到达",
    }
    assert post(leader, "/notices/matrix/new_doors/", **given).status_code == 302
    with entered(Scope.system("test")):
        change = Change.objects.get()
    post(leader, f"/notices/changes/{change.pk}/", approve=1)
    assert "每 15 分钟汇总" not in text(inspector.get("/notices/matrix/")).split("本市的调整")[0]
    assert post(inspector, f"/notices/changes/{change.pk}/", approve=1).status_code == 302
    assert "每 15 分钟汇总" in text(inspector.get("/notices/matrix/")).split("本市的调整")[0]
    assert visit(notices.intake.eastern_clerk).get("/notices/matrix/new_doors/").status_code == 403


def test_what_a_demonstration_keeps_is_shown_there_and_nowhere_else(
    notices: Notices, visit: Visit, settings: Any
) -> None:
    notices.reach(notices.intake.world.cadre, "sms", phone=PHONE)
    appointed(notices, notices.intake.world.cadre)
    leader = visit(notices.leader)
    assert leader.get("/notices/sent/").status_code == 404
    settings.DEMO = True
    actions.send_due(notices.system)
    assert notices.gateway.requests == []
    page = text(leader.get("/notices/sent/"))
    assert "您在东社区三人小组任职" in page and PHONE not in page
