"""Photos, voice notes and positions: in sealed parts, each kept once, by whoever reported and after his report."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from gangmu.casework import actions
from gangmu.casework.models import ProofPart, Report
from gangmu.casework.queries import proof_content, proofs_of
from gangmu.casework.rules import KINDS
from gangmu.ground.accounts.models import AccessLog, User
from gangmu.ground.incidents.rules import shipped_packs
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import THERE, own_pack, seen
from tests.doors.api.calling import Caller, command
from tests.doors.api.conftest import Ground
from tests.doors.api.test_letters import sealed_bytes

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 8


def report(proof: str) -> dict[str, Any]:
    answers = {"tried": ["door"], "attempts": "3", "slip_left": proof, "stood_at": "not_possible"}
    return {"outcome": "unreachable", "answers": answers}


def part(who: str, report: str, proof: UUID, number: int, data: bytes, of: int = 2) -> dict[str, Any]:
    letter = sealed_bytes(f"{who}/{proof}/{number}/{of}", data)
    return {"report": report, "proof": str(proof), "number": number, "of": of, "sealed": letter}


def sent(caller: Caller, body: dict[str, Any]) -> tuple[int, Any]:
    answer = caller.post("/field/proofs", body)
    return answer.status_code, answer.json().get("fresh", answer.json().get("code"))


def begun(ground: Ground) -> tuple[int, str, UUID]:
    """A task reported with a photo whose parts are still on the phone."""
    task, proof = ground.world.task(), uuid4()
    one = command("report", task, report(str(proof)))
    answer = ground.field.post("/field/commands", {"commands": [one]}).json()["results"][0]
    assert answer["result"] == "done", answer
    return task, one["id"], proof


def stand(ground: Ground, task: int) -> list[tuple[str, str, int, int]]:
    with seen(ground.world.comparer, task) as found:
        proofs = proofs_of(found, Report.objects.get(task=found))
        return [(one.name, "" if len(one.id) == 36 else one.id, one.have, one.of) for one in proofs]


def test_parts_come_in_any_order_and_again_and_make_the_whole(ground: Ground) -> None:
    task, id, proof = begun(ground)
    who, halves = ground.world.cadre.key, (PHOTO[:1000], PHOTO[1000:])
    assert stand(ground, task) == [("slip_left", "", 0, 0), ("stood_at", "not_possible", 0, 0)]
    assert sent(ground.field, part(who, id, proof, 1, halves[1])) == (200, True)
    assert sent(ground.field, part(who, id, proof, 1, halves[1])) == (200, False)
    assert stand(ground, task)[0] == ("slip_left", "", 1, 2)
    with entered(Scope.of(ground.world.comparer)) as scope:
        try:
            proof_content(scope, task, proof)
        except Refused as refused:
            assert refused.code == "not_found"
        else:
            raise AssertionError("half a photo was shown")
    assert sent(ground.field, part(who, id, proof, 0, halves[0])) == (200, True)
    assert sent(ground.field, part(who, id, proof, 2, b"x", of=3)) == (422, "proof_other_size")
    with entered(Scope.of(ground.world.comparer)) as scope:
        assert proof_content(scope, task, proof) == PHOTO
        assert PHOTO[:1000] not in b"".join(bytes(part.sealed) for part in ProofPart.objects.all())


def test_nobody_brings_what_another_took_and_no_report_names(ground: Ground) -> None:
    _task, id, proof = begun(ground)
    who = ground.world.cadre.key
    assert sent(ground.police, part(who, id, proof, 0, PHOTO)) == (422, "letter_unreadable")
    assert sent(ground.police, part(ground.world.police.key, id, proof, 0, PHOTO)) == (404, "not_found")
    assert sent(ground.field, part(who, id, uuid4(), 0, PHOTO)) == (404, "not_found")
    assert sent(ground.field, part(who, str(uuid4()), proof, 0, PHOTO)) == (404, "not_found")
    assert sent(ground.field, {**part(who, id, proof, 0, PHOTO), "number": 1}) == (422, "letter_unreadable")
    assert sent(ground.field, part(who, id, proof, 2, PHOTO))[0] == 422
    with entered(Scope.system("test")):
        assert not ProofPart.objects.exists()


def test_the_proof_of_a_report_kept_beside_a_case_arrives_though_the_door_is_gone(ground: Ground) -> None:
    task, proof = ground.world.task(), uuid4()
    ground.world.do(ground.world.police, actions.offer_handover, task, THERE, "there")
    one = command("report", task, report(str(proof)))
    answer = ground.field.post("/field/commands", {"commands": [one]}).json()["results"][0]
    assert answer["code"] == "kept_for_office"
    assert sent(ground.field, part(ground.world.cadre.key, one["id"], proof, 0, PHOTO, of=1)) == (200, True)


def test_a_report_without_the_proof_is_kept_and_the_reviewer_sees_what_is_missing(ground: Ground) -> None:
    task = ground.world.task()
    form = {"outcome": "unreachable", "answers": {"tried": ["door"], "attempts": "3"}}
    assert ground.field.do("report", task, form)["result"] == "done"
    assert stand(ground, task) == [("slip_left", "", 0, 0), ("stood_at", "", 0, 0)]


def test_an_outcome_that_needs_no_proof_asks_for_none(ground: Ground) -> None:
    task = ground.world.reported()
    assert stand(ground, task) == []
    wrong = {"outcome": "unreachable", "answers": {"tried": ["door"], "slip_left": "C:/photo.jpg"}}
    refused = ground.field.do("report", ground.world.task("乙"), wrong)
    assert [error["at"] for error in refused["errors"]] == ["slip_left"]


def test_a_proof_is_opened_at_the_desk_as_what_it_is_and_that_is_written_down(ground: Ground) -> None:
    from django.test import Client

    task, id, proof = begun(ground)
    sent(ground.field, part(ground.world.cadre.key, id, proof, 0, PHOTO, of=1))
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(pk=ground.world.comparer.user_id), backend)
    answer = client.get(f"/tasks/{task}/proofs/{proof}/")
    assert (answer.status_code, answer.headers["Content-Type"], answer.content) == (200, "image/jpeg", PHOTO)
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert AccessLog.objects.filter(act="open", detail__contains=str(proof)).count() == 1
    assert str(proof) in client.get(f"/tasks/{task}/").content.decode()
    client.force_login(User.objects.get(pk=ground.world.far_cadre.user_id), backend)
    assert client.get(f"/tasks/{task}/proofs/{proof}/").status_code == 404


def test_what_is_proved_and_when_is_said_by_the_pack_alone(ground: Ground) -> None:
    photo = {"kind": "ground_verification", "outcome": "not_here", "code": "empty_door", "take": "photo",
             "text": "空门照片", "english": "the empty door"}  # fmt: skip
    with own_pack(ground.world, proofs=[photo]) as world:
        task = world.task()
        listed = ground.field.get("/field/tasks", contract=4).json()
        asked = listed["proofs"][listed["tasks"][0]["proofs"]]
        assert asked["not_here"]["properties"]["empty_door"]["ui"] == {
            "proof": "photo",
            "label": ["空门照片", "the empty door"],
        }
        assert list(asked) == ["not_here"]
        assert ground.field.do("report", task, {"outcome": "not_here", "answers": {}})["result"] == "done"
        assert stand(ground, task) == [("empty_door", "", 0, 0)]
        refused = ground.field.do("report", world.task("乙"), report(str(uuid4())))
        assert {error["at"] for error in refused["errors"]} == {"slip_left", "stood_at"}


def test_every_shipped_pack_wants_proved_only_what_a_form_can_ask() -> None:
    for pack in shipped_packs().values():
        for wanted in pack.proofs:
            fields = KINDS[wanted.kind].forms[wanted.outcome].model_fields
            assert wanted.code not in fields, f"{pack.key}: {wanted.code} is a question of the form"
            assert wanted.when is None or wanted.when in fields, f"{pack.key}: no question {wanted.when}"
