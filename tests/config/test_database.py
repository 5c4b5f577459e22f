"""A database that an older version left is brought to what this one expects."""

from __future__ import annotations

import pytest

from gangmu.config import database
from gangmu.ground.territory import bulk
from gangmu.ground.territory.models import Alias
from tests.ground.conftest import small_divisions


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_ground_that_an_older_version_loaded_gets_the_names_that_this_one_ships() -> None:
    bulk.load_divisions(small_divisions(), bulk.DIVISIONS_AS_OF)
    known, said = database.notes(), list[str]()
    database.note({**known, "schema": "of an older version"})
    database.migrate(said.append, demo=True)
    assert said == ["making the tables"] and database.notes() == known
    assert Alias.objects.filter(text="路溪镇").exists()
    database.migrate(said.append, demo=True)
    assert said == ["making the tables"]  # what is there already is not made again
