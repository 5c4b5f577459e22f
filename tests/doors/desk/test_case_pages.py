"""Tasks, reviews, doubtful rows and persons through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.test import Client

from gangmu.casework import actions
from gangmu.control.intake.models import Row
from gangmu.doors.desk.queries.context import waiting_for
from gangmu.ground.accounts.models import AccessLog
from gangmu.ground.register.models import Presence
from gangmu.ground.territory.models import Alias
from gangmu.kernel import clock
from gangmu.kernel.area import code_at, floor_to
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import FOUND, HERE, THERE, World, own_pack
from tests.doors.desk.test_push_pages import pushed

Visit = Callable[[Actor], Client]


def command() -> dict[str, str]:
    """A fresh command id, as a form carries it."""
    return {"command": str(uuid4())}


def first_waiting() -> Row:
    """The row that has waited longest."""
    with entered(Scope.system("test")):
        row = Row.objects.filter(outcome="waiting").order_by("id").first()
    assert row is not None
    return row


def test_every_post_has_a_home_page(world: World, clerk: Actor, visit: Visit) -> None:
    for actor in (clerk, world.desk, world.comparer, world.gatekeeper):
        assert visit(actor).get("/").status_code == 200
    assert visit(world.cadre).get("/").headers["Location"] == "/field/"


def test_a_task_tells_its_story_to_its_own_ground_only(world: World, outsider: Actor, visit: Visit) -> None:
    task = world.reported()
    page = visit(world.desk).get(f"/tasks/{task}/").content.decode()
    assert "已报告" in page and "人数清" in page
    assert visit(outsider).get(f"/tasks/{task}/").status_code == 404
    assert visit(outsider).post(f"/tasks/{task}/cancel/", {**command(), "reason": "x"}).status_code == 404


def test_whatever_is_left_for_later_comes_again_when_all_others_have_been_seen(
    world: World, visit: Visit
) -> None:
    tasks = {world.reported(name) for name in ("甲", "乙", "丙")}
    comparer, address, seen = visit(world.comparer), "/review/", []
    for _look in range(4):
        page = comparer.get(address).content.decode()
        (later,) = re.findall(r'hx-get="(/review/[^"]*skip=(\d+))"', page)
        address = later[0].replace("&amp;", "&")
        seen.append(int(later[1]))
    assert set(seen[:3]) == tasks and seen[3] == seen[0]


def test_what_is_left_for_later_stays_behind_when_another_is_decided(world: World, visit: Visit) -> None:
    tasks = [world.reported(name) for name in ("居民甲", "居民乙", "居民丙")]
    comparer = visit(world.comparer)
    said = {**command(), "gate": "compare", "skip": [str(tasks[0])]}
    page = comparer.post(f"/review/{tasks[1]}/pass/", said).content.decode()
    assert f"/review/{tasks[2]}/pass/" in page and f"/review/{tasks[0]}/pass/" not in page


def test_a_comparer_passes_and_the_gatekeeper_releases(world: World, visit: Visit) -> None:
    task = world.reported()
    comparer, gatekeeper = visit(world.comparer), visit(world.gatekeeper)
    assert "居民甲" in comparer.get("/review/").content.decode()
    assert comparer.post(f"/review/{task}/pass/", {**command(), "gate": "compare"}).status_code == 200
    assert world.status(task) == "compared"
    assert gatekeeper.post(f"/review/{task}/pass/", {**command(), "gate": "release"}).status_code == 200
    assert world.status(task) == "released"
    story = visit(world.desk).get(f"/tasks/{task}/").content.decode()
    assert "比对：通过" in story and "放行：通过" in story


def test_reviewers_see_what_the_pack_asked_and_what_was_left_open(world: World, visit: Visit) -> None:
    task = world.task(known={"origin": "邻省"})
    world.do(world.police, actions.report, task, "found", {**FOUND, "asked": {"fever": True}})
    for page in (visit(world.comparer).get("/review/"), visit(world.desk).get(f"/tasks/{task}/")):
        html = page.content.decode()
        assert "近14天有无发热、皮疹、关节痛</dt><dd>是</dd>" in html
        assert re.search(r"是否使用蚊帐或驱蚊用品</dt><dd><[^>]+>未回答<", html)
        assert "邻省" in html and "来源地" not in html.replace("来源地</dt><dd>邻省", "")
    world.do(world.comparer, actions.compare, task)
    assert "近14天有无发热" in visit(world.gatekeeper).get("/review/").content.decode()


def test_a_clock_that_differs_is_shown_and_one_that_cannot_be_right_is_marked(
    world: World, visit: Visit
) -> None:
    now = clock.now()
    with clock.at(now - timedelta(hours=5)):
        tasks = [world.task(f"居民{n}") for n in range(3)]
    for task, away in zip(tasks, (timedelta(minutes=1), timedelta(hours=3), timedelta(days=-9)), strict=True):
        world.do(world.police, actions.report, task, "found", FOUND, now - away)
    same, earlier, wrong = (visit(world.desk).get(f"/tasks/{task}/").content.decode() for task in tasks)
    assert "手机" not in same
    assert "按手机时间" in earlier and "时间不对" not in earlier
    assert "手机时间不对" in wrong


def test_only_the_reviewer_at_whose_gate_a_report_stands_is_sent_to_his_queue(
    world: World, visit: Visit
) -> None:
    def sent(actor: Actor, task: int) -> bool:
        return "审核</a>" in visit(actor).get(f"/tasks/{task}/").content.decode().split("<main", 1)[1]

    task = world.reported()
    assert sent(world.comparer, task) and not sent(world.gatekeeper, task)
    with own_pack(world, gates=["release"]) as own:
        task = own.reported("居民乙")
        assert sent(world.gatekeeper, task) and not sent(world.comparer, task)


def test_the_menu_counts_reports_also_under_rules_that_came_after_its_first_count(world: World) -> None:
    def counted(actor: Actor) -> int:
        with entered(Scope.of(actor)) as scope:
            return waiting_for(scope)["review"]

    assert (counted(world.comparer), counted(world.gatekeeper)) == (0, 0)
    with own_pack(world, gates=["release"]) as own:
        own.reported()
    assert (counted(world.comparer), counted(world.gatekeeper)) == (0, 1)


def test_a_return_needs_a_reason(world: World, visit: Visit) -> None:
    task = world.reported()
    comparer = visit(world.comparer)
    comparer.post(f"/review/{task}/return/", {**command(), "gate": "compare"})
    assert world.status(task) == "reported"
    comparer.post(f"/review/{task}/return/", {**command(), "gate": "compare", "chip": ["身份未核实"]})
    assert world.status(task) == "returned"


def test_one_key_places_a_doubtful_row_and_shows_the_next(world: World, clerk: Actor, visit: Visit) -> None:
    pushed(visit(clerk), 3)
    desk, row = visit(world.desk), first_waiting()
    assert desk.get("/office/").status_code == 200
    answer = desk.post(f"/office/{row.pk}/place/", {**command(), "area": str(HERE)})
    assert answer.status_code == 200
    with entered(Scope.system("test")):
        assert Row.objects.get(pk=row.pk).outcome == "task"


def test_where_the_register_knows_somebody_is_offered_at_the_desk_and_teaches_no_address(
    world: World, clerk: Actor, visit: Visit
) -> None:
    pushed(visit(clerk), 2)
    desk, row = visit(world.desk), first_waiting()
    assert "花名册，" not in desk.get(f"/office/{row.pk}/").content.decode()
    with entered(Scope.system("test")):
        for area, until in ((HERE, None), (THERE, clock.now())):
            Presence.objects.create(
                person_id=row.person_id, area=area, source="register", since=clock.now(), until=until
            )
    page = desk.get(f"/office/{row.pk}/").content.decode()
    offered = re.findall(r'name="(\w+)" value="(\d+)" data-key="(\d)"', page)
    assert offered == [("known", str(HERE), "1")] and "花名册，" in page
    form = {**command(), "known": str(HERE), "teach": "1", "learn": "某处"}
    assert desk.post(f"/office/{row.pk}/place/", form).status_code == 200
    with entered(Scope.system("test")):
        assert Row.objects.get(pk=row.pk).outcome == "task"
    assert not Alias.objects.exists()


def test_where_the_register_and_an_address_agree_the_address_is_what_is_offered_and_taught(
    world: World, clerk: Actor, visit: Visit
) -> None:
    pushed(visit(clerk), 1)
    desk, row = visit(world.desk), first_waiting()
    with entered(Scope.system("test")):
        for area, since in ((HERE, clock.now()), (HERE + 1000, clock.now() - timedelta(days=9))):
            Presence.objects.create(person_id=row.person_id, area=area, source="register", since=since)
        Row.objects.filter(pk=row.pk).update(candidates=[{"code": code_at(HERE, "village"), "reasons": []}])
    page = desk.get(f"/office/{row.pk}/").content.decode()
    assert re.findall(r'name="(\w+)" value="(\d+)" data-key="(\d)"', page) == [("area", str(HERE), "1")]
    assert page.count("花名册，") == 1
    form = {**command(), "area": str(HERE), "teach": "1", "learn": "某处小院"}
    assert desk.post(f"/office/{row.pk}/place/", form).status_code == 200
    assert [(alias.text, alias.area) for alias in Alias.objects.all()] == [
        ("某处小院", floor_to(HERE, "village"))
    ]


def test_a_name_that_was_learnt_meanwhile_is_the_first_candidate_of_the_rows_that_wait_already(
    world: World, clerk: Actor, visit: Visit
) -> None:
    pushed(visit(clerk), 2)
    desk, row = visit(world.desk), first_waiting()
    form = {**command(), "area": str(HERE), "teach": "1", "learn": "某处"}
    desk.post(f"/office/{row.pk}/place/", form)
    village = str(floor_to(HERE, "village"))
    page = desk.get(f"/office/{first_waiting().pk}/").content.decode()
    assert re.findall(r'name="(\w+)" value="(\d+)" data-key="(\d)"', page) == [("area", village, "1")]


def test_a_row_that_is_settled_leads_on_to_those_that_wait_and_a_ledger_only_where_one_may_go(
    world: World, clerk: Actor, visit: Visit
) -> None:
    batch = pushed(visit(clerk), 2)
    desk, row = visit(world.desk), first_waiting()
    assert "/office/" in visit(world.desk).get(f"/push/{batch}/").content.decode().split("<main", 1)[1]
    desk.post(f"/office/{row.pk}/outside/", command())
    page = desk.get(f"/office/{row.pk}/").content.decode()
    assert "继续处理待研判数据" in page and "每一条数据都已落位" not in page
    assert (
        "/office/" not in visit(world.comparer).get(f"/push/{batch}/").content.decode().split("<main", 1)[1]
    )


def test_whoever_loses_the_race_for_a_row_is_told_so(world: World, clerk: Actor, visit: Visit) -> None:
    pushed(visit(clerk), 2)
    desk, row = visit(world.desk), first_waiting()
    desk.post(f"/office/{row.pk}/place/", {**command(), "area": str(HERE)})
    late = visit(clerk).post(f"/office/{row.pk}/outside/", command())
    assert "这一条已经处理" in late.content.decode()
    with entered(Scope.system("test")):
        assert Row.objects.get(pk=row.pk).outcome == "task"


def test_a_stranger_decides_about_no_row(world: World, clerk: Actor, outsider: Actor, visit: Visit) -> None:
    pushed(visit(clerk), 1)
    row = first_waiting()
    stranger = visit(outsider)
    assert stranger.get(f"/office/{row.pk}/").status_code == 404
    for what in ("place", "outside", "identity", "refuse"):
        form = {**command(), "area": str(HERE), "reason": "x"}
        assert stranger.post(f"/office/{row.pk}/{what}/", form).status_code == 404, what


def test_a_value_is_revealed_with_a_reason_that_is_logged(
    world: World, outsider: Actor, visit: Visit
) -> None:
    person = world.person("居民乙", phone="13912345678")
    desk = visit(world.desk)
    assert "13912345678" not in desk.get(f"/persons/{person}/").content.decode()
    assert desk.post(f"/persons/{person}/reveal/phone/").status_code == 400
    shown = desk.post(f"/persons/{person}/reveal/phone/", {"reason": "contact"})
    assert "13912345678" in shown.content.decode()
    assert list(AccessLog.objects.order_by("id").values_list("act", flat=True)) == ["open", "reveal"]
    seen = desk.get(f"/persons/{person}/").content.decode()
    assert "person file" not in seen and world.desk.label in seen
    assert "显示完整信息" in seen and "联系或上门" in seen
    assert visit(outsider).post(f"/persons/{person}/reveal/phone/", {"reason": "contact"}).status_code == 404
    assert visit(outsider).get(f"/persons/{person}/").status_code == 404


def test_a_file_says_who_looked_what_for_and_why(world: World, visit: Visit) -> None:
    person = world.person("居民乙", phone="13912345678")
    visit(world.desk).post(f"/persons/{person}/reveal/phone/", {"reason": "identity", "note": "核对"})
    page = visit(world.comparer).get(f"/persons/{person}/").content.decode()
    looked = page[page.index("查阅记录") :]
    assert world.desk.label in looked and "显示完整信息" in looked and "核对" in looked


def test_who_called_last_is_shown_in_the_file_before_anybody_dials(world: World, visit: Visit) -> None:
    person = world.person("居民乙", phone="13912345678")
    world.task("居民乙", person=person)
    url = f"/persons/{person}/"
    assert "尚无人联系过" in visit(world.desk).get(url).content.decode()
    visit(world.desk).post(f"{url}reveal/document/", {"reason": "contact"})
    visit(world.desk).post(f"{url}reveal/phone/", {"reason": "identity"})
    assert "尚无人联系过" in visit(world.desk).get(url).content.decode()
    visit(world.desk).post(f"{url}reveal/phone/", {"reason": "contact"})
    assert f"{world.desk.label} · " in visit(world.comparer).get(url).content.decode()
    assert AccessLog.objects.filter(act="reveal", person_id=person).count() == 3


def test_a_hand_over_is_accepted_on_the_page(world: World, visit: Visit) -> None:
    from tests.casework.world import THERE

    task = world.task()
    world.do(world.desk, actions.offer_handover, task, THERE, "住在西社区")
    desk = visit(world.desk)
    assert "住在西社区" in desk.get("/handovers/").content.decode()
    assert desk.post(f"/tasks/{task}/accept/", command()).status_code == 302
    assert world.status(task) == "open"
    assert "住在西社区" in desk.get(f"/tasks/{task}/").content.decode()


def test_two_tasks_of_one_person_are_told_apart_by_their_kind(world: World, visit: Visit) -> None:
    person = world.person("居民乙")
    usual, visited = world.task("居民乙", person=person), world.task("居民乙", person=person, kind="look_in")
    desk = visit(world.desk)
    file = desk.get(f"/persons/{person}/").content.decode()
    assert f'/tasks/{usual}/">落地核查<' in file and f'/tasks/{visited}/">上门看望<' in file
    assert "上门看望" in desk.get(f"/tasks/{visited}/").content.decode()
    listed = desk.get("/tasks/").content.decode()
    assert listed.count("上门看望") == 1 and "落地核查" not in listed
