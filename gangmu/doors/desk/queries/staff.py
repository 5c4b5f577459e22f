"""What is wrong with a staff list, in words, with the remedy."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.ground.organization.rules.staff import Wrong

FIELDS = {
    "unit": gettext_noop("Unit"),
    "body": gettext_noop("Body"),
    "post": gettext_noop("Post"),
    "role": gettext_noop("Role"),
    "line": gettext_noop("Line of work"),
    "name": gettext_noop("Name"),
    "account": gettext_noop("Account"),
    "phone": gettext_noop("Phone"),
    "deputy": gettext_noop("Deputy"),
    "since": gettext_noop("From"),
    "until": gettext_noop("Until"),
}
SAID = {
    "column_missing": gettext_noop("There is no such column. Add it to the header line."),
    "empty": gettext_noop("Empty. Fill it in."),
    "role_unknown": gettext_noop("No known role. Write for example 村居干部, 民警, 医护, 网格员, 领导."),
    "line_unknown": gettext_noop("The line is not clear. Write 政法, 公安 or 卫健."),
    "phone_wrong": gettext_noop("This cannot be a telephone. Write the whole number, as text."),
    "nobody_to_find": gettext_noop(
        "Neither account nor mobile. Give one of them, so that the person can be told apart."
    ),
    "yes_or_no": gettext_noop("Write 是 or 否."),
    "day_wrong": gettext_noop("No day. Write it as 2026-11-26."),
    "ends_before": gettext_noop("Ends before it begins. Correct one of the days."),
    "body_ambiguous": gettext_noop("Several bodies have this name. Write the code, or the unit beside it."),
    "body_elsewhere": gettext_noop("This body is not on your ground. Leave the line to its own leaders."),
    "body_unknown": gettext_noop(
        "There is no such body. To found it, let its name say what it is (领导小组, 三人小组, 合署, 专班, 后备)"
        " and name the unit."
    ),
    "unit_unknown": gettext_noop("There is no such unit on your ground. Write its code or its full name."),
    "unit_ambiguous": gettext_noop("Several units have this name. Write the code of 12 digits."),
    "account_of_other": gettext_noop(
        "This account belongs to another name. Correct the account or the name."
    ),
    "phone_of_other": gettext_noop(
        "Somebody else has this number. Give each his own, or the account instead."
    ),
    "named_twice": gettext_noop("Named twice for the same post. Keep one line."),
}


def wrong_lines(found: Iterable[Wrong]) -> list[dict[str, object]]:
    """Errors as {row, field, value, text}, in the reader's language."""
    return [
        {"row": w.row, "field": _(FIELDS[w.field]), "value": w.value, "text": _(SAID[w.code])} for w in found
    ]
