"""What whoever has a shell on the server does for a city: accounts, partners' tokens, incidents."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gangmu.ground.accounts.models import User
from gangmu.ground.accounts.queries import token_of
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.queries import actor_of
from gangmu.ground.territory.queries import forget
from gangmu.kernel.bulk import bulk_role, run
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE, World, build, division

OFFICE = "441302001-office"
INCIDENT = {"pack": "mosquito", "area": "441302", "basis": "传染病防治法", "organ": "区指挥部"}


@pytest.fixture
def world(db: Any) -> World:
    """A town with its office, in a county."""
    made = build()
    with entered(Scope.system("test")), bulk_role():
        division("441302", "county", "甲区", None)
    forget()
    return made


def shell(monkeypatch: pytest.MonkeyPatch, *words: str, stdin: str = "", **options: Any) -> str:
    """What a command prints."""
    monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_an_account_gets_a_post_and_with_it_what_the_post_may(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = shell(
        monkeypatch, "account", "seat-1", "--post", f"{OFFICE}:desk", name="席位一", stdin="long enough 7\n"
    )
    assert "甲街道合署办公点" in said
    user = User.objects.get(username="seat-1")
    actor = actor_of(user)
    assert user.check_password("long enough 7") and actor is not None
    assert (actor.roles, actor.jurisdiction) == ({"desk"}, world.desk.jurisdiction)


def test_run_again_it_gives_a_further_post_and_keeps_the_password(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell(monkeypatch, "account", "seat-1", stdin="long enough 7\n")
    shell(monkeypatch, "account", "seat-1", "--post", f"{OFFICE}:comparer", stdin="another one 8\n")
    user = User.objects.get(username="seat-1")
    actor = actor_of(user)
    assert user.check_password("long enough 7") and actor is not None and actor.roles == {"comparer"}


def test_a_weak_password_or_an_unknown_post_makes_no_account(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError):
        shell(monkeypatch, "account", "seat-1", "--post", f"{OFFICE}:desk", stdin="123\n")
    with pytest.raises(CommandError, match="no such post"):
        shell(monkeypatch, "account", "seat-1", "--post", "NOWHERE:desk", stdin="long enough 7\n")
    assert not User.objects.filter(username="seat-1").exists()


def test_a_token_is_printed_once_works_and_is_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shell(monkeypatch, "account", "lab", "--post", f"{OFFICE}:desk", stdin="long enough 7\n")
    options = {"user": "lab", "post": f"{OFFICE}:desk", "scope": ["laboratory"]}
    text = shell(monkeypatch, "token", "甲检验所", **options).strip()
    found = token_of(text)
    assert found is not None and found.scopes == ["laboratory"] and found.expires_at is not None
    assert shell(monkeypatch, "token", "甲检验所", revoke=True).strip() == "1 ended"
    assert token_of(text) is None


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({}, "--user, --post and --scope"),
        ({"user": "nobody", "post": f"{OFFICE}:desk", "scope": ["push"]}, "no account nobody"),
    ],
)
def test_a_token_needs_to_be_somebodys(
    world: World, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        shell(monkeypatch, "token", "x", **options)


def test_an_incident_is_opened_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        said = shell(monkeypatch, "incident", "m-2026", name="蚊媒防控", **INCIDENT)
        assert said.startswith("m-2026: 蚊媒防控, mosquito")
    incident = Incident.objects.get(code="m-2026")
    assert (incident.lo, incident.deciding_organ) == (441302 * 10**12, "区指挥部")


@pytest.mark.parametrize("wrong", [{"area": "999999"}, {"basis": " "}, {"pack": "covid-20"}])
def test_an_incident_without_what_it_needs_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    with pytest.raises(CommandError):
        shell(monkeypatch, "incident", "m-2026", **INCIDENT | wrong)
    assert not Incident.objects.filter(code="m-2026").exists()


def test_a_recount_says_what_was_wrong_and_then_that_nothing_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.task()
    assert shell(monkeypatch, "recount") == "The counts agree with the tasks.\n"
    with entered(Scope.system("test")), bulk_role():
        run("DELETE FROM casework_tasktally")
    said = shell(monkeypatch, "recount").splitlines()
    assert said == [f"{HERE:018d}, incident {world.incident.pk}: open +1", "1 corrected."]
    assert shell(monkeypatch, "recount") == "The counts agree with the tasks.\n"
