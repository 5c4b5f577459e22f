"""The pages of plans: all that is wrong at once, the dry run writes nothing, the file, the report."""

from __future__ import annotations

import pytest
from django.test import Client

from gangmu.command.modes.models import Plan, PlanTown
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import ModeChange
from gangmu.kernel.scope import Actor, Scope, entered
from tests.command.modes.conftest import FAR, TOWN, WHY, Switching


def client_of(actor: Actor, language: str = "en") -> Client:
    """Somebody signed in, who reads English."""
    client = Client(headers={"Accept-Language": language})
    client.cookies["django_language"] = language
    client.force_login(
        User.objects.get(pk=actor.user_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def leader(switching: Switching) -> Client:
    return client_of(switching.city)


def test_a_plan_that_cannot_be_is_refused_with_all_that_is_wrong(leader: Client) -> None:
    command = "0190f7a2-0000-7000-8000-000000000001"
    said = {"command": command, "name": "", "mechanism": "fourth", "basis": "anew", "town": [TOWN, FAR]}
    answer = leader.post("/modes/new/", {**said, f"trios-{TOWN}": "twelve", f"trios-{FAR}": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“twelve” is no number of trios" in page and "“” is no number of trios" in page
    assert page.count("is-invalid") >= 4
    with entered(Scope.system("test")):
        assert not Plan.objects.exists()


def test_a_plan_is_made_looked_at_carried_out_and_reported_on_pages(
    switching: Switching, leader: Client
) -> None:
    switching.tasks()
    command = "0190f7a2-0000-7000-8000-00000000000{}"
    said = {
        "command": command.format(2),
        "name": "Level three",
        "mechanism": "second",
        "basis": "laid",
        "town": TOWN,
    }
    made = leader.post("/modes/new/", said)
    assert leader.post("/modes/new/", said).headers["Location"] == made.headers["Location"]
    url = made.headers["Location"]
    page = leader.get(url).content.decode()
    assert "Dry run: nothing has happened." in page and "second edition" in page and "nobody" in page
    assert not ModeChange.objects.exists()
    early = leader.post(
        f"{url}move/", {"command": command.format(3), "move": "activate", "reason": WHY, "town": TOWN}
    )
    assert early.status_code == 302 and not ModeChange.objects.exists()  # not looked at yet
    leader.post(f"{url}move/", {"command": command.format(4), "move": "check"})
    leader.post(
        f"{url}move/", {"command": command.format(5), "move": "activate", "reason": WHY, "town": TOWN}
    )
    assert ModeChange.objects.get().reason == WHY
    file = b"".join(leader.get(f"{url}staff.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert file.count("\r\n") > 50 and "机动力量" in file
    report = leader.get(f"{url}report/").content.decode()
    assert "still running" in report and ">6<" in report
    with entered(Scope.system("test")):
        assert PlanTown.objects.get().moved == 6
    assert client_of(switching.elsewhere).get(url).status_code == 404
    assert client_of(switching.town).get(url).status_code == 200
