"""What is found at the door reaches the register: co-residents, corrections; closing ends false presences."""

from __future__ import annotations

from gangmu.casework import actions
from gangmu.casework.models import Report
from gangmu.ground.register.models import IdentityQuestion, Person, Presence
from gangmu.kernel.scope import Scope, entered
from gangmu.kernel.vault import vault
from tests.casework.world import FOUND, HERE, World

DOCUMENT = "11010519491231002X"


def test_co_residents_become_persons_with_presences_and_their_numbers_stay_in_the_vault(world: World) -> None:
    task = world.task()
    people = [
        {"name": "居民乙", "relation": "spouse", "document": DOCUMENT, "phone": "138 0013 8000"},
        {"name": "居民丙", "relation": "child"},
    ]
    world.do(world.police, actions.report, task, "found", {**FOUND, "co_residents": people})
    with entered(Scope.of(world.police)):
        assert Presence.objects.filter(area=HERE, source="door").count() == 2
        spouse = Person.objects.get(name="居民乙")
        assert vault().open("document", spouse.document_sealed) == DOCUMENT
        assert spouse.phone_mask.endswith("8000") and spouse.sex == "f"
        kept = str(Report.objects.get().answers)
        assert DOCUMENT not in kept and "13800138000" not in kept
        households = set(Presence.objects.values_list("household_id", flat=True))
        assert len(households) == 1 and None not in households


def test_the_same_co_residents_reported_again_are_the_same_persons(world: World) -> None:
    task = world.task()
    people = [{"name": "居民乙", "document": DOCUMENT}, {"name": "居民丙"}]
    for _ in range(2):
        world.do(world.police, actions.report, task, "found", {**FOUND, "co_residents": people})
        world.do(world.comparer, actions.return_, task, "请复核")
        world.do(world.police, actions.open_return, task)
    with entered(Scope.of(world.police)):
        assert Person.objects.count() == 3


def test_a_co_resident_with_a_known_document_is_that_person_wherever_he_was(world: World) -> None:
    far = world.person("居民乙", area=world.far_cadre.jurisdiction.lo, document=DOCUMENT)
    task = world.task()
    people = [{"name": "居民乙", "document": DOCUMENT}]
    world.do(world.police, actions.report, task, "found", {**FOUND, "co_residents": people})
    with entered(Scope.of(world.police)):
        assert Person.objects.get(name="居民乙").pk == far


def test_a_document_of_another_corrected_at_the_door_asks_a_human(world: World) -> None:
    other = world.person("居民乙", document=DOCUMENT)
    task = world.task()
    world.do(world.police, actions.report, task, "found", {**FOUND, "right_document": DOCUMENT})
    with entered(Scope.of(world.desk)):
        question = IdentityQuestion.objects.get()
        assert other in (question.person_id, question.other_id) and question.because == "document_of_another"


def test_a_corrected_phone_is_found_under_its_hash_and_kept_masked(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.report, task, "found", {**FOUND, "right_phone": "13800138000"})
    with entered(Scope.of(world.police)):
        person = Person.objects.get()
        assert vault().open("phone", person.phone_sealed).endswith("13800138000")
        assert Report.objects.get().answers["right_phone"].startswith("*")


def test_closing_a_report_of_somebody_gone_ends_his_presence(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.report, task, "moved_on", {"whereabouts": "out_of_city", "place": "省外"})
    world.do(world.comparer, actions.compare, task)
    world.do(world.gatekeeper, actions.release, task)
    with entered(Scope.system("closing")) as scope:
        actions.close_released(scope.actor)
        assert not Presence.objects.filter(until=None).exists()


def test_what_stood_chosen_on_the_screen_is_kept_as_what_was_tapped_is(world: World) -> None:
    task = world.task()
    world.do(world.police, actions.report, task, "unreachable", {"tried": ["door"]})
    with entered(Scope.of(world.police)):
        assert Report.objects.get().answers == {"tried": ["door"], "attempts": "2"}
