"""What a protocol pack asks, on the phone: made from the pack, in the reader's language, answered beside the form."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from gangmu.casework import actions
from gangmu.casework.models import Report
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from tests.casework.test_asking import every_kind
from tests.casework.world import THERE, World
from tests.doors.field.test_phone import TAPS, Phone, filled, report


def asked() -> Any:
    """What the newest report keeps of the pack's answers."""
    with entered(Scope.system("test")):
        newest = Report.objects.order_by("-id").first()
    return newest and newest.answers.get("asked")


def test_every_kind_of_question_is_asked_in_the_readers_language(world: World, phone: Phone) -> None:
    with every_kind(world) as world:
        url, client = f"/field/tasks/{world.task()}/report/", phone(world.police)
        english = client.get(url).content.decode()
        chinese = client.get(url, headers={"accept-language": "zh-hans"}).content.decode()
    for code in ("words", "day", "sure", "pots", "where"):
        assert f'name="asked-{code}"' in english
    assert "outdoors" in english and "室外" not in english and 'type="date"' in english
    assert "室外" in chinese and "容器数" in chinese and "pots</label>" not in chinese


def test_the_answers_are_read_by_their_kinds(world: World, phone: Phone) -> None:
    with every_kind(world) as world:
        answers = {"asked-words": "阳台", "asked-day": "2026-11-20", "asked-sure": "no", "asked-pots": "3"}
        page = report(phone(world.police), world.task(), **TAPS, **answers, **{"asked-where": "out"})
        assert page.status_code == 200
        assert asked() == {"words": "阳台", "day": "2026-11-20", "sure": False, "pots": 3, "where": "out"}


def test_wrong_answers_are_marked_beside_their_questions_and_stay(world: World, phone: Phone) -> None:
    with every_kind(world) as world:
        wrong = {"asked-day": "soon", "asked-pots": "many", "asked-where": "nowhere"}
        page = report(phone(world.police), world.task(), **TAPS, **wrong)
        html = page.content.decode()
    assert page.status_code == 422 and "4 answers need you" in html
    for code in ("day", "pots", "where", "sure"):
        assert f'id="asked-{code}-error"' in html
    assert 'value="many"' in html and asked() is None


def test_a_returned_report_brings_its_answers_back(world: World, phone: Phone) -> None:
    with every_kind(world) as world:
        task, client = world.task(), phone(world.police)
        report(client, task, **TAPS, **{"asked-sure": "yes", "asked-pots": "3", "asked-where": "in"})
        world.do(world.comparer, actions.return_, task, "请复核")
        world.do(world.police, actions.open_return, task)
        html = client.get(f"/field/tasks/{task}/report/").content.decode()
    assert re.search(r'name="asked-sure" value="yes" checked', html)
    assert re.search(r'name="asked-where" value="in" checked', html) and 'value="3"' in html


def test_the_answers_of_a_door_handed_over_meanwhile_are_kept(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    url = f"/field/tasks/{task}/report/"
    form = filled(client.get(url), **TAPS, **{"asked-fever": "yes", "asked-origin": "邻省"})
    world.do(world.cadre, actions.offer_handover, task, THERE, "人在西社区")
    assert "Kept for the joint office" in client.post(url, form, follow=True).content.decode()
    assert asked() == {"fever": True, "origin": "邻省"}


def test_a_gap_in_the_form_of_such_a_door_loses_no_answer_to_the_pack(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    url = f"/field/tasks/{task}/report/"
    gap = {**TAPS, "sampled": "", "asked-fever": "yes", "asked-arrived_at": "soon"}
    form = filled(client.get(url), **gap)
    world.do(world.cadre, actions.offer_handover, task, THERE, "人在西社区")
    page = client.post(url, form)
    html = page.content.decode()
    assert page.status_code == 422 and 'type="hidden" name="asked-fever" value="yes"' in html
    assert "asked-arrived_at" not in html and asked() is None
    again = filled(page, **TAPS, **{"asked-fever": "yes"})
    assert "Kept for the joint office" in client.post(url, again, follow=True).content.decode()
    assert asked() == {"fever": True}


def test_when_the_phone_sent_it_is_kept_and_nonsense_is_no_moment(world: World, phone: Phone) -> None:
    sent = clock.now() - timedelta(hours=1)
    for said, kept in (
        (sent.isoformat(), sent),
        ("yesterday", None),
        ("2026-11-24T12:00:00", None),
        ("", None),
    ):
        report(phone(world.police), world.task(), **TAPS, at=said)
        with entered(Scope.system("test")):
            assert Report.objects.latest("id").phone_at == kept
