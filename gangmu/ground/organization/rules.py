"""Of what each kind of body consists: its seats, their lines, and who is in charge (article: 三人小组, 合署办公点)."""

from __future__ import annotations

from typing import NamedTuple


class Seat(NamedTuple):
    """One seat of a body. `title` is what the post is called, `holders` how many take turns in it."""

    role: str
    line: str
    title: str
    in_charge: bool = False
    holders: int = 1


POLITICAL_LEGAL, PUBLIC_SECURITY, HEALTH = "political_legal", "public_security", "health"

TRIO = (
    Seat("cadre", POLITICAL_LEGAL, "村居干部", in_charge=True, holders=2),
    Seat("police", PUBLIC_SECURITY, "民警", holders=2),
    Seat("medic", HEALTH, "医护", holders=2),
)
JOINT_OFFICE = (
    Seat("desk", POLITICAL_LEGAL, "防控办席位", in_charge=True, holders=2),
    Seat("desk", PUBLIC_SECURITY, "派出所席位", holders=2),
    Seat("desk", HEALTH, "卫生服务中心席位", holders=2),
    Seat("comparer", HEALTH, "比对员", holders=2),
    Seat("gatekeeper", POLITICAL_LEGAL, "把关员", holders=2),
)
LEADING_TRIO = (
    Seat("leader", POLITICAL_LEGAL, "政法线领导", in_charge=True),
    Seat("leader", PUBLIC_SECURITY, "公安线领导"),
    Seat("leader", HEALTH, "卫健线领导"),
)
INSPECTION = (Seat("inspector", "", "督查员"),)
# Who can be sent in an emergency from the organs, police stations and hospitals of a county or town, line by line.
RESERVE_TITLES = {POLITICAL_LEGAL: "机关干部", PUBLIC_SECURITY: "机动警力", HEALTH: "机动医护"}
PUSH_OFFICE = (
    Seat("push_clerk", PUBLIC_SECURITY, "推送员", in_charge=True, holders=2),
    Seat("partner", HEALTH, "外部系统接口"),
)

SEATS: dict[str, tuple[Seat, ...]] = {
    "trio": TRIO,
    "joint_office": JOINT_OFFICE,
    "leading_trio": LEADING_TRIO,
    "push_office": PUSH_OFFICE,
}
# Others who work with a trio, and what their posts are called.
SUPPORTING = {"grid_member": "网格员", "volunteer": "志愿者"}
TRIO_ROLES = ("cadre", "police", "medic")
LINE_OF = {seat.role: seat.line for seat in TRIO}
SHIFT_NAMES = ("甲班", "乙班", "丙班")


def missing_roles(roles: set[str]) -> tuple[str, ...]:
    """The roles that a working trio lacks, in their order."""
    return tuple(role for role in TRIO_ROLES if role not in roles)
