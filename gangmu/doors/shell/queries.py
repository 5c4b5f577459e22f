"""What the shell's commands look up by the words that an administrator types."""

from __future__ import annotations

from django.core.management.base import CommandError

from gangmu.ground.accounts.models import ApiToken, User
from gangmu.ground.organization.models import Post
from gangmu.ground.organization.queries import post_in


def post_named(text: str) -> Post:
    """The post of `BODY:ROLE` or `BODY:ROLE:LINE`; CommandError if there is none."""
    body, role, line = ([*text.split(":"), "", ""])[:3]
    post = post_in(body, role, line)
    if post is None:
        raise CommandError(f"--post {text}: no such post. An example: OFFICE441302004:desk:health.")
    return post


def user_named(username: str) -> User | None:
    """The account of a name."""
    return User.objects.filter(username=username).first()


def tokens_named(name: str) -> list[ApiToken]:
    """The tokens of a system, also those that have ended."""
    return list(ApiToken.objects.filter(name=name))
