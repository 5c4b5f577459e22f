"""A resident with his link, in a browser without scripts or cookies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from gangmu.ground.organization.models import Body
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from tests.control.isolation.conftest import care
from tests.control.links.conftest import Given, given

__all__ = ["care", "given"]
PHONE = "0752-0000000"


@dataclass
class Resident:
    """Somebody who holds a link."""

    given: Given
    token: str

    def at(self, path: str = "", **query: str) -> str:
        """An address of his page."""
        return f"/r/{self.token}/{path}" + "".join(f"?{name}={value}" for name, value in query.items())

    def get(self, path: str = "", **query: str) -> HttpResponse:
        """Open it as a browser that has never been here."""
        return Client().get(self.at(path, **query))  # type: ignore[return-value]

    def post(self, path: str, **data: Any) -> HttpResponse:
        """Send a form; a browser would send the id that the page gave it."""
        client = Client(enforce_csrf_checks=True)
        return client.post(self.at(path), {"command": str(uuid4()), **data})  # type: ignore[return-value]


@pytest.fixture
def resident(given: Given) -> Resident:
    """The person of an order, with the office's telephone on his page."""
    with entered(Scope.system("test")), bulk_role():
        Body.objects.filter(kind="joint_office").update(phone=PHONE)
    return Resident(given, given.link())
