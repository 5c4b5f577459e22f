"""The pages of the organization: red trios and their repair, posts, the chart, guarantees, lists from spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries
from gangmu.ground.organization.actions import note_absence
from gangmu.ground.organization.models import Shift
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor, Scope, entered
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
    assert "离岗：医务人员" in shown and "后备队" in shown
    asked = fields(shown, f"/organization/posts/{medic.post_id}/cover/")
    others = leader.get(
        f"/organization/posts/{medic.post_id}/cover/", {"since": asked["since"], "until": asked["until"]}
    )
    assert text(others).count("安排顶岗") == 6  # the reserves of 惠城 and of 仲恺, which lies inside it
    answer = leader.post(f"/organization/posts/{medic.post_id}/cover/", asked, follow=True)
    assert "岗位有人" in text(answer) and "离岗：医务人员" not in text(answer)
    leader.post(f"/organization/posts/{medic.post_id}/cover/", asked)
    assert Shift.objects.filter(user_id=asked["user"]).count() == 1


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
