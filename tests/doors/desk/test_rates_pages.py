"""A frozen week, its ladder and the end of an incident as leaders see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gangmu.command.sunset.bulk import UNFINISHED
from gangmu.doors.wordings.rates import RUNNING
from gangmu.ground.accounts.models import AccessLog
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor
from gangmu.responsibility.rates.models import Objection, Step, Week
from tests.responsibility.rates.conftest import AFTERNOON, FROZEN, City, city, frozen

Visit = Callable[[Actor], Client]
__all__ = ["city", "frozen"]
A = "441302000000"


def post(client: Client, path: str, **more: object) -> str:
    """What follows a form that was sent."""
    return client.post(path, {"command": str(uuid4()), **more}, follow=True).content.decode()


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_a_frozen_week_to_a_letter(city: City, frozen: Week, visit: Visit, language: str) -> None:
    county, leader = visit(city.posts["441302"][0]), visit(city.leader)
    for client in (county, leader):
        client.cookies["django_language"] = language
    week = f"/rates/{frozen.pk}/"
    with clock.at(FROZEN):
        assert "90.00" in shown(county, week) and "90.00" in shown(county, f"{week}{A}/")
        assert shown(county, f"{week}{A}/names/").count('<td class="lead">居民') == 4
        assert AccessLog.objects.filter(detail__startswith="weekly rate").count() == 4
        assert county.get(f"{week}441303000000/names/").status_code == 404
        post(county, f"{week}{A}/object/", about="samples", text="样本晚到")
        assert "样本晚到" in shown(leader, week)
        post(leader, f"/rates/objections/{_only(city, Objection)}/", effect="reject", answer="均已计入")
    with clock.at(AFTERNOON):
        post(leader, f"{week}settle/")
        step = f"/rates/steps/{_only(city, Step)}/"
        assert "甲区" in shown(leader, "/rates/")
        post(leader, f"{step}confirm/", reason="属实")
        assert post(county, f"{step}answer/", text="已整改").count("已整改") == 1
        letter = county.get(f"{step}letters/{city.posts['441302'][1].post_id}.pdf")
        assert letter.content[:5] == b"%PDF-"


def _only(city: City, model: type[Objection] | type[Step]) -> int:
    from gangmu.kernel.scope import Scope, entered

    with entered(Scope.system("test")):
        return int(model.objects.get().pk)


def test_an_incident_ends_with_a_certificate_that_two_leaders_ordered(city: City, visit: Visit) -> None:
    from gangmu.command.sunset import jobs
    from gangmu.command.sunset.models import Closing

    first, second = visit(city.leader), visit(city.colleague)
    assert "演练" in shown(first, "/incidents/")
    said = post(first, f"/incidents/{city.incident.pk}/end/", reason="响应结束")
    assert "已预演" in said
    closing = f"/incidents/closings/{Closing.objects.get().pk}/"
    until = (clock.today() + timedelta(days=30)).isoformat()
    kept = {
        "group": "orders",
        "purpose": "evidence",
        "legality": "法",
        "necessity": "复议中",
        "security": "专人",
    }
    assert "复议中" in post(first, f"{closing}keep/", until=until, **kept)
    post(first, f"{closing}freeze/", reason="响应结束")
    assert "另一名领导" in post(first, f"{closing}destroy/", reason="销毁", backups_until=until)
    post(second, f"{closing}destroy/", reason="依法销毁", backups_until=until)
    jobs.destroy_frozen(0)
    assert "销毁证明" in shown(second, closing)
    assert second.get(f"{closing}certificate.pdf").content[:5] == b"%PDF-"


def test_whatever_can_still_run_has_its_words_and_its_page() -> None:
    assert set(RUNNING) == set(UNFINISHED)
    assert all(reverse(where) for _label, where in RUNNING.values())
