"""Seals through their pages: the installer at the door, the trio on the phone, the office at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangmu.control.seals.models import Opening
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import NOON
from tests.control.seals.conftest import Seals, seals  # noqa: F401  (a fixture)

Visit = Callable[[Actor], Client]
MINUTE = timedelta(minutes=1)


def post(client: Client, path: str, **more: object) -> str:
    """What follows a form that was sent."""
    return client.post(path, {"command": str(uuid4()), **more}, follow=True).content.decode()


def test_a_seal_goes_to_a_door_and_away_through_the_pages(seals: Seals, visit: Visit) -> None:  # noqa: F811
    order = seals.order()
    desk, installer, trio = visit(seals.world.desk), visit(seals.installer), visit(seals.world.cadre)
    sheet = "序列号,型号\nSEAL-0001,M1\n!,M1\n".encode()
    wrong = desk.post(
        "/seals/devices/",
        {"command": uuid4(), "provider": seals.provider.pk, "file": SimpleUploadedFile("d.csv", sheet)},
    )
    assert wrong.status_code == 422 and "不是序列号" in wrong.content.decode()
    sheet = "序列号,型号\nSEAL-0001,M1\n".encode()
    done = post(desk, "/seals/devices/", provider=seals.provider.pk, file=SimpleUploadedFile("d.csv", sheet))
    assert "SEAL-0001" in done and "新登记 1 个设备" in done
    assert "待安装" in post(trio, "/seals/doors/ask/", order=order.pk, provider=seals.provider.pk)
    shown = installer.get("/seals/doors/").content.decode()
    assert "居民甲的门" in shown and str(order.pk) in shown
    assert installer.get("/seals/").status_code == installer.get("/seals/devices/").status_code == 403
    with entered(Scope.of(seals.installer)):
        door = f"/seals/doors/{order.bindings.get().pk}"
    assert "已安装" in post(installer, f"{door}/install/", serial="SEAL-0001", consent="himself")
    assert "已接收" in post(trio, f"{door}/hand_over/")
    assert "已通知安装方拆除" in post(trio, f"{door}/ask_removal/")
    assert "设备可再用" in post(installer, f"{door}/remove/", serial="seal-0001")


def test_an_alarm_is_answered_on_the_phone_with_a_tap_each(seals: Seals, visit: Visit) -> None:  # noqa: F811
    seals.sealed()
    seals.say(seals.contact(True, NOON), seals.contact(False, NOON + MINUTE), at=NOON + MINUTE)
    alarm, trio = seals.alarm(), visit(seals.world.police)
    assert "未报备开门" in trio.get("/field/seals/").content.decode()
    page = f"/field/seals/{alarm.pk}/"
    assert "我来处理" in trio.get(page).content.decode()
    assert "处理中" in post(trio, f"/seals/alarms/{alarm.pk}/acknowledge/", back="field")
    called = trio.post(f"/seals/alarms/{alarm.pk}/call/", {"command": uuid4()}).content.decode()
    assert "请上门" in called and AccessLog.objects.filter(act="reveal", detail="phone").count() == 1
    assert "已报备" in post(trio, f"/seals/alarms/{alarm.pk}/visit/", back="field")
    with entered(Scope.of(seals.world.police)):
        assert Opening.objects.get().kind == "visit"
    done = post(trio, f"/seals/alarms/{alarm.pk}/settle/", back="field", outcome="visited", reason="取快递")
    assert "不会据此自动作任何处理" in done
    assert "已归档" in post(trio, f"/seals/alarms/{alarm.pk}/close/", back="field")


def test_the_desk_sees_the_alarm_with_everything_around_it(seals: Seals, visit: Visit) -> None:  # noqa: F811
    seals.sealed()
    late = seals.contact(True, NOON - timedelta(hours=1)), seals.contact(False, NOON - 59 * MINUTE)
    seals.say(*late, at=NOON - timedelta(minutes=30))
    seals.say(seals.contact(True, NOON), seals.contact(False, NOON + MINUTE), at=NOON + MINUTE)
    alarm, desk = seals.alarm(), visit(seals.world.desk)
    live = desk.get("/seals/", headers={"HX-Request": "true"}).content.decode()
    assert "居民甲的门" in live and "<html" not in live
    shown = desk.get(f"/seals/alarms/{alarm.pk}/").content.decode()
    assert "不告警：收到过晚" in shown and "产生告警" in shown
    refused = post(desk, f"/seals/alarms/{alarm.pk}/settle/", outcome="breach", reason="外出")
    assert "未经核实不得记录违规" in refused
    assert "没有告警" in visit(seals.world.far_cadre).get("/seals/").content.decode()


def test_what_could_not_be_read_is_shown_with_the_reason(seals: Seals, visit: Visit) -> None:  # noqa: F811
    seals.lend("SEAL-0001")
    seals.say(seals.contact(True, NOON, "STRANGE-1"), b"{", at=NOON)
    shown = visit(seals.leader).get("/seals/devices/").content.decode()
    assert "未登记的设备" in shown and "不是 JSON" in shown
