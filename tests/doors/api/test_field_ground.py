"""What a phone shows of the ground: its own grids, where doors lie, whom to hand over to; and being told on it."""

from __future__ import annotations

from typing import Any

from gangmu.command.notices.models import Address
from gangmu.ground.territory.models import Division, Grid, Place
from gangmu.ground.territory.queries import forget
from gangmu.kernel.area import floor_to
from gangmu.kernel.bulk import bulk_role
from gangmu.kernel.scope import Scope, entered
from tests.casework.world import ALWAYS, HERE, THERE
from tests.doors.api.conftest import Ground

SQUARE = {"type": "Polygon", "coordinates": [[[114.0, 23.0], [114.01, 23.0], [114.01, 23.01], [114.0, 23.0]]]}


def grid(area: int, name: str) -> None:
    village = Division.objects.filter(level="village", lo__lte=area, hi__gt=area).get()
    Grid.objects.create(
        area=area, kind="comprehensive", name=name, village=village, outline=SQUARE, valid=ALWAYS
    )


def drawn(ground: Ground) -> Any:
    """Two grids of two trios, and two places on the ground of one of them."""
    with entered(Scope.system("test")), bulk_role():
        grid(floor_to(HERE, "grid"), "东一网格")
        grid(floor_to(THERE, "grid"), "西一网格")
        for name, x in (("花园", 114.002), ("东湖花园", 114.004)):
            Place.objects.create(
                kind="estate",
                name=name,
                village_code=f"{HERE:018d}"[:12],
                area=HERE,
                longitude=x,
                latitude=23.002,
            )
    forget()


def test_the_list_brings_the_outlines_of_ones_own_grids_and_no_other(ground: Ground) -> None:
    drawn(ground)
    ground.world.task()
    listed = ground.field.get("/field/tasks").json()
    assert [(one["name"], one["rings"][0][1]) for one in listed["grids"]] == [("东一网格", [114.01, 23.0])]


def test_a_door_lies_where_the_longest_name_in_its_address_does_or_nowhere(ground: Ground) -> None:
    drawn(ground)
    known, unknown = (
        ground.world.task("东湖花园3栋101"),
        ground.world.task("旧村12号"),
    )  # its address is made of it
    listed = ground.field.get("/field/tasks").json()["tasks"]
    assert {task["id"]: (task["at"], task["near"]) for task in listed} == {
        known: ([114.004, 23.002], "东湖花园"),
        unknown: (None, ""),
    }


def test_every_village_of_the_city_can_be_handed_over_to(ground: Ground) -> None:
    with entered(Scope.system("test")), bulk_role():
        county = Division.objects.get(code__startswith="441302", level="county")
        Division.objects.filter(code__startswith="441302001", level="town").update(parent=county)
    forget()
    counties = ground.field.get("/field/places").json()["counties"]
    villages = [code for county in counties for town in county["towns"] for code, _name in town["villages"]]
    assert {f"{HERE:018d}"[:12], f"{THERE:018d}"[:12]} <= set(villages)
    assert len(villages) == len(set(villages))


def test_a_phone_is_told_as_whoever_subscribed_it_last(ground: Ground) -> None:
    here = {"endpoint": "https://updates.push.services.mozilla.com/wpush/v2/one", "p256dh": "p", "auth": "a"}
    for caller in (ground.field, ground.police):
        assert caller.post("/field/notices", here).status_code == 204
    for member, told in ((ground.world.cadre, 0), (ground.world.police, 1)):
        with entered(Scope.of(member)):
            assert Address.objects.filter(channel="webpush", ended_at=None).count() == told
    wrong = ground.field.post("/field/notices", {**here, "endpoint": "https://10.0.0.1/inside"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "address_wrong")


def test_the_key_is_told_only_where_the_city_sends_such_notices(ground: Ground) -> None:
    assert set(ground.field.get("/field/notices").json()) == {"key"}
    assert ground.pusher.get("/field/notices").json()["code"] == "scope_missing"
