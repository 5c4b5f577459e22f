"""The small ground of `world`, made anew for each test."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.world import World, build


@pytest.fixture
def world(db: Any) -> World:
    """Two villages, their trios, an office."""
    return build()
