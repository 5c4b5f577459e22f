"""Reads of the organization. Who answers for which ground is public to staff."""

from gangmu.ground.organization.queries.duty import (
    Answer,
    Member,
    RedTrio,
    answering,
    members_of,
    red_trios,
    shift_ends,
)
from gangmu.ground.organization.queries.ownership import body_by_id, forget, office_of, owner_of, owners
from gangmu.ground.organization.queries.posts import (
    HeldPost,
    SignedIn,
    acting,
    actor_of,
    post_in,
    posts_of,
    push_clerk,
    sign_in_accounts,
    signed_in,
)

__all__ = [
    "Answer",
    "HeldPost",
    "Member",
    "RedTrio",
    "SignedIn",
    "acting",
    "actor_of",
    "answering",
    "body_by_id",
    "forget",
    "members_of",
    "office_of",
    "owner_of",
    "owners",
    "post_in",
    "posts_of",
    "push_clerk",
    "red_trios",
    "shift_ends",
    "sign_in_accounts",
    "signed_in",
]
