"""A changeover as its page shows it: sections in words, entries that lead to what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.command.watch.models import Alarm, Changeover
from gangmu.command.watch.queries import alarms_for
from gangmu.command.watch.rules import Entry, Section, Snapshot, digest_of
from gangmu.doors.desk.queries.ground import gap_text, level_of_post
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.ground.organization.models import Body
from gangmu.kernel.scope import Scope

TITLES = {
    "rows": gettext_noop("Doubtful rows"),
    "batches": gettext_noop("Batches that wait for this desk"),
    "offers": gettext_noop("Hand-overs without an answer"),
    "late": gettext_noop("Overdue tasks"),
    "soon": gettext_noop("Tasks due within twelve hours"),
    "told": gettext_noop("Passed deadlines the office was told of"),
    "red": gettext_noop("Trios with a gap"),
    "points": gettext_noop("Marked for the next watch"),
}
NAMES = {
    "row": gettext_noop("row %(id)s"),
    "batch": gettext_noop("batch %(id)s"),
    "task": gettext_noop("task %(id)s"),
}
URLS = {"row": "desk:office_row", "batch": "desk:batch", "task": "desk:task"}
STAGES = {
    "report": gettext_noop("report late"),
    "accept": gettext_noop("answer late"),
    "compare": gettext_noop("comparison late"),
    "release": gettext_noop("release late"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry in words; `url` is '' where there is no page."""

    label: str
    url: str
    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section in words; `now`: how many wait at this moment, None where nobody asks; `remark` is the next one's."""

    code: str
    title: str
    count: int
    entries: list[Shown]
    now: int | None = None
    remark: str = ""

    @property
    def more(self) -> int:
        """How many are counted and not listed."""
        return self.count - len(self.entries)


def parts_of(snapshot: Snapshot, now: dict[str, int] | None = None, seen: Any = None) -> list[Part]:
    """The sections in their order."""
    trios = [entry.id for part in snapshot.sections for entry in part.entries if entry.ref == "trio"]
    names = dict(Body.objects.filter(pk__in=trios).values_list("pk", "name"))
    return [
        Part(
            section.code,
            _(TITLES[section.code]),
            section.count,
            list(_shown(section, names)),
            (now or {}).get(section.code),
            (seen or {}).get(section.code, ""),
        )
        for section in snapshot.sections
    ]


def _shown(section: Section, names: dict[int, str]) -> Iterable[Shown]:
    for entry in section.entries:
        if entry.ref == "trio":
            reasons = "，".join(gap_text(reason) for reason in entry.what.split())
            yield Shown(names.get(entry.id, f"{entry.id}"), "", None, reasons)
        elif entry.ref == "point":
            yield Shown(entry.what, "", entry.at, "")
        else:
            label = _(NAMES[entry.ref]) % {"id": entry.id}
            yield Shown(
                label, reverse(URLS[entry.ref], args=[entry.id]), entry.at, _said(section.code, entry)
            )


def _said(code: str, entry: Entry) -> str:
    if code == "batches":
        return _("%(n)s rows wait") % {"n": entry.what}
    if code == "told":
        return _(STAGES[entry.what]) if entry.what in STAGES else entry.what
    return appearance(entry.what)[0] if entry.what else ""


def signature_holds(changeover: Changeover) -> bool:
    """Whether what is kept is still what was signed."""
    signer, at = changeover.handed_by_id, changeover.handed_at
    if changeover.snapshot is None or signer is None or at is None:
        return False
    return bytes(changeover.digest) == digest_of(changeover.snapshot, changeover.notes, signer, at)


def alarms_of(scope: Scope) -> list[Alarm]:
    """The offices of one's ground that nobody took over in time, as far as one's level was told."""
    level = level_of_post(scope)
    return alarms_for(scope, "town" if level == "office" else level)
