"""What the tests themselves rest on: nothing of one test is left for the next."""

from __future__ import annotations

from typing import Any

from gangmu.ground.register.models import Person
from gangmu.kernel.scope import Scope, entered
from tests import databases
from tests.casework.world import build


def test_rows_that_their_owner_cannot_see_are_emptied_as_well(transactional_db: Any) -> None:
    build().person("居民甲")
    with entered(Scope.system("test")):
        assert Person.objects.exists()
    databases.empty()
    with entered(Scope.system("test")):
        assert not Person.objects.exists()
