"""Scan to register: once, into one tube, never too many, never pooled who must be single; what collides is parked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections

from gangmu.control.sampling import actions
from gangmu.control.sampling.models import Parked, Specimen, Tube
from gangmu.control.sampling.rules.codes import person_code, tube_code, whose
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE, THERE
from tests.control.sampling.conftest import DOCUMENT, MORNING, Town

WHYS = ("person_unknown", "tube_full", "in_other_tube", "tube_too_large", "tube_of_other_round")


def test_a_person_is_registered_by_his_card_or_code_and_counts_at_once(town: Town) -> None:
    first = town.world.person("居民甲", document=DOCUMENT)
    second, _third = town.people(2)
    one, site = town.round(), town.site()
    assert (town.scan(one, site, "a-001", DOCUMENT).filled, town.scan(one, site, "A-001", second).filled) == (
        1,
        2,
    )
    covered = town.covered(one)
    assert (covered["required"], covered["sampled"], covered["valid"]) == (3, 2, 0)
    assert town.counting(first) == ["A-001"]
    assert town.true()


def test_a_command_that_comes_twice_late_or_again_is_carried_out_once(town: Town) -> None:
    (person,) = town.people(1)
    one, site = town.round(), town.site()
    command = uuid4()
    done = town.scan(one, site, "T-0001", person, command=command)
    assert town.scan(one, site, "T-0001", person, command=command) == done
    assert town.scan(one, site, "T-0001", person).again
    town.seal(one, "T-0001")
    town.seal(one, "T-0001")
    with clock.at(clock.now() + timedelta(minutes=30)):
        (other,) = town.people(1)
        before = clock.now() - timedelta(minutes=31)
        assert not town.scan(one, site, "T-0001", other, taken=before).parked  # he was in it when it was shut
        assert town.scan(one, site, "T-0001", *town.people(1)).parked == "tube_closed"


@pytest.mark.parametrize("why", WHYS)
def test_what_collides_is_parked_with_why_and_nothing_is_lost(town: Town, why: str) -> None:
    first, *others = town.people(6)
    one, site = town.round(pool=5), town.site()
    for person in (first, *others[:4]):
        town.scan(one, site, "T-0001", person, 5)
    other = town.round(pool=5)
    tries = {
        "person_unknown": lambda: town.scan(one, site, "T-0002", "110105194912310046", 5, name="过路人"),
        "tube_full": lambda: town.scan(one, site, "T-0001", others[4], 5),
        "in_other_tube": lambda: town.scan(one, site, "T-0002", first, 5),
        "tube_too_large": lambda: town.scan(one, site, "T-0003", others[4], 20),
        "tube_of_other_round": lambda: town.scan(other, site, "T-0001", others[4], 5),
    }
    assert tries[why]().parked == why
    with entered(Scope.system("test")):
        (kept,) = Parked.objects.all()
        assert (kept.why, kept.outcome) == (why, "")
        assert Specimen.objects.count() == 5
    assert town.true()


def test_nobody_who_must_be_sampled_singly_is_pooled_by_a_scan_or_by_hand(town: Town) -> None:
    free, contact = town.people(2)
    one, site = town.round(), town.site()
    with entered(Scope.system("test")) as scope:
        from gangmu.casework.actions import NewTask, open_task

        new = NewTask("ground_verification", town.world.incident, "close_contact", contact, HERE, "密接")
        open_task(scope.actor, uuid4(), new)
    town.scan(one, site, "T-0001", free)
    assert town.scan(one, site, "T-0001", contact).parked == "must_be_single"
    assert town.scan(one, site, "S-0001", contact, 1).filled == 1
    with entered(Scope.system("test")), bulk_role():
        Specimen.objects.filter(person_id=contact).update(counts=False)
        tube = Tube.objects.get(code="T-0001")
        with pytest.raises(IntegrityError, match="no single tube"):
            Specimen.objects.create(
                area=HERE, tube=tube, round=one, person_id=contact, required=True, taken_at=clock.now(),
                registered_at=clock.now(),
            )  # fmt: skip


def test_the_database_holds_no_more_in_a_tube_than_fits_and_nobody_twice(town: Town) -> None:
    people = town.people(7)
    one, site = town.round(pool=5), town.site()
    town.scan(one, site, "T-0001", people[0], 5)

    def rows(persons: list[int]) -> list[Specimen]:
        tube, now = Tube.objects.get(code="T-0001"), clock.now()
        return [
            Specimen(
                area=HERE,
                tube=tube,
                round=one,
                person_id=person,
                required=True,
                taken_at=now,
                registered_at=now,
            )
            for person in persons
        ]

    for persons, said in ((people[1:6], "holds 5"), ([people[0]], "one_tube")):
        with pytest.raises(IntegrityError, match=said), entered(Scope.system("test")), bulk_role():
            Specimen.objects.bulk_create(rows(persons))
    with entered(Scope.system("test")), bulk_role():
        Specimen.objects.bulk_create(rows(people[1:5]))
    assert town.covered(one)["sampled"] == 5
    assert town.true()


def test_somebody_from_elsewhere_is_registered_where_he_stands_and_required_where_he_lives(
    town: Town,
) -> None:
    guest = town.world.person("邻村人", THERE)
    (resident,) = town.people(1)
    one, site = town.round(), town.site()
    town.scan(one, site, "T-0001", guest)
    town.scan(one, site, "T-0001", resident)
    covered = town.covered(one)
    assert (covered["required"], covered["sampled"]) == (1, 1)
    with pytest.raises(Refused, match="not_found"):
        town.scan(one, site, "T-0002", guest, by=town.far_medic)  # whose ground the round does not touch


def test_what_was_parked_is_registered_after_all_or_dropped_for_a_reason(town: Town) -> None:
    town.people(1)
    one, site = town.round(), town.site()
    town.scan(one, site, "T-0001", DOCUMENT)
    town.scan(one, site, "T-0001", "110105194912310046")
    with entered(Scope.system("test")):
        first, second = Parked.objects.select_related("round", "site").order_by("pk")
    with pytest.raises(Refused, match="name_missing"):
        town.do(town.world.desk, actions.register_parked, first, "T-0001")
    town.do(town.world.desk, actions.register_parked, first, "T-0001", "新来的人")
    with pytest.raises(Refused, match="parked_settled"):
        town.do(town.world.desk, actions.drop, first, "重复")
    town.do(town.world.desk, actions.drop, second, "本人已离开")
    with entered(Scope.system("test")):
        assert list(Parked.objects.order_by("pk").values_list("outcome", flat=True)) == [
            "registered",
            "dropped",
        ]
        assert not any(bytes(one.sealed) for one in Parked.objects.all())
        assert Specimen.objects.count() == 1


def test_codes_say_whom_they_mean_or_that_they_were_misread() -> None:
    assert whose(f" {person_code(815)} ").person == 815
    assert whose(DOCUMENT).key == f"resident_id:{DOCUMENT}"
    assert tube_code(" ab－12 34") == "AB-1234"
    for text in ("GM8150", "123", ""):
        with pytest.raises(Refused, match="person_code"):
            whose(text)
    with pytest.raises(Refused, match="tube_code"):
        tube_code("管")


@pytest.mark.django_db(transaction=True)
def test_phones_that_open_one_tube_at_the_same_moment_all_get_their_person_into_it(town: Town) -> None:
    people = town.people(6)
    one, site = town.round(), town.site()
    start = Barrier(len(people))

    def scan(person: int) -> str:
        try:
            with clock.at(MORNING):
                start.wait(timeout=60)
                return town.scan(one, site, "T-0001", person).parked
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as phones:
        assert list(phones.map(scan, people)) == [""] * len(people)
    assert town.covered(one)["sampled"] == len(people)
    assert town.true()
