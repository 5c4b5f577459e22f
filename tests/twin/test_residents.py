"""Residents go through the vault into the register, once, however often the build is cut off."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from django.db import connection

from gangmu.ground.register.models import Household, Person, Presence
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import vault
from gangmu.twin import bulk
from gangmu.twin.building import NotEmpty, Village, build
from gangmu.twin.residents import Group, village

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
HERE = Scope.of(Actor(1, 1, Jurisdiction.of("441302001001"), frozenset({"cadre"})))
THERE = Scope.of(Actor(2, 2, Jurisdiction.of("441322"), frozenset({"cadre"})))
VILLAGES = [
    Village(0, 0, 1, (Group(441302001001001001, "荣灿嘉园", 30, True),)),
    Village(1, 30, 1, (Group(441302001002001001, "禾田小组", 20, False),)),
]


def silent(done: int, total: int) -> None:
    """No bar."""


def rows() -> list[Any]:
    """All that must be equal for the same seed: sealed values never are."""
    with entered(Scope.system("test")):
        persons = list(Person.objects.order_by("id").values_list("id", "name", "document_hash", "phone_hash"))
        return persons + list(
            Presence.objects.order_by("id").values_list("id", "person", "household", "address")
        )


def shape() -> list[Any]:
    """The indexes and constraints of the register's tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%s) ORDER BY 1", [list(bulk.TABLES)]
        )
        found = cursor.fetchall()
        cursor.execute(
            "SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text = ANY(%s) ORDER BY 1",
            [list(bulk.TABLES)],
        )
        return found + cursor.fetchall()


def test_a_resident_is_sealed_masked_and_found_by_hash() -> None:
    before = shape()
    assert build(VILLAGES, 1, silent) == 50
    assert shape() == before
    one, safe = next(village(0, VILLAGES[0].groups, 0, 1)), vault()
    with entered(HERE):
        known = Person.objects.get(document_hash=safe.fingerprint("document", f"resident_id:{one.document}"))
        assert safe.open("document", known.document_sealed) == one.document
        assert one.document not in (known.document_mask, known.name) and known.document_mask.count("*") == 13
        assert safe.open("phone", known.phone_sealed) == f"+86{one.phone}"
        assert known.birth_date == date.fromisoformat(one.birth_date)
        assert Presence.objects.filter(source="register").count() == 30
        home = Household.objects.select_related("building").get(presences__person=known)
        assert home.building is not None and home.label.startswith(home.building.name)
    with entered(THERE):
        assert not Person.objects.exists() and not Household.objects.exists()


def test_a_build_that_was_cut_off_ends_in_the_same_state_and_again_changes_nothing() -> None:
    before = shape()

    def cut(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(VILLAGES, 1, cut)
    assert len(rows()) == 60
    assert build(VILLAGES, 1, silent) == 50
    assert shape() == before
    first = rows()
    assert build(VILLAGES, 1, silent) == 50 and rows() == first
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('register_person', 'id'))")
        assert cursor.fetchone() == (51,)


def test_a_register_with_other_people_is_left_alone() -> None:
    build(VILLAGES, 1, silent)
    with pytest.raises(NotEmpty):
        build([VILLAGES[0]._replace(first=60)], 1, silent)
    assert len(rows()) == 100


def test_a_helper_process_begins_before_the_house_is_set_up() -> None:
    """It imports what it works with before its initializer can set Django up: a model among that ends every build."""
    started = [sys.executable, "-c", "import gangmu.twin.building"]
    done = subprocess.run(started, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
