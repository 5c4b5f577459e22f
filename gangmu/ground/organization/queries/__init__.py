"""Reads of the organization. Who answers for which ground is public to staff."""

from gangmu.ground.organization.queries.duty import (
    Answer,
    Member,
    RedTrio,
    answering,
    hours_on_duty,
    members_of,
    red_trios,
)
from gangmu.ground.organization.queries.ownership import (
    TownMode,
    body_by_id,
    forget,
    modes,
    office_of,
    owner_of,
    owners,
)
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
    "TownMode",
    "acting",
    "actor_of",
    "answering",
    "body_by_id",
    "forget",
    "hours_on_duty",
    "members_of",
    "modes",
    "office_of",
    "owner_of",
    "owners",
    "post_in",
    "posts_of",
    "push_clerk",
    "red_trios",
    "sign_in_accounts",
    "signed_in",
]
