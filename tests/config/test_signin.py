"""Signing in when a whole shift does: from few addresses, and still nobody guesses a password."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from gangmu.ground.accounts.actions import create_account
from gangmu.kernel.scope import Scope, entered

PASSWORD = "a-password-of-the-shift"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def member() -> Iterator[str]:
    """Somebody with an account; allauth's counters begin anew."""
    cache.clear()
    with entered(Scope.system("test")) as scope:
        create_account(scope.actor, "member", "席位", PASSWORD)
    yield "member"
    cache.clear()


def status(password: str) -> int:
    return Client().post("/account/login/", {"login": "member", "password": password}).status_code


def test_more_than_thirty_in_a_minute_sign_in_from_one_address() -> None:
    assert {status(PASSWORD) for _ in range(31)} == {302}


def test_five_wrong_passwords_close_an_account_for_a_while() -> None:
    assert {status("a-guess") for _ in range(5)} == {200}
    assert status(PASSWORD) == 200  # the form again, with the reason
