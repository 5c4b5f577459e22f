"""What the notice matrix and its failures say in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from gangmu.command.notices.models import Change, Channel
from gangmu.command.notices.rules import PERSONAL, Matrix, Override, Rule
from gangmu.ground.organization.models import Role

WHO = {
    "zone": gettext_noop("trios and joint offices inside the zone"),
    "zone_leaders": gettext_noop("the leading trio of the smallest unit that holds the whole zone"),
    "owners_of_push": gettext_noop("the trios that got its doors, each with its own number"),
    "offices_of_push": gettext_noop("the joint offices where its rows wait"),
    "owner_of_task": gettext_noop("the trio that owns the task"),
    "owners_of_ground": gettext_noop("trios that own the ground"),
    "headrope": gettext_noop("the level that is told: trio, joint office, county, city"),
    "appointed": gettext_noop("whoever was given the post"),
    "named": gettext_noop("whoever it is about"),
    "below": gettext_noop("everybody on the ground where it happened"),
    "body": gettext_noop("the body that it is about"),
    "office": gettext_noop("the joint office of its town"),
    "leaders_of_town": gettext_noop("the leading trio of its town"),
    "leaders_of_county": gettext_noop("the leading trio of its county"),
    "leaders_of_city": gettext_noop("the leading trio of the city"),
    "push_office": gettext_noop("the push office"),
    "groups": gettext_noop("the work groups on its ground"),
}
FAILURES = {
    "unreachable": gettext_noop("does not answer"),
    "unavailable": gettext_noop("answers that it is out of order"),
    "throttled": gettext_noop("takes no more for the moment"),
    "rejected": gettext_noop("did not accept the message"),
    "address_gone": gettext_noop("knows no such number, mailbox, browser or robot"),
    "misconfigured": gettext_noop("is set up wrongly: check its address and secret"),
    "broken": gettext_noop("could not be prepared: tell your IT team"),
}


SAMPLED = ("overdue", "refused", "out_of_city", "waiting", "open", "tasks", "received")
SAMPLE = {"count": 37, "body": "…", "slot": "18:00", "day": "2026-11-24"}


def rule_name(matrix: Matrix, code: str) -> str:
    """What a row is called; the code itself for one that is no more."""
    rule = matrix.rule(code)
    if rule is None:
        return code
    return rule.name_english if (get_language() or "").startswith("en") else rule.name


def failure_text(error: str) -> str:
    """A failure as a sentence, with what the other side said."""
    code, _colon, detail = error.partition(": ")
    if not code:
        return ""
    text = _(FAILURES.get(code, code))
    return f"{text} ({detail})" if detail else text


def when_text(rule: Rule | Override) -> str:
    """When a row tells."""
    if rule.off:
        return _("off")
    if rule.when == "digest":
        return _("digest, every %(n)s minutes") % {"n": rule.minutes}
    return _("at once") if rule.when == "at_once" else _("at each slot")


def matrix_lines(matrix: Matrix) -> list[dict[str, Any]]:
    """The rows of the matrix as the page shows them."""
    language, roles = get_language() or "zh-hans", dict(Role.choices)
    sample = dict(zip(SAMPLED, range(9, 200, 13), strict=False)) | SAMPLE
    lines = []
    for rule in matrix.tell:
        title, text = rule.words(language, sample)
        lines.append(
            {
                "rule": rule,
                "name": rule_name(matrix, rule.code),
                "who": _(WHO[rule.who]),
                "roles": [roles.get(role, role) for role in rule.roles],
                "when": when_text(rule),
                "channels": _channels(rule.who == "groups", rule.channels),
                "title": title,
                "text": text,
            }
        )
    return lines


def change_lines(matrix: Matrix, changes: Iterable[Change], user_id: int) -> list[dict[str, Any]]:
    """Proposals as the page shows them; `own` is one that its reader may not review."""
    lines = []
    for change in changes:
        value = Override.model_validate(change.value)
        groups = "group" in value.channels
        lines.append(
            {
                "change": change,
                "name": rule_name(matrix, change.rule),
                "when": when_text(value),
                "channels": _channels(groups, value.channels),
                "urgent": value.urgent,
                "own": change.proposed_by_id == user_id,
            }
        )
    return lines


def _channels(groups: bool, channels: Iterable[str]) -> list[str]:
    if groups:
        return [_("work group")]
    return [_("inbox"), *(str(Channel(name).label) for name in channels if name in PERSONAL)]
