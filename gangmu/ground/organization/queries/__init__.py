"""Reads of the organization. Who answers for which ground is public to staff."""

from gangmu.ground.organization.queries.duty import Answer, Member, answering, members_of
from gangmu.ground.organization.queries.gaps import Gap, RedTrio, gaps, red_trios, uncovered
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
from gangmu.ground.organization.queries.repairs import Repair, repairs

__all__ = [
    "Answer",
    "Gap",
    "HeldPost",
    "Member",
    "RedTrio",
    "Repair",
    "SignedIn",
    "acting",
    "actor_of",
    "answering",
    "body_by_id",
    "forget",
    "gaps",
    "members_of",
    "office_of",
    "owner_of",
    "owners",
    "post_in",
    "posts_of",
    "push_clerk",
    "red_trios",
    "repairs",
    "sign_in_accounts",
    "signed_in",
    "uncovered",
]
