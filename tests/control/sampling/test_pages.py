"""Sampling through the doors: the desk's pages, the phone's commands, the laboratory's API and files."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangmu.control.sampling.models import Parked, Round, Tube
from gangmu.control.sampling.rules.codes import person_code
from gangmu.ground.accounts.actions import issue_token
from gangmu.ground.accounts.models import AccessLog, User
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from tests.control.sampling.conftest import DOCUMENT, EAST, Town
from tests.control.zones.test_told import signed_in

TOWN = "441302001000"


def sent(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"command": str(uuid4()), **data})


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_a_round_is_planned_opened_and_read_down_to_names_in_scope(town: Town) -> None:
    person = town.world.person("居民甲", document=DOCUMENT)
    leader, desk, medic = (signed_in(who) for who in (town.leader, town.world.desk, town.medic))
    times = {"begins_at": "2026-11-02T08:00", "ends_at": "2026-11-02T23:00"}
    given = {
        "incident": town.world.incident.pk,
        "name": "第一轮",
        "unit": TOWN,
        "parts": 1,
        "pool": 10,
        **times,
    }
    assert sent(leader, "/sampling/new/", **{**given, "name": ""}).status_code == 422
    answer = sent(leader, "/sampling/new/", **given)
    assert answer.status_code == 302, answer.content.decode()
    path = answer.headers["Location"]
    assert sent(medic, f"{path}open/").status_code == 403
    assert sent(leader, f"{path}open/").status_code == 302
    for client in (leader, desk, medic):
        assert "第一轮" in shown(client, "/sampling/") and "第一轮" in shown(client, path)
    assert "居民甲" in shown(medic, f"{path}missing/?unit={EAST}")
    assert AccessLog.objects.filter(detail__startswith="sampling ").exists()
    with entered(Scope.system("test")):
        required = Round.objects.get().required.get()
    sent(medic, f"/sampling/missed/{required.pk}/", missed="away", because="外出探亲")
    assert "外出探亲" in shown(desk, f"{path}missing/?why=away")
    assert medic.get(f"{path}missing/?unit=441322").status_code == 404
    assert person and "To be sampled" in _english(leader, path)


def _english(client: Client, path: str) -> str:
    client.cookies["django_language"] = "en"
    return shown(client, path)


def test_the_way_of_a_tube_is_gone_and_read_at_the_desk(town: Town) -> None:
    (person,) = town.people(1)
    one, site = town.round(), town.site()
    town.scan(one, site, "T-0001", person)
    town.scan(one, site, "T-0001", "110105194912310046", name="过路人")
    desk = signed_in(town.world.desk)
    path = f"/sampling/{one.pk}/"
    assert "登记册中没有此人" in shown(desk, path)
    with entered(Scope.system("test")):
        tube, parked = Tube.objects.get(), Parked.objects.get()
    sent(desk, f"/sampling/parked/{parked.pk}/", tube="T-0001", name="过路人")
    sent(desk, f"/sampling/tubes/{tube.pk}/seal/")
    wrong = sent(desk, f"{path}send/", tubes="T-0001\nT-9999", courier="王师傅", laboratory="实验室")
    assert wrong.status_code == 422 and "T-9999" in wrong.content.decode()
    assert (
        sent(desk, f"{path}send/", tubes="T-0001", courier="王师傅", laboratory="实验室").status_code == 302
    )
    assert (
        "T-7777" in sent(desk, f"{path}receive/", tubes="T-0001 T-7777", laboratory="实验室").content.decode()
    )
    rows = "管号,结果\nT-0001,阳性\nT-0404,阴性\nT-0001,\n"
    file = SimpleUploadedFile("结果.csv", rows.encode("gb18030"))
    said = sent(desk, f"{path}results/", laboratory="实验室", file=file).content.decode()
    assert "T-0404" in said and "请填写" in said and "阳性 1 管" in said
    town.react()
    page = shown(desk, path)
    assert "居民0" in page and "已通知" not in page
    tube_page = shown(desk, f"/sampling/tubes/{tube.pk}/")
    assert "王师傅" in tube_page and "阳性" in tube_page and "过路人" in tube_page
    for show in ("missing", "late", "positive", "open", "all"):
        shown(desk, f"{path}tubes/?show={show}")
    with clock.at(clock.now() + timedelta(days=2)):
        assert "T-0001" not in shown(desk, f"{path}tubes/?show=late")  # it has its result
    broken = SimpleUploadedFile("x.pdf", b"%PDF-1.4")
    assert sent(desk, f"{path}results/", laboratory="实验室", file=broken).status_code == 422


def test_sites_places_and_plans_are_kept_at_the_desk(town: Town) -> None:
    person = town.world.person("居民甲", document=DOCUMENT)
    leader, medic = signed_in(town.leader), signed_in(town.medic)
    site = {"unit": EAST, "name": "广场", "address": "东路", "opens": "08:00", "closes": "20:00"}
    assert sent(medic, "/sampling/sites/", **site).status_code == 302
    assert sent(medic, "/sampling/sites/", **{**site, "opens": ""}).status_code == 422
    page = shown(medic, "/sampling/sites/")
    number = page.split("/sampling/sites/")[-1].split("/")[0]
    sent(medic, f"/sampling/sites/{number}/", waiting="35")
    assert "35" in shown(medic, "/sampling/sites/")
    four = {
        "territory": "甲街道办",
        "department": "海洋局",
        "unit_of_place": "渔业公司",
        "individual": "李站长",
    }
    place = sent(
        leader, "/sampling/places/new/", unit=EAST, name="东码头", address="海边", line="coast", **four
    )
    assert place.status_code == 302, place.content.decode()
    assert "李站长" in shown(medic, "/sampling/places/?line=coast")
    checked = {
        "boats_counted": "yes",
        "landings_watched": "no",
        "crew_sampled": "yes",
        "goods_handled": "yes",
    }
    sent(medic, place.headers["Location"], **checked, note="西侧滩涂无人值守")
    assert "西侧滩涂" in shown(medic, place.headers["Location"])
    asked = {"incident": town.world.incident.pk, "name": "渔船船员", "of": "place", "unit": TOWN, "every": 2}
    assert sent(leader, "/sampling/plans/new/", **asked).status_code == 422
    chosen = place.headers["Location"].rstrip("/").rpartition("/")[2]
    plan = sent(leader, "/sampling/plans/new/", **asked, place=chosen).headers["Location"]
    sent(leader, f"{plan}move/", act="add", who=person_code(person))
    assert "居民甲" in shown(leader, plan)
    assert "渔船船员" in shown(medic, "/sampling/places/")
    round_page = sent(leader, f"{plan}move/", act="round").headers["Location"]
    assert sent(leader, f"{round_page}open/").status_code == 302
    assert "渔船船员" in shown(leader, round_page)


def test_a_phone_learns_the_rounds_and_its_scans_are_carried_out_once_or_parked(town: Town) -> None:
    first, second = town.people(2)
    one, site = town.round(), town.site()
    phone = signed_in(town.medic)
    (known,) = phone.get("/api/v1/field/sampling").json()["rounds"]
    assert (known["id"], known["pool"], [s["id"] for s in known["sites"]]) == (one.pk, 10, [site])

    def command(kind: str, **body: Any) -> dict[str, Any]:
        at = clock.now().isoformat()
        return {"id": str(uuid4()), "kind": kind, "task": 0, "at": at, "seen_version": 0, "body": body}

    into = {"round": one.pk, "site": site, "tube": "T-0001", "capacity": 10}
    commands = [
        command("sample", **into, who=person_code(first)), command("sample", **into, who=person_code(second)),
        command("sample", **into, who="110105194912310046"), command("sample", **into, who="1"),
        command("seal_tube", round=one.pk, tube="T-0001"), command("seal_tube", round=one.pk, tube="T-0404"),
    ]  # fmt: skip
    for _again in range(2):
        answer = phone.post(
            "/api/v1/field/commands", json.dumps({"contract": 3, "commands": commands}), "application/json"
        )
        results = answer.json()["results"]
        assert [r["result"] for r in results] == ["done", "done", "parked", "refused", "done", "refused"]
    assert (results[2]["code"], results[3]["code"]) == ("person_unknown", "person_code")
    assert all(r["title"] for r in results[2:4])
    assert (town.status("T-0001"), town.covered(one)["sampled"]) == ("sealed", 2)


def test_a_laboratory_says_what_came_and_what_it_found_by_api(town: Town) -> None:
    (person,) = town.people(1)
    one, site = town.round(), town.site()
    town.scan(one, site, "T-0001", person)
    town.seal(one, "T-0001")
    with entered(Scope.system("test")) as scope:
        user = User.objects.get(pk=town.laboratory.user_id)
        token = issue_token(scope.actor, "lab", user, town.laboratory.post_id or 0, ("laboratory",))
    text = token if isinstance(token, str) else token[1]

    def post(path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": str(uuid4())}
        return Client().post(f"/api/v1/tubes/{path}", json.dumps(body), "application/json", headers=headers)

    came = post("received", {"laboratory": "实验室", "tubes": ["T-0001", "T-0404"]})
    assert came.json() == {"new": 1, "before": 0, "unknown": ["T-0404"]}, came.content
    at = clock.now().isoformat()
    results = [{"tube": code, "value": "negative", "tested_at": at} for code in ("T-0001", "T-0404")]
    said = post("results", {"laboratory": "实验室", "results": results}).json()
    (fault,) = said["wrong"]
    assert (said["stored"], said["refused"]) == (1, 1)
    assert fault == {"row": 1, "field": "tube", "value": "T-0404", "code": "tube_unknown"}
    assert town.covered(one)["valid"] == 1
