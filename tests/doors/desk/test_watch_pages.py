"""An office hands itself on at its desk: two logins, two signatures, a protocol to print."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from gangmu.command.watch.models import Changeover, Watch
from gangmu.command.watch.rules import SECTIONS
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Holding, Post
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Actor, Scope, entered
from tests.casework.world import ALWAYS, World, actor, body, division

Visit = Callable[[Actor], Client]


@pytest.fixture
def night(world: World) -> Actor:
    """A second person in the seat of the office."""
    user = User.objects.create_user("night", name="夜班")
    post = Post.objects.get(pk=world.desk.post_id)
    Holding.objects.create(user=user, post=post, valid=ALWAYS)
    found = actor_of(user, post.pk)
    assert found is not None
    return found


@pytest.fixture
def leader(world: World) -> Actor:
    with entered(Scope.system("test")), bulk_role():
        return actor(body("leading_trio", "LEAD", "领导小组", division("4413", "city", "市", None)), "leader")


def post(client: Client, path: str, **more: object) -> str:
    """What follows a form that was sent."""
    return client.post(path, {"command": str(uuid4()), **more}, follow=True).content.decode()


def test_an_office_is_handed_over_and_the_protocol_says_so(
    world: World, night: Actor, leader: Actor, visit: Visit
) -> None:
    day, evening = visit(world.desk), visit(night)
    assert "开始值守" in day.get("/watch/").content.decode()
    post(day, "/watch/begin/")
    assert "发起交接班" in post(day, "/watch/points/", text="十点前回复卫健")
    assert "签字交班" in post(day, "/watch/draft/")
    with entered(Scope.of(world.desk)):
        path = f"/changeovers/{Changeover.objects.get().pk}/"
    assert "十点前回复卫健" in day.get(path).content.decode()
    assert "我接班" not in post(day, f"{path}hand/", notes="注意水泵")
    assert "我接班" in evening.get(path).content.decode()
    assert "还有" in post(evening, f"{path}accept/", seen=["rows"])
    assert "交接班记录单" in post(evening, f"{path}accept/", seen=SECTIONS, remark_red="已知")
    with entered(Scope.of(world.desk)):
        assert Watch.objects.get(ends_at=None).user_id == night.user_id
    above = visit(leader)
    assert "夜班" in above.get("/watch/").content.decode()
    shown = above.get(path).content.decode()
    assert "与签字时一致" in shown and "注意水泵" in shown and "已知" in shown


def test_a_deadline_that_cannot_be_read_is_said(world: World, visit: Visit) -> None:
    client = visit(world.desk)
    assert "输入" in post(client, "/watch/points/", text="x", due_at="明天")


def test_whoever_sits_elsewhere_finds_no_watch(world: World, visit: Visit) -> None:
    assert visit(world.cadre).get("/watch/").status_code == 403
