"""Whom a household finds around its door (五包一), as it may know them: roles, posts and the telephones of posts."""

from __future__ import annotations

from dataclasses import dataclass

from gangmu.ground.organization.models import Body, Circle, Post
from gangmu.ground.organization.queries.ownership import office_of, owner_of
from gangmu.ground.organization.rules import CIRCLE
from gangmu.kernel import clock


@dataclass(frozen=True, slots=True)
class Around:
    """One of them: his role, his post, and a telephone of his post or of his office; never a private one."""

    role: str
    post: str
    phone: str


def around(area: int, household_id: int | None = None) -> list[Around]:
    """The circle of a household today (row security decides whether it is seen), filled up from the trio of the ground.

    A role that the circle leaves open is taken by a post of the trio that owns the ground, so nobody stands alone.
    """
    office = office_of(area)
    circle = Circle.objects.filter(household_id=household_id or 0, valid__contains=clock.today())
    found = {one.role: one.post for one in circle.select_related("post__body").order_by("id")}
    of_trio = Post.objects.filter(body_id=owner_of(area, held=True) or 0, role__in=CIRCLE)
    for post in of_trio.select_related("body").order_by("-in_charge", "id"):
        found.setdefault(post.role, post)
    return [
        Around(str(found[role].get_role_display()), found[role].title, _phone(found[role].body, office))
        for role in CIRCLE
        if role in found
    ]


def _phone(body: Body, office: Body | None) -> str:
    return body.phone or (office.phone if office else "")
