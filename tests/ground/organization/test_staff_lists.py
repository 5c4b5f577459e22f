"""Lists of posts and holders from spreadsheets: all errors at once, one transaction, the same again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.ground.accounts.models import User
from gangmu.ground.organization import queries
from gangmu.ground.organization.actions import apply_list, bring_list, look_at
from gangmu.ground.organization.models import Body, Contact, Holding, Post
from gangmu.ground.organization.queries import Reading, list_within, staff_rows
from gangmu.ground.organization.rules import composition
from gangmu.ground.organization.rules.staff import HEADERS, columns_of, read_line
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered

HEADER = ("区划", "机构", "岗位", "条线", "姓名", "工号", "手机号码", "是否副职", "任职日期", "离任日期")
TRIO = "441302001001N01"
FORCE = "桥东街道灭蚊专班"


@pytest.fixture
def leader(trios: None) -> Actor:
    user = User.objects.filter(holdings__post__body__code="LEAD441302000000", holdings__post__role="leader")[
        0
    ]
    found = queries.actor_of(user)
    assert found is not None
    return found


def brought(leader: Actor, *rows: Sequence[str], header: Sequence[str] = HEADER) -> tuple[int, Reading]:
    with entered(Scope.of(leader)) as scope:
        made = bring_list(
            leader, uuid4(), "名单.xlsx", 3, header, [(n, row) for n, row in enumerate(rows, 4)]
        )
        return made, look_at(leader, list_within(scope, made))


def applied(leader: Actor, made: int) -> dict[str, int]:
    with entered(Scope.of(leader)) as scope:
        return apply_list(leader, uuid4(), list_within(scope, made))


GOOD = (
    ("", TRIO, "网格员", "", "甲一", "w001", "13900001111", "", "2026-03-01", ""),
    ("桥东街道", FORCE, "专班成员", "卫健", "甲二", "", "13900002222", "", "2026年3月1日", ""),
    ("桥东街道", FORCE, "专班成员", "卫健", "甲三", "w003", "", "是", "", ""),
)


def test_a_list_is_taken_over_once_and_the_same_again_changes_nothing(leader: Actor) -> None:
    made, reading = brought(leader, *GOOD)
    assert (reading.wrong, reading.new_bodies, reading.new_people) == ([], 1, 3)
    assert not User.objects.filter(username="w001").exists()
    first = applied(leader, made)
    assert (first["put_bodies"], first["put_users"], first["put_holdings"], first["put_contacts"]) == (
        1,
        3,
        3,
        2,
    )
    body = Body.objects.get(name=FORCE)
    assert (body.kind, body.line, body.division.name) == ("task_force", "health", "桥东街道")
    held = Holding.objects.get(user__username="w001")
    assert (held.post.body.code, held.post.role, held.valid.lower) == (TRIO, "grid_member", date(2026, 3, 1))
    assert Contact.objects.get(user=held.user).mask.endswith("1111")
    assert applied(leader, made) == first
    again, reading = brought(leader, *GOOD)
    assert (reading.wrong, reading.new_bodies, reading.new_people) == ([], 0, 0)
    assert set(applied(leader, again).values()) == {0}


def test_a_day_of_leaving_ends_the_holding_and_nothing_else(leader: Actor) -> None:
    applied(leader, brought(leader, *GOOD)[0])
    gone = (*GOOD[0][:-1], "2026-06-01")
    made, _ = brought(leader, gone)
    assert applied(leader, made)["end_holdings"] == 1
    assert Holding.objects.get(user__username="w001").valid.upper == date(2026, 6, 1)


def test_all_errors_are_named_at_once_with_row_and_value(leader: Actor) -> None:
    applied(leader, brought(leader, *GOOD)[0])
    made, reading = brought(
        leader,
        ("", "不存在的机构", "民警", "", "乙一", "p1", "", "", "", ""),
        ("", TRIO, "花匠", "", "乙二", "p2", "", "", "", ""),
        ("", TRIO, "民警", "", "", "p3", "12", "也许", "昨天", ""),
        ("", TRIO, "民警", "", "乙四", "", "", "", "", ""),
        ("", "441322001001N01", "民警", "", "乙五", "p5", "", "", "", ""),
        ("", TRIO, "民警", "", "另一个", "w001", "", "", "", ""),
        ("", TRIO, "民警", "", "乙七", "p7", "13900001111", "", "", ""),
        ("某镇", "某镇合署办公点", "席位", "公安", "乙八", "p8", "", "", "2026-05-01", "2026-04-01"),
        ("某镇", "某镇合署办公点", "席位", "公安", "乙九", "p9", "", "", "", ""),
        ("", TRIO, "医护", "", "乙十", "p10", "", "", "", ""),
        ("", TRIO, "医护", "", "乙十", "p10", "", "", "", ""),
    )
    assert [(w.row, w.field, w.code) for w in reading.wrong] == [
        (4, "body", "body_unknown"),
        (5, "post", "role_unknown"),
        (6, "deputy", "yes_or_no"),
        (6, "name", "empty"),
        (6, "phone", "phone_wrong"),
        (6, "since", "day_wrong"),
        (7, "account", "nobody_to_find"),
        (8, "body", "body_elsewhere"),
        (9, "account", "account_of_other"),
        (10, "phone", "phone_of_other"),
        (11, "until", "ends_before"),
        (12, "unit", "unit_unknown"),
        (13, "name", "named_twice"),
        (14, "name", "named_twice"),
    ]
    before = Holding.objects.count()
    with pytest.raises(Refused) as refused:
        applied(leader, made)
    assert refused.value.code == "list_wrong" and Holding.objects.count() == before
    _, reading = brought(leader, GOOD[0], header=("甲", "乙"))
    assert {w.field for w in reading.wrong} == {"body", "name", "post", "account"}


def test_what_leaves_as_a_file_comes_back_without_effect(leader: Actor) -> None:
    with entered(Scope.of(leader)) as scope:
        rows = [
            (*map(str, cells), "是" if deputy else "", since.isoformat())
            for *cells, deputy, since in staff_rows(scope)
        ]
    header = ("区划", "机构", "岗位", "角色", "条线", "姓名", "账号", "手机", "副职", "任职日期")
    made, reading = brought(leader, *rows, header=header)
    assert reading.wrong == []
    assert len(reading.entries) == len(rows) > 50
    assert set(applied(leader, made).values()) == {0}


@given(st.lists(st.text(max_size=12), min_size=10, max_size=10))
def test_any_line_is_read_or_explained(cells: list[str]) -> None:
    line, wrong = read_line(7, cells, columns_of(HEADER))
    assert (line is None) == bool(wrong)
    assert all(w.row == 7 and w.field in HEADERS for w in wrong)


def test_a_body_says_what_its_composition_lacks() -> None:
    posts = [("cadre", "political_legal", True), ("police", "public_security", True)]
    wrong = composition("trio", posts, [True, False], [False, False])
    assert wrong == ("seat_missing:medic:health", "in_charge", "vacant:police:public_security")
    leaders = [
        ("leader", line, line == "health") for line in ("political_legal", "public_security", "health")
    ]
    assert composition("leading_trio", leaders, [True] * 3, [True, True, False]) == (
        "no_deputy:leader:health",
    )


def test_nobody_without_a_leading_post_brings_lists(leader: Actor) -> None:
    medic = queries.actor_of(
        User.objects.filter(holdings__post__body__code=TRIO, holdings__post__role="medic")[0]
    )
    assert medic is not None
    with pytest.raises(Refused), entered(Scope.of(medic)):
        bring_list(medic, uuid4(), "x.csv", 1, HEADER, [])
    assert Post.objects.exists()
