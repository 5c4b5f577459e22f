"""Who looked is written for ever; tokens are shown once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from gangmu.ground.accounts.actions import create_account, issue_token, log_access, revoke_token
from gangmu.ground.accounts.models import AccessLog, ApiToken, User
from gangmu.ground.accounts.queries import looks_at, token_of
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope

pytestmark = pytest.mark.django_db
SYSTEM = Scope.system("test").actor


@pytest.fixture
def medic() -> User:
    return User.objects.create_user("medic", name="东湖社区三人小组 医护")


def test_a_look_is_written_with_who_and_why(medic: User) -> None:
    actor = Actor(medic.pk, 5, Jurisdiction.of("441302001001"), frozenset({"medic"}))
    log_access(actor, "open", 7, "person file")
    log_access(actor, "reveal", 7, "phone", "call before the visit")
    newest, oldest = looks_at(Scope.of(actor), 7)
    assert (newest.by, newest.act, newest.reason) == (medic.name, "reveal", "call before the visit")
    assert oldest.act == "open" and looks_at(Scope.of(actor), 8) == []


def test_nothing_is_revealed_without_a_reason(medic: User) -> None:
    with pytest.raises(Refused, match="reason_missing"):
        log_access(Actor(medic.pk, 5, Jurisdiction.nothing()), "reveal", 7, "phone", "  ")


def test_the_log_can_neither_be_changed_nor_removed() -> None:
    log_access(SYSTEM, "search", None, "name")
    with pytest.raises(ProgrammingError), transaction.atomic():
        AccessLog.objects.update(detail="")
    with pytest.raises(ProgrammingError), transaction.atomic():
        AccessLog.objects.all().delete()


def test_a_token_is_known_by_its_text_and_kept_as_a_digest(medic: User) -> None:
    text = issue_token(SYSTEM, "laboratory", medic, 5, ["laboratory"])
    found = token_of(text)
    assert found is not None and (found.user, found.scopes) == (medic, ["laboratory"])
    assert text.encode() not in bytes(ApiToken.objects.get().digest)
    assert token_of(text + "x") is None and token_of("") is None


def test_a_token_ends(medic: User) -> None:
    text = issue_token(SYSTEM, "lab", medic, 5, ["push"], clock.now() + timedelta(hours=1))
    with clock.at(clock.now() + timedelta(hours=2)):
        assert token_of(text) is None
    revoke_token(SYSTEM, ApiToken.objects.get())
    assert token_of(text) is None


def test_a_switched_off_user_has_no_token(medic: User) -> None:
    text = issue_token(SYSTEM, "lab", medic, 5, ["push"])
    User.objects.update(is_active=False)
    assert token_of(text) is None


def test_only_the_shell_hands_out_keys_and_known_scopes(medic: User) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        issue_token(Actor(medic.pk, 5, Jurisdiction.nothing()), "own", medic, 5, ["push"])
    with pytest.raises(Refused, match="scope_unknown"):
        issue_token(SYSTEM, "lab", medic, 5, ["everything"])


def test_a_token_known_beforehand_exists_in_demo_mode_only(medic: User, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = False
    with pytest.raises(Refused, match="not_allowed"):
        issue_token(SYSTEM, "demo", medic, 5, ["push"], text="gm_known")


def test_an_account_keeps_its_password_when_made_again() -> None:
    made = create_account(SYSTEM, "push", "推送员", "first-password")
    again = create_account(SYSTEM, "push", "推送员", "second-password")
    assert made.pk == again.pk and again.check_password("first-password")
    assert not create_account(SYSTEM, "locked", "无密码").has_usable_password()
