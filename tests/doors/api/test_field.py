"""The phone's list, and its outbox of commands: each carried out once, none lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gangmu.casework import actions
from gangmu.casework.models import Report, Task
from gangmu.ground.accounts.models import AccessLog, User
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import FOUND, THERE
from tests.doors.api.calling import command
from tests.doors.api.conftest import Ground

FORM = {"outcome": "found", "answers": FOUND}


def reports(task: int) -> list[tuple[str, bool]]:
    with entered(Scope.system("test")):
        return list(Report.objects.filter(task_id=task).order_by("id").values_list("outcome", "late"))


def version(task: int) -> int:
    with entered(Scope.system("test")):
        return int(Task.objects.get(pk=task).version)


def test_the_list_holds_the_tasks_of_my_trio_and_nothing_else(ground: Ground) -> None:
    mine, theirs = ground.world.task("甲", known={"origin": "广州"}), ground.world.task("乙", THERE)
    listed = ground.field.get("/field/tasks").json()
    assert [task["id"] for task in listed["tasks"]] == [mine]
    assert listed["tasks"][0]["known"] == {"origin": "广州"}
    assert [task["id"] for task in ground.far.get("/field/tasks").json()["tasks"]] == [theirs]


def test_the_list_brings_the_forms_that_the_server_reads_answers_with(ground: Ground) -> None:
    ground.world.task()
    forms = ground.field.get("/field/tasks").json()["forms"]["ground_verification"]
    assert set(forms) >= {"found", "not_here", "wrong_data", "unreachable", "refused", "moved_on"}
    assert {"count_clear", "identity_clear", "location_clear", "control_clear"} <= set(
        forms["found"]["required"]
    )


def test_the_list_brings_what_the_pack_asks_besides_and_reports_are_read_with_it(ground: Ground) -> None:
    bare, told = ground.world.task("甲"), ground.world.task("乙", known={"origin": "广州"})
    listed = ground.field.get("/field/tasks").json()
    names = {task["id"]: task["questions"] for task in listed["tasks"]}
    asked = {task: listed["questions"][name]["properties"] for task, name in names.items()}
    assert list(asked[bare]) == ["arrived_at", "origin", "fever", "net"]
    assert list(asked[told]) == ["arrived_at", "fever", "net"]
    assert asked[told]["fever"]["ui"]["label"][1] == "fever, rash or joint pain in the last 14 days"
    wrong = {"outcome": "found", "answers": {**FOUND, "asked": {"fever": "perhaps", "origin": "广州"}}}
    refused = ground.field.do("report", told, wrong)
    assert {error["at"] for error in refused["errors"]} == {"asked.fever", "asked.origin"}
    right = {"outcome": "found", "answers": {**FOUND, "asked": {"fever": False, "arrived_at": "2026-11-20"}}}
    assert ground.field.do("report", told, right)["result"] == "done"
    with entered(Scope.system("test")):
        assert Report.objects.get().answers["asked"] == {"fever": False, "arrived_at": "2026-11-20"}


def test_the_time_of_a_command_is_kept_with_its_report(ground: Ground) -> None:
    ground.field.do("report", ground.world.task(), FORM)
    with entered(Scope.system("test")):
        report = Report.objects.get()
    assert report.phone_at is not None and report.phone_at.isoformat() == "2026-11-24T04:00:00+00:00"
    assert report.at > report.phone_at


def test_the_list_is_paged_and_what_was_returned_comes_first(ground: Ground) -> None:
    tasks = [ground.world.task(f"居民{n}") for n in range(5)]
    back = ground.world.reported("退回")
    ground.world.do(ground.world.comparer, actions.return_, back, "看不清")
    seen, after = [], ""
    while True:
        piece = ground.field.get("/field/tasks", after=after, limit=2).json()
        seen += piece["tasks"]
        if not (after := piece["next"]):
            break
    assert [task["id"] for task in seen] == [back, *tasks]
    assert seen[0]["returned_because"] == "看不清" and not seen[0]["return_opened"]


def test_a_report_is_done_and_sent_again_is_repeated(ground: Ground) -> None:
    task, id = ground.world.task(), uuid4()
    first = ground.field.do("report", task, FORM, id=id)
    again = ground.field.do("report", task, FORM, id=id)
    assert (first["result"], again["result"]) == ("done", "repeated")
    assert first["data"] == again["data"]
    assert reports(task) == [("found", False)]


def test_a_repeat_stays_a_repeat_after_the_task_has_moved_on(ground: Ground) -> None:
    task, id = ground.world.task(), uuid4()
    ground.field.do("report", task, FORM, id=id)
    ground.world.do(ground.world.comparer, actions.return_, task, "看不清")
    assert ground.field.do("report", task, FORM, id=id)["result"] == "repeated"


def test_the_slower_report_is_parked_and_kept(ground: Ground) -> None:
    task = ground.world.task()
    assert ground.police.do("report", task, FORM)["result"] == "done"
    late = ground.field.do("report", task, {"outcome": "not_here", "answers": {}})
    assert (late["result"], late["code"]) == ("parked", "late_report")
    assert late["task"]["status"] == "reported" and late["title"]
    assert reports(task) == [("found", False), ("not_here", True)]


def test_the_slower_claim_is_parked_and_says_who_was_faster(ground: Ground) -> None:
    task = ground.world.task()
    assert ground.police.do("claim", task)["result"] == "done"
    slower = ground.field.do("claim", task)
    assert (slower["result"], slower["code"]) == ("parked", "claimed_by_other")
    assert "police" in slower["title"] and slower["task"]["version"] == version(task)


def test_commands_are_carried_out_in_order_and_one_that_fails_keeps_none_from_it(ground: Ground) -> None:
    task = ground.world.task()
    outbox = [
        command("claim", task),
        command("report", task, {"outcome": "found", "answers": {}}),
        command("report", 10**15, FORM),
        command("report", task, FORM),
    ]
    results = ground.field.post("/field/commands", {"commands": outbox}).json()["results"]
    assert [(one["result"], one["code"]) for one in results] == [
        ("done", ""),
        ("refused", "answers_invalid"),
        ("refused", "not_found"),
        ("done", ""),
    ]
    assert {error["at"] for error in results[1]["errors"]} >= {"count_clear", "sampled"}
    assert [one["id"] for one in results] == [one["id"] for one in outbox]


def test_an_outbox_comes_to_the_same_as_its_commands_one_by_one(ground: Ground) -> None:
    wrong = {"outcome": "found", "answers": {}}
    home = {"outcome": "found", "answers": {**FOUND, "co_residents": [{"name": "居民乙"}]}}

    def outbox(name: str) -> list[dict[str, Any]]:
        a, b, c, d, lost = (
            ground.world.task(f"{name}{n}", person=ground.world.person(f"{name}{n}")) for n in range(5)
        )
        assert ground.police.do("report", lost, FORM)["result"] == "done"
        again = command("report", a, FORM)
        return [
            again, command("claim", b), command("report", b, FORM), again, command("report", lost, FORM),
            command("report", c, wrong), command("report", c, home), command("claim", d), command("unclaim", d),
            command("claim", d), command("report", 10**15, FORM), command("sing", d),
        ]  # fmt: skip

    def told(results: list[dict[str, Any]]) -> list[Any]:
        return [(r["result"], r["code"], r["task"], bool(r["data"]), len(r["errors"])) for r in results]

    together = ground.field.post("/field/commands", {"commands": outbox("甲")}).json()["results"]
    alone = [
        ground.field.post("/field/commands", {"commands": [one]}).json()["results"][0] for one in outbox("乙")
    ]
    assert told(together) == told(alone)
    assert [one["result"] for one in together] == [
        "done", "done", "done", "repeated", "parked", "refused", "done", "done", "done", "done", "refused", "refused",
    ]  # fmt: skip


def test_eleven_reports_going_up_together_are_as_many_statements_as_one(ground: Ground) -> None:
    doors = [ground.world.task(f"居民{n}") for n in range(12)]

    def statements(some: list[int]) -> int:
        outbox = {"commands": [command("report", door, FORM) for door in some]}
        with CaptureQueriesContext(connection) as seen:
            results = ground.field.post("/field/commands", outbox).json()["results"]
        assert {one["result"] for one in results} == {"done"}
        return len(seen)

    statements([ground.world.task("先")])  # the token is known from then on
    assert statements(doors[:1]) == statements(doors[1:])


def test_every_kind_of_command_is_carried_out(ground: Ground) -> None:
    task = ground.world.task("甲", person=ground.world.person("甲", phone="13812345678"))
    assert ground.field.do("claim", task)["result"] == "done"
    assert ground.field.do("unclaim", task)["result"] == "done"
    called = ground.field.do("contact", task, {"reason": "上门前联系"})
    assert called["data"] == {"phone": "13812345678"}
    assert AccessLog.objects.filter(act="reveal", reason="上门前联系").count() == 1
    assert ground.field.do("report", task, FORM)["result"] == "done"
    ground.world.do(ground.world.comparer, actions.return_, task, "看不清")
    assert ground.field.do("report", task, FORM)["code"] == "return_not_opened"
    assert ground.field.do("open_return", task, seen=1)["code"] == "return_changed"
    assert ground.field.do("open_return", task, seen=version(task))["result"] == "done"
    offered = ground.field.do("offer", task, {"to": f"{THERE:018d}"[:12], "reason": "人在西社区"})
    assert offered["result"] == "done", offered


def test_a_body_that_does_not_fit_its_kind_is_refused_by_itself(ground: Ground) -> None:
    task = ground.world.task()
    wrong = ground.field.do("offer", task, {"to": "nowhere", "reason": "x", "extra": 1})
    assert (wrong["result"], wrong["code"]) == ("refused", "body_invalid")
    assert {error["at"] for error in wrong["errors"]} == {"body.to", "body.extra"}


def test_an_outsider_gets_the_same_answer_for_a_foreign_task_as_for_none(ground: Ground) -> None:
    task = ground.world.task("乙", THERE)
    for kind, body in (("claim", {}), ("report", FORM), ("contact", {}), ("open_return", {})):
        foreign, absent = ground.field.do(kind, task, body), ground.field.do(kind, 10**15, body)
        assert foreign.pop("id") != absent.pop("id")
        assert foreign == absent and foreign["code"] == "not_found"
    assert reports(task) == []


def test_a_report_of_a_door_handed_over_meanwhile_is_kept_and_shows_nothing_of_it(ground: Ground) -> None:
    task, id = ground.world.task(), uuid4()
    ground.world.do(ground.world.police, actions.offer_handover, task, THERE, "人在西社区")
    offered = ground.field.do("report", task, FORM)
    ground.world.do(ground.world.far_cadre, actions.accept_handover, task)
    kept = ground.field.do("report", task, FORM, id=id)
    again = ground.field.do("report", task, FORM, id=id)
    for answer in (offered, kept, again):
        assert (answer["result"], answer["code"], answer["task"]) == ("parked", "kept_for_office", None)
        assert "joint office" in answer["title"]
    assert again["data"] == kept["data"]
    assert reports(task) == [("found", True), ("found", True)]
    assert ground.world.status(task) == "open"


def test_a_wrong_report_of_a_door_handed_over_names_its_fields(ground: Ground) -> None:
    task = ground.world.task()
    ground.world.do(ground.world.police, actions.offer_handover, task, THERE, "人在西社区")
    wrong = ground.field.do("report", task, {"outcome": "found", "answers": {}})
    assert (wrong["code"], wrong["task"]) == ("answers_invalid", None)
    assert reports(task) == []


def test_a_trio_that_gave_a_door_away_weeks_ago_is_a_stranger_to_it(ground: Ground) -> None:
    with clock.at(clock.now() - timedelta(days=9)):
        task = ground.world.task()
        ground.world.do(ground.world.police, actions.offer_handover, task, THERE, "人在西社区")
        ground.world.do(ground.world.far_cadre, actions.accept_handover, task)
    assert ground.field.do("report", task, FORM)["code"] == "not_found"
    assert reports(task) == []


def test_an_id_of_somebody_elses_command_is_refused(ground: Ground) -> None:
    task, id = ground.world.task(), uuid4()
    ground.police.do("report", task, FORM, id=id)
    taken = ground.field.do("report", task, FORM, id=id)
    assert (taken["result"], taken["code"], taken["data"]) == ("refused", "command_id_taken", {})


@pytest.mark.parametrize(("language", "says"), [("zh-hans", "先"), ("en", "first")])
def test_what_became_of_a_command_is_told_in_the_callers_language(
    ground: Ground, language: str, says: str
) -> None:
    task = ground.world.task()
    ground.police.do("report", task, FORM)
    ground.field.language = language
    assert says in ground.field.do("report", task, FORM)["title"]


def test_a_signed_in_member_needs_the_csrf_header(ground: Ground) -> None:
    task = ground.world.task()
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        User.objects.get(pk=ground.world.cadre.user_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    body: dict[str, Any] = {"commands": [command("claim", task)]}
    bare = client.post("/api/v1/field/commands", body, content_type="application/json")
    assert (bare.status_code, bare.json()["code"]) == (403, "csrf")
    client.cookies["csrftoken"] = "a" * 32
    sent = client.post("/api/v1/field/commands", body, "application/json", headers={"X-CSRFToken": "a" * 32})
    assert sent.status_code == 200 and sent.json()["results"][0]["result"] == "done"
    assert client.get("/api/v1/field/tasks").json()["tasks"][0]["mine"]
    assert client.get("/api/v1/reports").json()["code"] == "unauthenticated"


def test_a_report_costs_the_same_few_queries_whatever_the_outbox_holds(ground: Ground) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for size in (1, 4):
        outbox = [command("report", ground.world.task(f"{size}-{n}"), FORM) for n in range(size)]
        with CaptureQueriesContext(connection) as captured:
            ground.field.post("/field/commands", {"commands": outbox})
        costs.append(len(captured))
    each = (costs[1] - costs[0]) / 3
    assert each <= 12, captured.captured_queries[-12:]
