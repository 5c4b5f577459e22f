"""What is made before processes part: a page is shown to nobody, and nothing of it stays open."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template import engines

from gangmu.config.warm import warm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def cold() -> None:
    warm.cache_clear()


def test_the_page_is_made_and_no_connection_is_left(caplog: pytest.LogCaptureFixture) -> None:
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()
    warm()
    assert not caplog.records
    assert connection.connection is None
    assert any("login.html" in name for name in loader.get_template_cache)


def test_a_database_that_is_away_hinders_nothing(caplog: pytest.LogCaptureFixture) -> None:
    connection.close()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = "not_there"
    try:
        warm()
    finally:
        connection.settings_dict["NAME"] = name
    assert "not warmed" in caplog.text
