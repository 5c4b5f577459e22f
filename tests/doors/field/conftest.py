"""The small ground of casework, and a phone signed in as somebody of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gangmu.ground.accounts.models import User
from gangmu.kernel.scope import Actor
from tests.casework.world import World, build


@pytest.fixture
def world(db: Any) -> World:
    """Two villages, their trios, an office."""
    return build()


@pytest.fixture
def phone() -> Callable[[Actor], Client]:
    """`phone(actor)` is a signed-in phone that speaks English."""

    def signed_in(actor: Actor) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return signed_in
