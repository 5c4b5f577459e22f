"""Who is who: what was asked at a door is answered at the desk."""

from __future__ import annotations

from gangmu.casework import actions
from gangmu.ground.register.models import IdentityQuestion
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import FOUND, World
from tests.doors.desk.test_case_pages import Visit, command


def asked_at_a_door(world: World) -> int:
    """A co-resident with the name and phone of somebody whom the incident knows; the question about them."""
    world.person("居民乙", phone="+8613812345678")
    people = [{"name": "居民乙", "phone": "13812345678"}]
    world.do(world.police, actions.report, world.task(), "found", {**FOUND, "co_residents": people})
    with entered(Scope.system("test")):
        return int(IdentityQuestion.objects.get().pk)


def test_a_question_asked_at_a_door_is_answered_at_the_desk(world: World, visit: Visit) -> None:
    question, desk = asked_at_a_door(world), visit(world.desk)
    assert "/identities/" in desk.get("/").content.decode()
    page = desk.get("/identities/").content.decode()
    assert page.count("居民乙") == 2 and "13812345678" not in page
    answer = desk.post(f"/identities/{question}/", {**command(), "same": "yes"}, follow=True)
    assert "同一人" in answer.content.decode() and "居民乙" not in answer.content.decode()
    with entered(Scope.system("test")), bulk_role():
        found = IdentityQuestion.objects.select_related("person", "other").get()
        assert found.status == "same" and found.person.merged_into_id == found.other_id


def test_both_persons_files_show_the_question(world: World, visit: Visit) -> None:
    asked_at_a_door(world)
    with entered(Scope.system("test")), bulk_role():
        pair = IdentityQuestion.objects.values_list("person_id", "other_id").get()
    for one, other in (pair, pair[::-1]):
        assert f"/persons/{other}/" in visit(world.desk).get(f"/persons/{one}/").content.decode()


def test_others_neither_see_nor_answer_it(world: World, outsider: Actor, visit: Visit) -> None:
    question = asked_at_a_door(world)
    assert visit(world.comparer).get("/identities/").status_code == 403
    stranger = visit(outsider)
    assert "居民乙" not in stranger.get("/identities/").content.decode()
    assert stranger.post(f"/identities/{question}/", {**command(), "same": "yes"}).status_code == 404
