"""A resident's page: readable without scripts, closed to everybody else, and it says who looked."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from gangmu.control.isolation.models import Outing, Reading
from gangmu.control.links.rules import USES_A_MINUTE
from gangmu.control.sampling.rules.codes import person_code
from gangmu.control.seals.models import Opening
from gangmu.control.zones.models import Zone
from gangmu.governance.needs import actions as needs
from gangmu.governance.needs.models import Need
from gangmu.governance.needs.queries import need_in
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.accounts.models import User
from gangmu.ground.register.models import Person
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from gangmu.kernel.vault import vault
from tests.doors.portal.conftest import PHONE, Resident

HEAVIEST = 30 * 1024  # bytes


def readings(resident: Resident) -> list[str]:
    with entered(Scope.system("test")):
        found = Reading.objects.filter(order=resident.given.order).order_by("id")
        return [str(one.temperature) for one in found]


def test_it_says_what_is_asked_until_when_why_who_decided_and_whom_to_call(resident: Resident) -> None:
    page = resident.get(lang="zh-hans").content.decode()
    order = resident.given.care.order(resident.given.order)
    for said in (order.organ, order.basis, f"{order.planned_end:%Y-%m-%d}", PHONE, 'href="tel:120"', "12345"):
        assert said in page, said
    assert "60" in page and "行政复议" in page
    assert order.name not in page and "居*甲" in page
    assert order.address not in page


def test_his_code_for_sampling_is_there_to_be_scanned_as_long_as_he_is_under_care(resident: Resident) -> None:
    code = person_code(int(resident.given.care.order(resident.given.order).person_id or 0))
    page = resident.get(lang="zh-hans").content.decode()
    assert code in page and "<svg" in page
    resident.given.lifted()
    assert code not in resident.get(lang="zh-hans").content.decode()


def test_it_says_what_holds_in_the_zone_he_lives_in_and_no_more_when_that_is_lifted(
    resident: Resident,
) -> None:
    care, area = resident.given.care, resident.given.care.order(resident.given.order).area
    assert "您住处现行规定" not in resident.get(lang="zh-hans").content.decode()
    with entered(Scope.system("test")), bulk_role():
        zone = Zone.objects.create(
            area=area, hi=area + 1, incident=care.world.incident, name="某村核心区", level="core", rank=0,
            pack=care.world.incident.pack, pack_version=care.world.incident.pack_version, organ="某机关",
            hotline="0752-7777777", control_since=clock.now(), changed_at=clock.now(),
        )  # fmt: skip
        zone.parts.create(kind="loose", lo=area, hi=area + 1)
    page = resident.get(lang="zh-hans").content.decode()
    assert "某村核心区" in page and "每户清积水" in page and "0752-7777777" in page
    assert "let the teams in" in resident.get(lang="en").content.decode()
    with entered(Scope.system("test")), bulk_role():
        Zone.objects.filter(pk=zone.pk).update(status="lifted", lifted_at=clock.now())
    assert "某村核心区" not in resident.get(lang="zh-hans").content.decode()


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_it_is_light_without_scripts_and_loads_nothing(resident: Resident, lang: str) -> None:
    answer = resident.get(lang=lang)
    page = answer.content.decode()
    assert len(answer.content) < HEAVIEST
    assert not re.search(r"<script|<img|<link|@import|url\(|https?://", page)
    assert f'<html lang="{lang}">' in page
    assert not answer.cookies


def test_its_headers_keep_the_link_and_the_page_to_him(resident: Resident) -> None:
    for answer in (
        resident.get(),
        Client().get("/r/nothing/"),
        resident.post("temperature/", temperature="36.7"),
    ):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "noindex" in answer.headers["X-Robots-Tag"]


def test_a_temperature_is_kept_once_however_often_it_is_sent(resident: Resident) -> None:
    command = str(uuid4())
    for _ in range(2):
        answer = resident.post("temperature/", temperature="３６，７", command=command)
        assert answer.status_code == 303
    assert readings(resident) == ["36.7"]
    assert "已记录" in Client().get(answer.headers["Location"] + "&lang=zh-hans").content.decode()


def test_a_wrong_temperature_is_refused_with_what_to_do_and_stays_in_its_field(resident: Resident) -> None:
    answer = resident.post("temperature/?lang=en", temperature="98.6")
    assert answer.status_code == 422
    assert "Write it like 36.7" in answer.content.decode() and 'value="98.6"' in answer.content.decode()
    assert readings(resident) == []


def test_going_to_a_doctor_is_noted_and_never_asked_for_leave(resident: Resident) -> None:
    assert resident.post("doctor/").status_code == 303
    with entered(Scope.system("test")):
        assert Outing.objects.filter(order=resident.given.order, because="emergency").exists()


@pytest.mark.parametrize(
    ("at", "starts"),
    [("", "09:00"), ("18:30", "18:30"), ("１８：３０", "18:30"), ("8:45", "08:45"), ("7点30分", "07:30")],
)
def test_an_opening_is_announced_for_the_next_time_that_he_names(
    resident: Resident, at: str, starts: str
) -> None:
    assert resident.post("opening/", kind="rubbish", at=at, minutes="30").status_code == 303
    with entered(Scope.system("test")):
        (one,) = Opening.objects.filter(order=resident.given.order)
    since = one.since.astimezone(clock.CIVIL)
    assert f"{since:%H:%M}" == starts and one.until > clock.now()
    assert since.day == (25 if starts == "07:30" else 24)
    assert starts in resident.get().content.decode()


def test_an_opening_that_cannot_be_is_sent_back(resident: Resident) -> None:
    for data in ({"at": "25:00"}, {"kind": "visit"}, {"minutes": "9999"}):
        answer = resident.post("opening/", **{"kind": "rubbish", "minutes": "30", **data})
        assert answer.status_code == 422 and 'class="err"' in answer.content.decode()


def test_a_need_is_sent_answered_by_an_office_and_rated_by_one_tap(resident: Resident) -> None:
    assert resident.post("need/", kind="complaint", text="半夜来电话 <b>三次</b>").status_code == 303
    desk = resident.given.care.world.desk
    with entered(Scope.of(desk)) as scope:
        (pk,) = Need.objects.values_list("pk", flat=True)
        needs.answer(desk, uuid4(), need_in(scope, pk), "done", "已核实，今后不再夜间来电")
    page = resident.get(lang="en").content.decode()
    assert "已核实，今后不再夜间来电" in page and "甲街道合署办公点" in page
    assert "&lt;b&gt;三次" in page
    assert resident.post(f"needs/{pk}/", content="0").status_code == 303
    with entered(Scope.of(desk)):
        assert Need.objects.get(pk=pk).content is False


@pytest.mark.parametrize(
    ("data", "wrong"),
    [({}, "kind"), ({"kind": "helicopter"}, "kind"), ({"kind": "objection", "text": " "}, "text")],
)
def test_a_need_that_says_nothing_is_sent_back(resident: Resident, data: dict[str, str], wrong: str) -> None:
    answer = resident.post("need/", **data)
    assert answer.status_code == 422 and 'class="err"' in answer.content.decode()
    with entered(Scope.system("test")):
        assert not Need.objects.exists()


def test_an_announced_opening_is_called_off_and_a_need_taken_back(resident: Resident) -> None:
    resident.post("opening/", kind="rubbish", at="18:30", minutes="30")
    resident.post("need/", kind="food")
    with entered(Scope.system("test")):
        opening, need = Opening.objects.get().pk, Need.objects.get().pk
    page = resident.get(lang="en").content.decode()
    assert "18:30" in page and "Call it off" in page and "Not needed any more" in page
    assert resident.post(f"openings/{opening}/").status_code == 303
    assert resident.post(f"needs/{need}/back/").status_code == 303
    with entered(Scope.system("test")):
        assert Opening.objects.get().called_off_at and Need.objects.get().status == "withdrawn"
    page = resident.get(lang="en").content.decode()
    assert "18:30–" not in page and "taken back" in page
    given = resident.given
    other = Resident(given, given.link(order=given.care.decided("邻居")))
    assert (
        other.post(f"openings/{opening}/").status_code == other.post(f"needs/{need}/back/").status_code == 404
    )


def test_he_sees_who_stands_around_his_door_by_posts_and_no_names(resident: Resident) -> None:
    User.objects.filter(pk=resident.given.care.world.cadre.user_id).update(name="某村干部")
    page = resident.get(lang="zh-hans").content.decode()
    assert "东社区三人小组" in page and PHONE in page and "某村干部" not in page


def test_no_number_stands_on_his_page_in_full(resident: Resident) -> None:
    person, phone, document = (
        resident.given.care.order(resident.given.order).person_id,
        "13900000000",
        "97000119491231001X",
    )
    sealed = {
        "phone_sealed": vault().seal("phone", phone),
        "document_sealed": vault().seal("document", document),
    }
    with entered(Scope.system("test")), bulk_role():
        Person.objects.filter(pk=person).update(phone_mask=phone, document_mask=document, **sealed)
    for page in (resident.get(), resident.post("temperature/", temperature="98")):
        assert phone not in page.content.decode() and document not in page.content.decode()


def test_another_persons_need_is_not_there(resident: Resident) -> None:
    given = resident.given
    other = Resident(given, given.link(order=given.care.decided("邻居")))
    other.post("need/", kind="food")
    with entered(Scope.system("test")):
        (pk,) = Need.objects.values_list("pk", flat=True)
    assert resident.post(f"needs/{pk}/", content="1").status_code == 404
    assert resident.post("needs/999999/", content="1").status_code == 404


def test_he_sees_which_post_looked_and_why_and_not_whose_name(resident: Resident) -> None:
    desk, person = resident.given.care.world.desk, resident.given.care.order(resident.given.order).person_id
    User.objects.filter(pk=desk.user_id).update(name="某值班员")
    with entered(Scope.of(desk)):
        log_access(desk, "reveal", person, "phone", "contact 送药前联系")
    page = resident.get(lang="zh-hans").content.decode()
    assert "甲街道合署办公点" in page and "送药前联系" in page and "向本人发放链接" in page
    assert "某值班员" not in page


def test_wrong_ended_and_expired_links_answer_alike_but_an_old_one_says_whom_to_call(
    resident: Resident,
) -> None:
    wrong, other = (Client().get(f"/r/{text}/") for text in ("x" * 24, "a"))
    resident.given.end()
    ended = resident.get()
    assert [one.status_code for one in (wrong, other, ended)] == [404, 404, 404]
    assert wrong.content == other.content
    assert PHONE in ended.content.decode() and PHONE not in wrong.content.decode()
    assert ended.content.decode().replace(PHONE, "") != "" and "居*甲" not in ended.content.decode()


@pytest.mark.parametrize("path", ["", "temperature/", "doctor/", "need/", "needs/1/", "openings/1/"])
def test_every_address_is_closed_to_whoever_has_no_link(resident: Resident, path: str) -> None:
    for text in ("x" * 24, "0", "%00", "..", resident.token.swapcase(), resident.token[:-1]):
        for answer in (Client().get(f"/r/{text}/{path}"), Client().post(f"/r/{text}/{path}")):
            assert answer.status_code in (404, 405), (text, path)


def test_too_much_of_it_is_asked_to_come_again(resident: Resident) -> None:
    for _ in range(USES_A_MINUTE):
        resident.given.come(resident.token)
    answer = resident.get()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert resident.get().status_code == 200


def test_a_form_without_its_command_is_refused_in_words(resident: Resident) -> None:
    answer = resident.post("temperature/?lang=en", temperature="36.7", command="x")
    assert answer.status_code == 409 and "Reload the page" in answer.content.decode()


def test_after_the_order_he_may_read_and_object_and_no_temperature_is_asked(resident: Resident) -> None:
    resident.given.lifted()
    page = resident.get(lang="en").content.decode()
    assert "You are free" in page and "temperature/" not in page
    assert resident.post("need/", kind="objection", text="没有必要").status_code == 303
    assert resident.post("temperature/", temperature="36.7").status_code == 409


def test_no_link_is_ever_written_to_the_log(resident: Resident, caplog: pytest.LogCaptureFixture) -> None:
    from gangmu.config.masking import Masked

    with caplog.at_level(logging.DEBUG):
        resident.get("nowhere/")
        Client().put(resident.at("temperature/"))
        logging.getLogger("django.request").error("%s %s", "GET", resident.at())
    said = [record for record in caplog.records if Masked().filter(record)]
    assert said and all(resident.token not in logging.Formatter().format(record) for record in said)
    assert any("/r/…" in record.getMessage() for record in said)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@examples(
    st.dictionaries(
        st.sampled_from(["kind", "text", "temperature", "symptoms", "content"]), st.text(max_size=40)
    )
)
def test_whatever_a_browser_sends_is_an_answer(resident: Resident, data: dict[str, str]) -> None:
    with clock.at(clock.now() + timedelta(minutes=next(MINUTES))):
        for path in ("temperature/", "need/"):
            assert resident.post(path, **data).status_code in (303, 409, 422)


MINUTES = iter(range(1, 10**6))
