"""The matrix in force: as shipped, with what the city has changed; and its words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import ValidationError

from gangmu.command.notices.bulk import Taken
from gangmu.command.notices.models import Change
from gangmu.command.notices.rules import Matrix, Override, read_matrix
from gangmu.command.notices.states import ChangeStatus
from gangmu.partners.channel import Message

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "matrix.toml"


@cache
def shipped_matrix() -> Matrix:
    """The matrix as it comes with the product."""
    return read_matrix(SHIPPED)


def matrix_in_force() -> Matrix:
    """The matrix with the city's approved changes. One that does not fit its row any more is passed over."""
    shipped = shipped_matrix()
    approved = dict(Change.objects.filter(status=ChangeStatus.APPROVED).values_list("rule", "value"))
    rules = []
    for rule in shipped.tell:
        changed = rule
        if rule.code in approved:
            try:
                changed = Override.model_validate(approved[rule.code]).on(rule)
            except ValidationError:
                changed = rule
        rules.append(changed)
    return shipped.model_copy(update={"tell": tuple(rules)})


def changes() -> list[Change]:
    """What was proposed, newest first; it is the city's own setting and no secret to staff."""
    found = Change.objects.select_related("proposed_by", "reviewed_by").order_by("-id")
    return list(found[:50])


def message_of(matrix: Matrix, one: Taken) -> Message:
    """What a delivery says, in its reader's language."""
    rule = matrix.rule(one.kind)
    title, text = rule.words(one.language, one.fields) if rule else (one.kind, "")
    site = settings.NOTICES["site"]
    # A person's link marks the notice as read; a group's leads where all of its members may go.
    path = f"/notices/{one.notice_id}/" if one.to_person else rule.opens if rule else "/"
    url = path if one.channel == "webpush" else f"{site}{path}" if site else ""
    return Message(str(one.key), title, text, url, one.urgent)
