"""Of what each kind of body consists: its seats, their lines, and who is in charge (article: 三人小组, 合署办公点)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

REST = timedelta(hours=11)
"""Between two shifts of a person lie at least eleven hours (domain, duty)."""
LONGEST_SHIFT = timedelta(hours=24)
"""No repair puts anybody on duty for longer."""


CREWS = 4
"""Who takes turns in a post round the clock: day, night, and two days free, 42 hours a week (四班两运转). Fewer would
carry more than `data/limits.toml` allows."""


class Seat(NamedTuple):
    """One seat of a body. `title` is what the post is called, `holders` how many take turns in it."""

    role: str
    line: str
    title: str
    in_charge: bool = False
    holders: int = 1


LINES = POLITICAL_LEGAL, PUBLIC_SECURITY, HEALTH = "political_legal", "public_security", "health"
LINE_NAMES = {POLITICAL_LEGAL: "政法", PUBLIC_SECURITY: "公安", HEALTH: "卫健"}

TRIO = (
    Seat("cadre", POLITICAL_LEGAL, "村居干部", in_charge=True, holders=CREWS),
    Seat("police", PUBLIC_SECURITY, "民警", holders=CREWS),
    Seat("medic", HEALTH, "医护", holders=CREWS),
)
JOINT_OFFICE = (
    Seat("desk", POLITICAL_LEGAL, "防控办席位", in_charge=True, holders=CREWS),
    Seat("desk", PUBLIC_SECURITY, "派出所席位", holders=CREWS),
    Seat("desk", HEALTH, "卫生服务中心席位", holders=CREWS),
    Seat("comparer", HEALTH, "比对员", holders=CREWS),
    Seat("gatekeeper", POLITICAL_LEGAL, "把关员", holders=CREWS),
)
LEADING_TRIO = (
    Seat("leader", POLITICAL_LEGAL, "政法线领导", in_charge=True),
    Seat("leader", PUBLIC_SECURITY, "公安线领导"),
    Seat("leader", HEALTH, "卫健线领导"),
)
INSPECTION = (Seat("inspector", "", "督查员"),)
LIAISON = (Seat("liaison", "", "网格联络员"),)
WIDER = (
    Seat("grid_member", "", "网格员"),
    Seat("volunteer", "", "志愿者"),
    Seat("part_timer", "", "兼职成员"),
    Seat("property", "", "物业人员"),
    *LIAISON,
)
# Who can be sent from the organs, police stations and hospitals of a county, line by line.
RESERVE_TITLES = {POLITICAL_LEGAL: "机关干部", PUBLIC_SECURITY: "机动警力", HEALTH: "机动医护"}
RESERVE = tuple(Seat("reserve", line, title, holders=3) for line, title in RESERVE_TITLES.items())
PUSH_OFFICE = (
    Seat("push_clerk", PUBLIC_SECURITY, "推送员", in_charge=True, holders=2),
    Seat("partner", HEALTH, "外部系统接口"),
)

PROVIDER = (Seat("installer", "", "门磁安装员", in_charge=True, holders=2),)

SEATS: dict[str, tuple[Seat, ...]] = {
    "trio": TRIO,
    "joint_office": JOINT_OFFICE,
    "leading_trio": LEADING_TRIO,
    "push_office": PUSH_OFFICE,
    "reserve": RESERVE,
    "provider": PROVIDER,
}
FOUNDED = {
    "trio": ("village",),
    "joint_office": ("town",),
    "task_force": ("city", "county", "town"),
    "reserve": ("county", "town"),
}
"""What may be founded by hand, and of which level's units."""
GUARANTORS = {
    "town": (("leading_trio",), ("leader", "liaison"), "county"),
    "village": (("leading_trio", "joint_office"), ("leader", "liaison", "desk"), "town"),
    "grid": (("trio",), ("cadre",), "village"),
}
"""三级包保: who may answer for a unit of a tier, by kind of body, role, and level of the body."""
CIRCLE = ("cadre", "grid_member", "medic", "police", "volunteer", "property", "part_timer")
"""Whoever may stand around a door (N-包-1): how many do is a matter of the case; five are usual (五包一)."""
TRIO_ROLES = ("cadre", "police", "medic")
LINE_OF = {seat.role: seat.line for seat in TRIO}
SHIFT_NAMES = ("甲班", "乙班", "丙班", "丁班")


def missing_roles(roles: set[str]) -> tuple[str, ...]:
    """The roles that a working trio lacks, in their order."""
    return tuple(role for role in TRIO_ROLES if role not in roles)


def composition(
    kind: str, posts: Iterable[tuple[str, str, bool]], held: Iterable[bool], deputies: Iterable[bool]
) -> tuple[str, ...]:
    """What is wrong with a body: 'seat_missing:role:line', 'in_charge' (not exactly one), 'vacant', 'no_deputy'.

    `posts` are (role, line, in charge), `held` and `deputies` say of each post whether somebody holds it and whether
    a deputy is named. Seats are those of the article; only leaders need a deputy by name.
    """
    posts, held, deputies = list(posts), list(held), list(deputies)
    there = {(role, line) for role, line, _charge in posts}
    wrong = [f"seat_missing:{s.role}:{s.line}" for s in SEATS.get(kind, ()) if (s.role, s.line) not in there]
    led = kind in ("trio", "joint_office", "leading_trio", "task_force")
    if posts and led and sum(charge for _role, _line, charge in posts) != 1:
        wrong.append("in_charge")
    wrong += [f"vacant:{role}:{line}" for (role, line, _c), full in zip(posts, held, strict=True) if not full]
    if kind == "leading_trio":
        wrong += [
            f"no_deputy:{role}:{line}"
            for (role, line, _c), named in zip(posts, deputies, strict=True)
            if role == "leader" and not named
        ]
    return tuple(wrong)
