"""Who holds which post, and as whom he acts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Holding, Post, Role
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.bulk import ask, fetch
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope
from gangmu.kernel.sqlfiles import statements

OF_USER = (
    "id", "password", "last_login", "username", "name", "email", "language", "is_active", "date_joined",
)  # fmt: skip
TIMES_OF_USER = (OF_USER.index("last_login"), OF_USER.index("date_joined"))
SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "posts.sql")


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that a user may act in: its title says body and role."""

    id: int
    title: str
    role: str
    body_id: int
    body_name: str
    deputy: bool


def posts_of(user: Any) -> list[HeldPost]:
    """The posts that a user holds today, his own before those he deputises for."""
    return acting(user)[1]


def actor_of(user: Any, post_id: int | None = None) -> Actor | None:
    """The actor that a user is in one of his posts, the first where that one is not his; None if he holds none."""
    return acting(user, post_id)[0]


def acting(user: Any, post_id: int | None = None) -> tuple[Actor | None, list[HeldPost]]:
    """Both who a user is in one of his posts, and all posts that he may act in today, his own first.

    One query, or none for a user whom `signed_in` has found.
    """
    rows: Sequence[Sequence[Any]] | None = getattr(user, "held_today", None)
    if rows is None:
        rows = fetch(SQL["acting"], {"user": user.pk, "day": clock.today()})
    posts = [HeldPost(*row[:6]) for row in rows]
    if not posts:
        return None, []
    at = next((n for n, post in enumerate(posts) if post.id == post_id), 0)
    post, (lo, hi, holes) = posts[at], rows[at][6:]
    where = Jurisdiction(lo, hi, tuple((a, b) for a, b in json.loads(holes)))
    return Actor(user.pk, post.id, where, frozenset({post.role}), post.body_id, post.title), posts


def wrote_it(actor: Actor, key: str) -> bool:
    """Whether somebody acts as `key` ('user/post') said, or did until the body of that post began to stand by.

    Whoever has been switched to an emergency trio delivers what he did in his routine one; no other post of his does.
    """
    if key == actor.key:
        return True
    user, _, post = key.partition("/")
    if user != str(actor.user_id) or not post.isdecimal():
        return False
    return Post.objects.filter(pk=int(post), role__in=actor.roles, body__standing_by=True).exists()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: its data, until when it lasts, and its user with the posts he holds today (`held_today`)."""

    data: str
    until: datetime
    user: User | None


def signed_in(session_key: str) -> SignedIn | None:
    """Session, user and posts in one query; None for a session that is unknown or over."""
    if "\0" in session_key:
        return None  # a cookie that somebody made up
    (found,) = ask(SQL["signed_in"], session_key, clock.now().isoformat(), clock.today().isoformat())
    if found is None:
        return None
    data, until, of_user, posts = found
    user = None
    if of_user is not None:
        for at in TIMES_OF_USER:
            of_user[at] = of_user[at] and datetime.fromisoformat(of_user[at])
        user = User.from_db("default", OF_USER, of_user)
        user.held_today = posts or []
    return SignedIn(data, datetime.fromisoformat(until), user)


def push_clerk(username: str = "") -> Actor | None:
    """The actor of a push clerk: the named one, or the first there is."""
    held = _held(None).filter(post__role=Role.PUSH_CLERK, user__is_active=True)
    found = (held.filter(user__username=username) if username else held).first()
    return _actor(found.user_id, found.post) if found else None


def post_in(body: str, role: str, line: str = "") -> Post | None:
    """The post of a role (and line, if given) in the body of a code."""
    found = Post.objects.filter(body__code=body, role=role).select_related("body")
    return (found.filter(line=line) if line else found).order_by("id").first()


def post_within(scope: Scope, post_id: int) -> Post:
    """A post of a body on the scope's ground, with its body; Refused('not_found') for any other."""
    found = Post.objects.select_related("body__division").filter(pk=post_id).first()
    if found is None or not found.body.ground <= scope.jurisdiction:
        raise Refused("not_found")
    return found


def user_by_id(user_id: int) -> User:
    """Somebody who works here; Refused('not_found') for whoever is not known."""
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def sign_in_accounts() -> list[tuple[User, Post]]:
    """Accounts with a password and a post today, in the order they were made: in a demo, the demo accounts."""
    held = _held(None).filter(user__is_active=True).exclude(user__password__startswith="!")  # noqa: S106
    return [(h.user, h.post) for h in held.select_related("user").order_by("user_id", "id")]


def _held(at: date | None) -> Any:
    day = at or clock.today()
    held = Holding.objects.filter(
        valid__contains=day, post__body__valid__contains=day, post__body__standing_by=False
    )
    return held.select_related("post__body").order_by("deputy", "id")


def _actor(user_id: int, post: Post) -> Actor:
    return Actor(
        user_id,
        post.pk,
        post.body.jurisdiction,
        frozenset({post.role}),
        body_id=post.body_id,
        label=post.title,
    )
