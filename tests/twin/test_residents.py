"""Residents go through the vault into the register, once."""

from __future__ import annotations

import pytest

from gangmu.ground.register.models import Household, Person, Presence
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.kernel.vault import vault
from gangmu.twin import people
from gangmu.twin.bulk import load_residents

pytestmark = pytest.mark.django_db
AREA = 441302001001001001
HERE = Scope.of(Actor(1, 1, Jurisdiction.of("441302001001"), frozenset({"cadre"})))
THERE = Scope.of(Actor(2, 2, Jurisdiction.of("441322"), frozenset({"cadre"})))


def test_a_resident_is_sealed_masked_and_found_by_hash() -> None:
    crowd = list(people.residents([(AREA, "荣灿嘉园", 3000, True)], 0.01))
    load_residents(crowd)
    one, safe = crowd[0].person, vault()
    with entered(HERE):
        known = Person.objects.get(document_hash=safe.fingerprint("document", f"resident_id:{one.document}"))
        assert safe.open("document", known.document_sealed) == one.document
        assert one.document not in (known.document_mask, known.name) and known.document_mask.count("*") == 13
        assert safe.open("phone", known.phone_sealed) == f"+86{one.phone}"
        assert Presence.objects.filter(source="register").count() == len(crowd)
    with entered(THERE):
        assert not Person.objects.exists() and not Household.objects.exists()


def test_loading_residents_again_changes_nothing() -> None:
    crowd = list(people.residents([(AREA, "荣灿嘉园", 3000, True)], 0.01))
    load_residents(crowd)
    again = load_residents(crowd)
    assert (again["put_persons"], again["put_households"], again["put_presences"]) == (0, 0, 0)
