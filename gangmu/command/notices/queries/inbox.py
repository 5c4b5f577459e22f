"""A person's own notices and wishes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from gangmu.command.notices.models import Address, Notice, Preference
from gangmu.command.notices.policy import person
from gangmu.command.notices.queries.matrix import matrix_in_force
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.recall import recalled
from gangmu.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice in its reader's language."""

    notice: Notice
    title: str
    text: str


@recalled
def unread(scope: Scope) -> QuerySet[Notice]:
    """Notices that the scope's own person has not read."""
    if scope.actor.user_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(user_id=scope.actor.user_id, read_at=None)


def inbox(scope: Scope, before: int = 0, size: int = 30) -> list[Shown]:
    """His notices, newest first, older than an id if one is given."""
    found = Notice.objects.filter(user_id=person(scope.actor))
    if before:
        found = found.filter(pk__lt=before)
    matrix, language = matrix_in_force(), get_language() or "zh-hans"
    shown = []
    for notice in found.order_by("-id")[:size]:
        rule = matrix.rule(notice.kind)
        title, text = rule.words(language, notice.fields) if rule else (notice.kind, "")
        shown.append(Shown(notice, title, text))
    return shown


def mine(scope: Scope, notice_id: int) -> Notice:
    """One of his notices; Refused('not_found') for another's as for none."""
    found = Notice.objects.filter(pk=notice_id, user_id=person(scope.actor)).first()
    if found is None:
        raise Refused("not_found")
    return found


def addresses_of(scope: Scope) -> dict[str, list[str]]:
    """The masks of his addresses by channel."""
    found: dict[str, list[str]] = {}
    rows = Address.objects.filter(user_id=person(scope.actor), ended_at=None).order_by("id")
    for channel, mask in rows.values_list("channel", "mask"):
        found.setdefault(channel, []).append(mask)
    return found


def preference_of(scope: Scope) -> Preference | None:
    """What he wishes, if he has said so."""
    return Preference.objects.filter(user_id=person(scope.actor)).first()
