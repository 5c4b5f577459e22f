"""Zones through the pages of the desk: drawn, refused with everything that is wrong, decided, posted on the wall."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils.translation import override

from gangmu.control.zones.models import Zone
from gangmu.control.zones.queries import Asked
from gangmu.kernel import clock
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import HERE
from tests.control.zones.conftest import EAST_VILLAGE, Town, square
from tests.control.zones.test_course import day
from tests.control.zones.test_shapes import BOW
from tests.control.zones.test_told import signed_in


def form(town: Town, **more: Any) -> dict[str, Any]:
    return {
        "command": str(uuid4()), "level": f"{town.world.incident.pk}:alert", "name": "东社区警戒区",
        "since": "2026-11-02T08:00", "hotline": "0752-110", "kind": "grids", "grid": [EAST_VILLAGE], **more,
    }  # fmt: skip


def sent(client: Client, path: str, data: dict[str, Any]) -> Any:
    return client.post(path, data)


def test_a_desk_draws_a_zone_and_a_leader_declares_and_lowers_it(town: Town) -> None:
    with clock.at(day(0)):
        answer = sent(signed_in(town.world.desk), "/zones/new/", form(town))
        assert answer.status_code == 302, answer.content.decode()
        path = answer.headers["Location"]
        leader = signed_in(town.leader)
        assert sent(leader, f"{path}declare/", {"command": str(uuid4())}).status_code == 302
        assert sent(signed_in(town.world.desk), f"{path}lower/", {"command": str(uuid4())}).status_code == 403
        event = {"command": str(uuid4()), "kind": "clear", "day": "2026-11-02", "note": ""}
        assert sent(signed_in(town.world.desk), f"{path}event/", event).status_code == 302
        shown = leader.get(path).content.decode()
    assert "无检出的轮次" in shown and "每周清积水一次" in shown and "0752-110" in shown


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_made(town: Town) -> None:
    bow = json.dumps({"type": "Polygon", "coordinates": BOW})
    with clock.at(day(0)):
        answer = sent(
            signed_in(town.world.desk), "/zones/new/", form(town, kind="polygon", polygon=bow, name="")
        )
        far = sent(
            signed_in(town.world.desk),
            "/zones/new/",
            form(town, kind="polygon", polygon=json.dumps(square(9, 9))),
        )
        wide = form(town, level=f"{town.world.incident.pk}:core", grid=["441302001"])
        unreasoned = sent(signed_in(town.world.desk), "/zones/new/", wide)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "自相交" in shown and "请填写标出的各项" in shown
    assert bow.replace('"', "&quot;") in shown  # what was drawn is not lost
    assert "在您的辖区之外" in far.content.decode()
    assert "九不准" in unreasoned.content.decode()
    with entered(Scope.system("test")):
        assert not Zone.objects.exists()


def test_the_notice_names_ground_rules_and_number_in_both_languages_and_no_person(town: Town) -> None:
    with clock.at(day(0)):
        town.world.person("居民甲", HERE)
        zone = town.declared(Asked("grids", EAST_VILLAGE))
        shown = signed_in(town.world.desk).get(f"/zones/{zone}/notice/").content.decode()
    for text in ("东社区", "12345", "每周清积水一次", "clear standing water every week", "organ", "law"):
        assert text in shown
    assert "居民甲" not in shown


def test_the_pages_are_there_in_english(town: Town) -> None:
    with clock.at(day(0)), override("en"):
        zone = town.declared(Asked("grids", EAST_VILLAGE))
        client = signed_in(town.leader)
        client.cookies["django_language"] = "en"
        for path, text in (
            ("/zones/", "What it waits for"), (f"/zones/{zone}/", "clear standing water every week"),
            (f"/zones/{zone}/redraw/", "Draw anew"), (f"/zones/{zone}/apart/", "Set a part apart"),
        ):  # fmt: skip
            assert text in client.get(path).content.decode(), path


def test_the_grids_for_the_map_are_those_of_ones_own_ground(town: Town) -> None:
    with clock.at(day(0)):
        own = signed_in(town.world.desk).get("/zones/ground.json").json()
        assert len(own["features"]) == 3
        assert signed_in(town.stranger).get("/zones/ground.json?unit=441302001000").status_code == 404
