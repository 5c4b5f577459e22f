"""The pages of the organization: red trios and their repair, posts, the chart, guarantees, lists from spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries
from gangmu.ground.organization.actions import note_absence
from gangmu.ground.organization.bulk import found_guarantees
from gangmu.ground.organization.models import Guarantee, Holding, Post, Shift, StaffList
from gangmu.ground.register.models import Household
from gangmu.kernel import clock
from gangmu.kernel.area import area_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from gangmu.twin import city
from tests.ground.conftest import divisions, ground, trios

__all__ = ["divisions", "ground", "trios"]
SYSTEM = Scope.system("test")
Visit = Callable[[Actor], Client]


def who(body: str, role: str, turn: int = 0) -> Actor:
    """One of those who hold a post, as he acts."""
    held = User.objects.filter(holdings__post__body__code=body, holdings__post__role=role)
    found = queries.actor_of(held.order_by("id")[turn])
    assert found is not None
    return found


@pytest.fixture
def leader(trios: None, visit: Visit) -> Client:
    """A leader of 惠城 at his desk."""
    return visit(who("LEAD441302000000", "leader"))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def fields(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the first form that goes to an address."""
    form = re.search(rf'<form[^>]*action="{action}[^"]*".*?</form>', html, re.DOTALL)
    assert form, action
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))


def test_a_sick_leave_is_repaired_with_one_click(leader: Client) -> None:
    since = clock.now() + timedelta(hours=1)
    medic = Shift.objects.select_related("user").filter(
        body__code="441302001001N01", post__role="medic", during__contains=since
    )[0]
    with entered(SYSTEM):
        note_absence(SYSTEM.actor, medic.user, since, medic.during.upper)
    shown = text(leader.get("/organization/week/"))
    assert "离岗：医务人员" in shown
    asked = fields(shown, f"/organization/posts/{medic.post_id}/cover/")
    others = leader.get(
        f"/organization/posts/{medic.post_id}/cover/", {"since": asked["since"], "until": asked["until"]}
    )
    # Colleagues of the trio who are rested, and the reserves of 惠城 and of 仲恺, which lies inside it.
    assert text(others).count("安排顶岗") > 6 and "机动力量" in text(others)
    answer = leader.post(f"/organization/posts/{medic.post_id}/cover/", asked, follow=True)
    assert "岗位有人" in text(answer) and "离岗：医务人员" not in text(answer)
    leader.post(f"/organization/posts/{medic.post_id}/cover/", asked)
    covered = Shift.objects.filter(
        user_id=asked["user"], post=medic.post, during__endswith=medic.during.upper
    )
    assert covered.count() == 1


def test_the_list_can_be_narrowed_and_taken_along(leader: Client) -> None:
    Shift.objects.filter(body__code="441302001003N01", post__role="police").delete()
    here = text(leader.get("/organization/week/", {"unit": "441302001000"}))
    assert "无人值班：民警" in here
    rows = b"".join(leader.get("/organization/week.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert rows.count("无人值班：民警") == len(re.findall("无人值班：民警", rows)) >= 14
    elsewhere = text(leader.get("/organization/week/", {"unit": "441322000000"}))
    assert "无人值班：民警" in elsewhere  # not his: his own ground is shown instead


def test_the_week_asks_the_same_number_of_questions_whatever_it_shows(
    leader: Client, django_assert_max_num_queries: Any
) -> None:
    Shift.objects.all().delete()
    with django_assert_max_num_queries(30):
        leader.get("/organization/week/")


def test_a_trio_sees_the_list_and_cannot_repair(trios: None, visit: Visit) -> None:
    medic = who("441302001001N01", "medic")
    Shift.objects.filter(body_id=medic.body_id, post__role="police").delete()
    client = visit(medic)
    shown = text(client.get("/organization/week/"))
    assert "无人值班：民警" in shown and "安排顶岗" not in shown
    post = queries.post_in("441302001001N01", "police")
    assert post is not None
    assert client.get(f"/organization/posts/{post.pk}/cover/").status_code == 403


def test_every_page_of_the_organization_opens_for_a_leader(leader: Client) -> None:
    trio = queries.post_in("441302001001N01", "medic")
    assert trio is not None
    pages = ["chart/", "chart/?unit=441302001001&line=health", "lines/?line=health", "guarantee/?tier=grid"]
    pages += [
        f"bodies/{trio.body_id}/",
        f"posts/{trio.pk}/appoint/",
        "guarantee/assign/?area=441302001001000000",
    ]
    for page in pages:
        answer = leader.get(f"/organization/{page}")
        assert answer.status_code == 200, page
    shown = text(leader.get("/organization/chart/?unit=441302001000"))
    assert "合署办公点" in shown and "卫健线专班" in shown and "未指定副职：领导 · 卫健" in shown


def test_history_never_follows_who_was_moved(leader: Client) -> None:
    here, there = (queries.post_in(f"441302001001N0{n}", "medic") for n in (1, 2))
    assert here and there
    held = Holding.objects.filter(post=here).order_by("id")[0]
    today = clock.today().isoformat()
    asked = {"command": str(uuid4()), "post": there.pk, "day": today}
    for _twice in range(2):
        leader.post(f"/organization/holdings/{held.pk}/move/", asked)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    table = re.compile(r"<table.*?</table>", re.DOTALL)

    def holders(body: int, day: str) -> str:
        return table.findall(text(leader.get(f"/organization/bodies/{body}/", {"on": day})))[0]

    assert held.user.name in holders(here.body_id, yesterday)
    assert held.user.name not in holders(here.body_id, today)
    assert held.user.name not in holders(there.body_id, yesterday)
    assert held.user.name in holders(there.body_id, today)


def test_a_deputy_is_named_and_relieved_on_pages(leader: Client) -> None:
    post, user = queries.post_in("LEAD441302001", "leader"), User.objects.create_user("deputy", name="副职甲")
    assert post is not None
    asked = {"command": str(uuid4()), "account": "deputy", "day": "2026-01-01", "deputy": "on"}
    assert "自 2026-01-01 起" in text(
        leader.post(f"/organization/posts/{post.pk}/appoint/", asked, follow=True)
    )
    held = Holding.objects.get(user=user)
    assert held.deputy
    early = leader.post(
        f"/organization/holdings/{held.pk}/relieve/",
        {"command": str(uuid4()), "day": "2026-01-01"},
        follow=True,
    )
    assert "2026-01-01" in text(early) and Holding.objects.get(user=user).valid.upper is None
    leader.post(f"/organization/holdings/{held.pk}/relieve/", {"command": str(uuid4()), "day": "2026-02-01"})
    leader.post(f"/organization/posts/{post.pk}/appoint/", asked)  # the old command once more, late
    assert [one.valid.upper for one in Holding.objects.filter(user=user)] == [date(2026, 2, 1)]
    unknown = {**asked, "command": str(uuid4()), "account": "nobody at all"}
    shown = text(leader.post(f"/organization/posts/{post.pk}/appoint/", unknown, follow=True))
    assert "找不到该账号" in shown


def test_a_village_gets_another_guarantor_and_the_old_day_the_old_one(leader: Client) -> None:
    found_guarantees(city.SINCE)
    area = area_of("441302001001")
    (before,) = _guarantors(area, clock.today())
    other = Post.objects.filter(body__code="LEAD441302001", role="leader").exclude(pk=before)[0]
    asked = {"command": str(uuid4()), "post": other.pk, "day": clock.today().isoformat()}
    for _twice in range(2):
        leader.post(f"/organization/guarantee/assign/?area={area}", asked)
    assert _guarantors(area, clock.today()) == [other.pk]
    assert _guarantors(area, clock.today() - timedelta(days=1)) == [before]
    wrong = Post.objects.filter(body__code="441302001001N01", role="cadre")[0]
    refused = leader.post(
        f"/organization/guarantee/assign/?area={area}",
        {**asked, "command": str(uuid4()), "post": wrong.pk},
        follow=True,
    )
    assert "不能包保" in text(refused)


def test_a_circle_of_five_stands_around_a_door(leader: Client) -> None:
    with entered(SYSTEM), bulk_role():
        door = Household.objects.create(
            area=area_of("441302001001001"), label="1栋101", created_at=clock.now()
        )
    posts = Post.objects.filter(
        body__code="441302001001N01", role__in=("cadre", "grid_member", "medic", "police", "volunteer")
    )
    for post in posts:
        asked = {"command": str(uuid4()), "post": post.pk, "day": clock.today().isoformat()}
        leader.post(f"/organization/circles/{door.pk}/", asked)
    shown = text(leader.get(f"/organization/circles/{door.pk}/"))
    assert "5 类人员" in shown and all(post.title in shown for post in posts)


def _guarantors(area: int, day: date) -> list[int]:
    return list(
        Guarantee.objects.filter(tier="village", area=area, valid__contains=day).values_list(
            "post_id", flat=True
        )
    )


def test_a_spreadsheet_is_looked_at_then_taken_over(leader: Client) -> None:
    header, trio = "机构,岗位,姓名,手机,任职日期\n", "441302001001N01"
    lines = f"{header}{trio},网格员,丙一,13900003333,2026-03-01\n{trio},花匠,丙二,1,\n"
    file = SimpleUploadedFile("名单.csv", lines.encode("gb18030"))
    shown = leader.post("/organization/lists/", {"command": str(uuid4()), "file": file}, follow=True)
    assert "角色无法识别" in text(shown) and "电话有误" in text(shown) and "花匠" in text(shown)
    file = SimpleUploadedFile("名单.csv", "\n".join(lines.split("\n")[:2]).encode())
    shown = leader.post("/organization/lists/", {"command": str(uuid4()), "file": file}, follow=True)
    path = shown.redirect_chain[-1][0]  # type: ignore[attr-defined]
    assert not User.objects.filter(name="丙一").exists()
    for _twice in range(2):
        leader.post(path, {"command": str(uuid4())})
    assert Holding.objects.get(user__name="丙一").post.role == "grid_member"
    rows = b"".join(leader.get("/organization/staff.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "丙一" in rows and "13900003333" not in rows and "*3333" in rows


def test_a_list_that_is_too_large_is_refused_and_never_read_in_part(leader: Client) -> None:
    lines = "机构,岗位,姓名\n" + "441302001001N01,网格员,丙\n" * 200_000
    file = SimpleUploadedFile("名单.csv", lines.encode())
    shown = leader.post("/organization/lists/", {"command": str(uuid4()), "file": file}, follow=True)
    assert "超过 5 MB" in text(shown) and not StaffList.objects.exists()
    empty = {"command": str(uuid4()), "file": SimpleUploadedFile("名单.csv", b"")}
    assert "文件" in text(leader.post("/organization/lists/", empty)).split("invalid-feedback")[1][:60]
