"""The small ground of the casework tests, and shifts on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from gangmu.ground.organization.models import Shift
from gangmu.kernel.scope import Actor
from tests.casework.world import World, build

Work = Callable[..., Shift]


@pytest.fixture
def world(db: Any) -> World:
    """Two villages, their trios, an office."""
    return build()


@pytest.fixture
def work() -> Work:
    """`work(actor, begin, hours=12)` puts somebody on duty in his post."""

    def put(actor: Actor, begin: datetime, hours: float = 12) -> Shift:
        during = DateTimeTZRange(begin, begin + timedelta(hours=hours))
        return Shift.objects.create(
            post_id=actor.post_id, user_id=actor.user_id, body_id=actor.body_id, during=during
        )

    return put
