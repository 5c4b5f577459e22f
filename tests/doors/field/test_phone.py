"""The phone pages as a trio uses them: one list, one door, few taps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client

from gangmu.casework import actions
from gangmu.casework.models import Handover, Report
from gangmu.ground.accounts.models import AccessLog
from gangmu.ground.register.models import Person, Presence
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import HERE, THERE, World

Phone = Callable[[Actor], Client]
TAPS = dict.fromkeys(("count_clear", "identity_clear", "location_clear", "control_clear", "sampled"), "yes")


def filled(page: Any, **answers: Any) -> dict[str, Any]:
    """What a page's form sends: its hidden command and outcome, and what was tapped."""
    html = page.content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(command|outcome)" value="([^"]+)"', html))
    return hidden | answers


def report(client: Client, task: int, outcome: str = "found", **answers: Any) -> Any:
    """Open the report page and send it."""
    url = f"/field/tasks/{task}/report/"
    return client.post(url, filled(client.get(url, {"outcome": outcome}), **answers), follow=True)


def test_the_common_door_is_five_taps_and_not_one_letter(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    assert "居民甲" in client.get("/field/").content.decode()
    page = report(client, task, **TAPS)
    assert page.status_code == 200 and "Reported: 居民甲" in page.content.decode()
    assert world.status(task) == "reported"
    assert "居民甲" in client.get("/field/done/").content.decode()


def test_a_double_tap_reports_once(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    url = f"/field/tasks/{task}/report/"
    form = filled(client.get(url), **TAPS)
    first, second = client.post(url, form), client.post(url, form)
    assert (first.status_code, second.status_code) == (302, 302)
    with entered(Scope.system("test")):
        assert Report.objects.count() == 1


def test_what_is_missing_is_marked_all_at_once_and_what_was_answered_stays(
    world: World, phone: Phone
) -> None:
    task, client = world.task(), phone(world.police)
    page = report(client, task, count_clear="yes", temperature="warm", right_phone="12")
    html = page.content.decode()
    assert page.status_code == 422
    assert html.count('class="gm-error"') == 6 and "6 answers need you" in html
    assert re.search(r'name="count_clear" value="yes" checked', html) and 'value="warm"' in html
    assert world.status(task) == "open"


def test_an_unclear_point_asks_what_is_not_clear(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    page = report(client, task, **TAPS | {"count_clear": "no"})
    assert page.status_code == 422 and "Say in a few words what is not clear" in page.content.decode()


def test_known_facts_are_shown_and_not_asked_again(world: World, phone: Phone) -> None:
    task = world.task(known={"arrived_at": "2026-11-23T08:00:00+08:00", "origin": "邻省"})
    client = phone(world.police)
    door = client.get(f"/field/tasks/{task}/").content.decode()
    assert "邻省" in door
    form = client.get(f"/field/tasks/{task}/report/").content.decode()
    assert "asked-arrived_at" not in form and "asked-origin" not in form and 'name="asked-net"' in form
    assert 'name="asked-arrived_at"' in client.get(f"/field/tasks/{world.task()}/report/").content.decode()


def test_co_residents_are_added_row_by_row(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    row = client.get(f"/field/tasks/{task}/resident/", {"co_residents-row": ["0", "1"]}).content.decode()
    assert 'name="co_residents-2-name"' in row
    people = {
        "co_residents-row": ["0", "1"],
        "co_residents-0-name": "居民乙",
        "co_residents-0-relation": "spouse",
        "co_residents-1-name": "居民丙",
        "co_residents-1-relation": "child",
    }
    assert report(client, task, **TAPS, **people).status_code == 200
    with entered(Scope.of(world.police)):
        assert Presence.objects.filter(area=HERE, source="door").count() == 2


def test_a_wrong_co_resident_is_marked_in_his_own_row(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    people = {"co_residents-row": "4", "co_residents-4-name": "居民乙", "co_residents-4-phone": "12"}
    html = report(client, task, **TAPS, **people).content.decode()
    assert 'id="co_residents-0-phone-error"' in html and 'value="居民乙"' in html


def test_a_call_is_noted_and_logged_before_the_number_is_shown(world: World, phone: Phone) -> None:
    person = world.person("居民甲", phone="+8613800138000")
    task = world.task("居民甲", person=person)
    client = phone(world.police)
    door = client.get(f"/field/tasks/{task}/")
    assert "13800138000" not in door.content.decode() and "Nobody has called yet" in door.content.decode()
    shown = client.post(f"/field/tasks/{task}/call/", filled(door)).content.decode()
    assert "tel:+8613800138000" in shown
    with entered(Scope.system("test")):
        assert AccessLog.objects.get(act="reveal").person_id == person
    assert world.police.label in phone(world.cadre).get("/field/").content.decode()


def test_a_returned_door_is_on_top_and_its_reason_must_be_opened(world: World, phone: Phone) -> None:
    task, client = world.reported(), phone(world.police)
    world.do(world.comparer, actions.return_, task, "缺采样编号")
    assert "缺采样编号" in client.get("/field/").content.decode()
    door = client.get(f"/field/tasks/{task}/")
    assert f"/field/tasks/{task}/report/" not in door.content.decode()
    assert "Open the reason" in report(client, task, **TAPS).content.decode()
    client.post(f"/field/tasks/{task}/reason/", filled(door))
    again = client.get(f"/field/tasks/{task}/report/")
    assert re.search(r'name="sampled" value="yes" checked', again.content.decode())
    report(client, task, **TAPS, specimen="T1")
    assert world.status(task) == "reported"


def test_a_door_is_taken_and_given_back(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    door = client.get(f"/field/tasks/{task}/")
    client.post(f"/field/tasks/{task}/claim/", filled(door))
    assert world.status(task) == "claimed"
    page = phone(world.cadre).post(
        f"/field/tasks/{task}/claim/", filled(client.get(f"/field/tasks/{task}/")), follow=True
    )
    assert "has already claimed this door" in page.content.decode()
    client.post(f"/field/tasks/{task}/unclaim/", filled(client.get(f"/field/tasks/{task}/")))
    assert world.status(task) == "open"


def test_a_door_is_handed_over_and_accepted_by_the_other_trio(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    url = f"/field/tasks/{task}/offer/"
    assert "西社区" in client.get("/field/places/", {"q": "西社区"}).content.decode()
    form = filled(client.get(url), why="lives", q="西社区")
    assert client.post(url, form).status_code == 422
    assert client.post(url, form | {"area": THERE}).status_code == 302
    far = phone(world.far_cadre)
    assert "He lives there" in far.get("/field/").content.decode()
    far.post(f"/field/tasks/{task}/accept/", filled(far.get(f"/field/tasks/{task}/")))
    assert world.status(task) == "open" and "居民甲" in far.get("/field/").content.decode()
    assert "Accepted" in client.get("/field/done/").content.decode()
    assert client.get(f"/field/tasks/{task}/").status_code == 404


def test_what_is_not_ours_goes_back_with_the_reason(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    world.do(world.police, actions.offer_handover, task, THERE, "在西社区")
    far = phone(world.far_cadre)
    form = filled(far.get(f"/field/tasks/{task}/"), why="nobody")
    far.post(f"/field/tasks/{task}/refuse/", form)
    assert "Nobody of that name here" in client.get("/field/").content.decode()
    with entered(Scope.system("test")):
        assert Handover.objects.get().status == "refused"


def test_a_door_that_was_reported_is_not_asked_about_again_and_ones_own_second_report_is_called_that(
    world: World, phone: Phone
) -> None:
    mine, task = phone(world.police), world.task()
    url = f"/field/tasks/{task}/report/"
    sent = filled(mine.get(url), **TAPS)
    mine.post(url, sent)
    again = mine.get(url, follow=True)
    assert again.redirect_chain[0][0] == f"/field/tasks/{task}/"
    assert "This door has been reported." in again.content.decode()
    told = mine.post(url, {**sent, "command": str(uuid4())}, follow=True).content.decode()
    assert "You had reported this door before" in told and "A colleague" not in told


def test_a_late_report_tells_its_author_that_it_was_kept(world: World, phone: Phone) -> None:
    task = world.task()
    mine, his = phone(world.police), phone(world.cadre)
    url = f"/field/tasks/{task}/report/"
    one, two = filled(mine.get(url), **TAPS), filled(his.get(url), **TAPS)
    mine.post(url, one)
    assert "A colleague was faster" in his.post(url, two, follow=True).content.decode()


def test_an_outsider_finds_nothing_whatever_he_guesses(world: World, phone: Phone) -> None:
    task, stranger = world.task(), phone(world.far_cadre)
    form = filled(phone(world.police).get(f"/field/tasks/{task}/report/"), **TAPS, area=THERE, why="lives")
    for end in ("", "report/", "offer/"):
        assert stranger.get(f"/field/tasks/{task}/{end}").status_code == 404
    for end in ("claim/", "unclaim/", "call/", "report/", "offer/", "accept/", "refuse/", "reason/"):
        assert stranger.post(f"/field/tasks/{task}/{end}", form).status_code == 404
    assert phone(world.gatekeeper).get("/field/").status_code == 403
    with entered(Scope.of(world.far_cadre)):
        assert not Person.objects.exists()


def test_ten_doors_and_fifty_cost_the_same_number_of_queries(
    world: World, phone: Phone, django_assert_max_num_queries: Any
) -> None:
    client = phone(world.police)
    for n in range(12):
        world.task(f"居民{n}")
    client.get("/field/")
    with django_assert_max_num_queries(15) as few:
        client.get("/field/")
    for n in range(12, 30):
        world.task(f"居民{n}")
    with django_assert_max_num_queries(15) as many:
        client.get("/field/")
    assert len(few) == len(many)


def test_a_form_that_was_open_while_the_door_was_handed_over_is_kept(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    url = f"/field/tasks/{task}/report/"
    form = filled(client.get(url), **TAPS)
    world.do(world.cadre, actions.offer_handover, task, THERE, "人在西社区")
    page = client.post(url, form, follow=True)
    html = page.content.decode()
    assert page.status_code == 200 and "Kept for the joint office" in html and "居民甲" not in html
    with entered(Scope.of(world.far_cadre)):
        assert [(one.task_id, one.late) for one in Report.objects.all()] == [(task, True)]


def test_a_form_with_a_gap_of_a_door_that_was_handed_over_comes_back_with_what_was_typed(
    world: World, phone: Phone
) -> None:
    task, client = world.task(), phone(world.police)
    url = f"/field/tasks/{task}/report/"
    form = filled(client.get(url), **TAPS | {"count_clear": "no"})
    world.do(world.cadre, actions.offer_handover, task, THERE, "人在西社区")
    page = client.post(url, form, headers={"referer": f"http://testserver{url}"}, follow=True)
    html = page.content.decode()
    assert page.status_code == 422 and "Say in a few words what is not clear" in html
    assert "has left your trio" in html and "居民甲" not in html
    assert re.search(r'name="count_clear" value="no" checked', html)
    again = client.post(
        url, filled(page, **TAPS | {"count_clear": "no"}, unclear_because="两人"), follow=True
    )
    assert "Kept for the joint office" in again.content.decode()
    with entered(Scope.of(world.far_cadre)):
        assert [one.answers["unclear_because"] for one in Report.objects.all()] == ["两人"]


def test_what_was_typed_and_not_sent_is_drawn_again_and_reports_nothing(world: World, phone: Phone) -> None:
    task, client = world.task(), phone(world.police)
    url = f"/field/tasks/{task}/report/"
    typed = filled(client.get(url), temperature="warm", count_clear="no")
    page = client.post(f"{url}?draft", typed)
    html = page.content.decode()
    assert page.status_code == 200 and 'value="warm"' in html and 'class="gm-error"' not in html
    assert re.search(r'name="count_clear" value="no" checked', html) and "data-fresh" in html
    assert world.status(task) == "open"
    world.do(world.cadre, actions.offer_handover, task, THERE, "人在西社区")
    assert client.post(f"{url}?draft", filled(page, **TAPS)).status_code == 404
    with entered(Scope.system("test")):
        assert Report.objects.count() == 0


def test_the_phone_is_told_which_report_has_arrived(world: World, phone: Phone) -> None:
    task = world.task()
    page = report(phone(world.police), task, **TAPS)
    assert f'data-arrived="report-{task}"' in page.content.decode()


def test_a_stranger_who_guesses_an_id_gets_a_404_and_leaves_nothing(world: World, phone: Phone) -> None:
    mine, foreign, client = world.task(), world.task("居民乙", area=THERE), phone(world.police)
    form = filled(client.get(f"/field/tasks/{mine}/report/"), **TAPS)
    for task in (foreign, 10**12):
        for sent in (form, form | {"sampled": ""}):
            assert client.post(f"/field/tasks/{task}/report/", sent).status_code == 404
    with entered(Scope.system("test")):
        assert Report.objects.count() == 0
