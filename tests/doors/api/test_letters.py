"""What a locked or wiped phone sends: letters that the server alone can read; and the versions of the contract."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gangmu.casework import actions
from gangmu.casework.models import Report, Task
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body, Holding, Post
from gangmu.ground.organization.queries import actor_of, forget
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.letters import mailbox
from gangmu.kernel.scope import Scope, entered
from gangmu.kernel.vault import Unsealable
from tests.casework.world import FOUND, body
from tests.doors.api.calling import Caller, caller, command
from tests.doors.api.conftest import Ground

FORM = {"outcome": "found", "answers": FOUND}


def sealed(to: bytes, id: UUID | str, value: Any) -> str:
    """A letter as the app writes it."""
    return sealed_bytes(str(id), json.dumps(value).encode(), to)


def sealed_bytes(bound: str, content: bytes, to: bytes = b"") -> str:
    """Bytes for the server alone, by default for its own mailbox."""
    to = to or mailbox().public
    own, curve = ec.generate_private_key(ec.SECP256R1()), ec.SECP256R1()
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(curve, to))
    key = HKDF(SHA256(), 32, None, b"gangmu letter").derive(shared)
    point, nonce = (
        own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        os.urandom(12),
    )
    body = AESGCM(key).encrypt(nonce, content, bound.encode())
    return b64encode(point + nonce + body).decode()


def letter(who: str, one: dict[str, Any], id: str = "") -> dict[str, str]:
    bound = id or one["id"]
    return {"id": bound, "sealed": sealed(mailbox().public, bound, {"who": who, "command": one})}


def deliver(caller: Caller, *letters: dict[str, str]) -> list[dict[str, Any]]:
    answer = caller.post("/field/letters", {"contract": 2, "letters": list(letters)})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def late_of(task: int) -> list[tuple[str, bool]]:
    with entered(Scope.system("test")):
        return list(Report.objects.filter(task_id=task).order_by("id").values_list("outcome", "late"))


def test_the_list_says_whose_it_is_until_when_and_for_whom_to_seal(ground: Ground) -> None:
    listed = ground.field.get("/field/tasks", contract=2).json()
    assert listed["who"] == ground.world.cadre.key
    assert listed["may"] == ["claim", "report", "contact", "offer", "sample"]
    assert b64decode(listed["letters_to"]) == mailbox().public
    assert listed["until"] > listed["at"]


def test_letters_are_carried_out_once_and_in_their_order(ground: Ground) -> None:
    task, who = ground.world.task(), ground.world.cadre.key
    claim, report = command("claim", task), command("report", task, FORM)
    first = deliver(ground.field, letter(who, claim), letter(who, report))
    assert [one["result"] for one in first] == ["done", "done"]
    again = deliver(ground.field, letter(who, claim), letter(who, report))
    assert [one["result"] for one in again] == ["repeated", "repeated"]
    assert late_of(task) == [("found", False)]


def test_a_slower_letter_is_parked_and_brings_both_versions(ground: Ground) -> None:
    task = ground.world.task()
    ground.police.do("report", task, FORM)
    mine = letter(ground.world.cadre.key, command("report", task, {"outcome": "not_here", "answers": {}}))
    for _ in range(2):  # a phone that was wiped asks again, and gets the same
        (one,) = deliver(ground.field, mine)
        assert (one["result"], one["code"]) == ("parked", "late_report")
        assert one["data"]["other"]["outcome"] == "found"
        assert one["data"]["command"]["body"]["outcome"] == "not_here"
    assert late_of(task) == [("found", False), ("not_here", True)]


def test_what_is_refused_goes_back_to_its_author(ground: Ground) -> None:
    task = ground.world.task()
    wrong = command("report", task, {"outcome": "found", "answers": {"count_clear": True}})
    (one,) = deliver(ground.field, letter(ground.world.cadre.key, wrong))
    assert (one["result"], one["code"]) == ("refused", "answers_invalid")
    assert one["data"]["command"]["body"] == wrong["body"]
    assert late_of(task) == []


def test_nobody_delivers_what_another_has_written(ground: Ground) -> None:
    task = ground.world.task()
    (one,) = deliver(ground.police, letter(ground.world.cadre.key, command("report", task, FORM)))
    assert (one["result"], one["code"]) == ("refused", "letter_of_other")
    assert "command" not in one["data"]
    assert late_of(task) == []


def test_whoever_was_switched_to_an_emergency_trio_delivers_what_he_did_in_his_own(ground: Ground) -> None:
    world, task = ground.world, ground.world.task()
    mine = letter(world.cadre.key, command("report", task, FORM))
    with entered(Scope.system("test")), bulk_role():
        old = Body.objects.get(pk=world.cadre.body_id)
        new = body("trio", "441302001001E01", "应急三人小组", old.division)
        post = Post.objects.create(body=new, role="cadre", title="应急村居干部")
        user = User.objects.get(pk=world.cadre.user_id)
        Holding.objects.create(user=user, post=post, valid=("2020-01-01", None))
    forget()
    switched = actor_of(user, post.pk)
    assert switched is not None
    assert (
        deliver(caller(switched, "field"), mine)[0]["code"] == "letter_of_other"
    )  # his own trio still works
    Body.objects.filter(pk=old.pk).update(standing_by=True)
    forget()
    with entered(Scope.system("test")):
        Task.objects.filter(pk=task).update(owner=new)  # the door goes with him
    (one,) = deliver(caller(switched, "field"), mine)
    assert (one["result"], late_of(task)) == ("done", [("found", False)])


@pytest.mark.parametrize("sealed", ["", "AAAA", "not base64", b64encode(os.urandom(200)).decode()])
def test_a_letter_that_cannot_be_read_keeps_no_other_back(ground: Ground, sealed: str) -> None:
    task = ground.world.task()
    good = letter(ground.world.cadre.key, command("report", task, FORM))
    bad, done = deliver(ground.field, {"id": str(uuid4()), "sealed": sealed}, good)
    assert (bad["result"], bad["code"], done["result"]) == ("refused", "letter_unreadable", "done")


def test_a_letter_is_bound_to_its_id(ground: Ground) -> None:
    mine = letter(ground.world.cadre.key, command("claim", ground.world.task()))
    (one,) = deliver(ground.field, {**mine, "id": str(uuid4())})
    assert one["code"] == "letter_unreadable"
    (other,) = deliver(ground.field, letter(ground.world.cadre.key, command("claim", 1), id=str(uuid4())))
    assert other["code"] == "letter_of_other"


def test_a_letter_with_half_characters_is_refused_and_not_an_error(ground: Ground) -> None:
    note = {"outcome": "not_here", "answers": {"note": "a\0b"}}
    (one,) = deliver(
        ground.field, letter(ground.world.cadre.key, command("report", ground.world.task(), note))
    )
    assert one["code"] == "letter_unreadable"


def test_the_mailbox_opens_no_letter_that_was_touched(ground: Ground) -> None:
    raw = bytearray(b64decode(sealed(mailbox().public, "x", {})))
    assert mailbox().open(bytes(raw), "x") == b"{}"
    raw[-1] ^= 1
    with pytest.raises(Unsealable):
        mailbox().open(bytes(raw), "x")


def test_an_unknown_version_of_the_contract_is_answered(ground: Ground) -> None:
    for answer in (
        ground.field.get("/field/tasks", contract=9),
        ground.field.post(
            "/field/letters", {"contract": 9, "letters": [{"id": str(uuid4()), "sealed": "AA"}]}
        ),
        ground.field.post("/field/commands", {"contract": 9, "commands": [command("claim", 1)]}),
    ):
        assert answer.status_code == 409
        assert (answer.json()["code"], answer.json()["supported"]) == ("contract_unknown", [1, 2, 3, 4])


# What the client of contract 3 reads of a list and of a task, as its source had it.
LIST_3 = "contract at post who name may until letters_to grids tasks forms questions zones next"
TASK_3 = (
    "id version status kind category_name area place name document phone address building at near known questions"
    " urgent flagged sources due_at claimed_by mine last_contact_at last_contact_by returned_because return_opened zone"
)


def test_the_previous_client_goes_on_working(ground: Ground) -> None:
    """Contract 3: it reads what it knew, its letters are carried out, and a proof that it took is kept."""
    task, who, proof = ground.world.task(), ground.world.cadre.key, uuid4()
    listed = ground.field.get("/field/tasks", contract=3, limit=500).json()
    assert set(LIST_3.split()) <= listed.keys()
    assert set(TASK_3.split()) <= listed["tasks"][0].keys()
    tried = {"tried": ["door"], "attempts": "3", "slip_left": str(proof), "stood_at": "not_possible"}
    report = command("report", task, {"outcome": "unreachable", "answers": tried})
    letters = [letter(who, command("claim", task)), letter(who, report)]
    answer = ground.field.post("/field/letters", {"contract": 3, "letters": letters}).json()
    assert [one["result"] for one in answer["results"]] == ["done", "done"]
    sealed = sealed_bytes(f"{who}/{proof}/0/1", b"a photo")
    part = {
        "contract": 3,
        "report": report["id"],
        "proof": str(proof),
        "number": 0,
        "of": 1,
        "sealed": sealed,
    }
    assert ground.field.post("/field/proofs", part).json() == {"fresh": True}


def test_the_one_before_it_too(ground: Ground) -> None:
    """Contract 2: letters, a list that it seals until the shift ends, and no question that it could not ask."""
    task, who = ground.world.task(), ground.world.cadre.key
    listed = ground.field.get("/field/tasks", contract=2).json()
    asked = listed["forms"]["ground_verification"]["unreachable"]["properties"]
    assert asked.keys() == {"note", "tried", "attempts"}
    tried = {"outcome": "unreachable", "answers": {"tried": ["door"], "attempts": "3"}}
    sent = {"contract": 2, "letters": [letter(who, command("report", task, tried))]}
    (one,) = ground.field.post("/field/letters", sent).json()["results"]
    assert one["result"] == "done"


def test_the_first_client_goes_on_working_too(ground: Ground) -> None:
    """Contract 1: it names no version, sends plain commands, and reads the fields that it knew."""
    task = ground.world.task()
    listed = ground.field.get("/field/tasks").json()
    known = {
        "id",
        "version",
        "status",
        "kind",
        "name",
        "address",
        "known",
        "questions",
        "due_at",
        "mine",
        "category",
    }
    assert {"at", "post", "tasks", "forms", "questions", "next"} <= listed.keys()
    assert known <= listed["tasks"][0].keys()
    claim, report = command("claim", task), command("report", task, FORM)
    answer = ground.field.post("/field/commands", {"commands": [claim, report]}).json()
    assert [one["result"] for one in answer["results"]] == ["done", "done"]
    assert {"id", "result", "code", "title", "data", "errors", "task"} == answer["results"][0].keys()


def test_a_kind_of_command_that_is_not_known_keeps_no_other_back(ground: Ground) -> None:
    task = ground.world.task()
    sent = {"commands": [command("photo", task), command("claim", task)]}
    unknown, claim = ground.field.post("/field/commands", sent).json()["results"]
    assert (unknown["result"], unknown["code"], claim["result"]) == ("refused", "kind_unknown", "done")


def test_a_list_that_has_not_changed_is_not_sent_again(ground: Ground) -> None:
    task = ground.world.task()
    first = ground.field.get("/field/tasks")
    mark = first.headers["ETag"]

    def again(caller: Caller, known: str = mark) -> int:
        from django.test import Client

        headers = {**caller.headers(), "If-None-Match": known}
        return Client().get("/api/v1/field/tasks", headers=headers).status_code

    assert again(ground.field) == 304
    assert again(ground.field, f'"another", W/{mark}') == again(ground.field, "*") == 304
    assert again(ground.field, '"another"') == 200
    assert again(ground.police) == 200  # another's list
    ground.world.do(ground.world.police, actions.claim, task)
    assert again(ground.field) == 200
