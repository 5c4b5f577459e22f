"""The small ground of the casework tests, and a browser-less visitor for each of its posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.queries import forget as forget_owners
from gangmu.ground.territory.models import Division
from gangmu.ground.territory.queries import forget as forget_ground
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import World, actor, body, build, division


@pytest.fixture
def world(db: Any) -> World:
    """Two villages, their trios, an office."""
    made = build()
    forget_ground()
    forget_owners()
    return made


@pytest.fixture
def clerk(world: World) -> Actor:
    """A push clerk of the town."""
    with entered(Scope.system("test")), bulk_role():
        town = Division.objects.get(level="town")
        office = body("push_office", "push", "推送专班", town)
        return actor(office, "push_clerk")


@pytest.fixture
def outsider(world: World) -> Actor:
    """A push clerk of another county: the same role, other ground."""
    with entered(Scope.system("test")), bulk_role():
        county = division("441322", "county", "乙县", None)
        office = body("push_office", "push-2", "乙县专班", county)
        return actor(office, "push_clerk")


@pytest.fixture
def visit(settings: Any) -> Callable[[Actor], Client]:
    """A signed-in client acting in a post."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }

    def arrive(actor: Actor) -> Client:
        client = Client()
        user = User.objects.get(pk=actor.user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return arrive
