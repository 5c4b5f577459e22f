"""Small words of the desk's own pages: `{% load desk %}`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from uuid import uuid4

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gangmu.casework.models import Report
from gangmu.casework.states import STILL_OPEN
from gangmu.command.board.queries import Board, Line
from gangmu.command.modes.models import PlanSeat, PlanTown
from gangmu.doors.desk.queries.cases import TaskLine
from gangmu.doors.desk.queries.modes import seat_text
from gangmu.doors.desk.queries.names import place_name
from gangmu.doors.desk.templatetags.care import load_mark
from gangmu.doors.desk.templatetags.kit import deadline, status
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.doors.desk.templatetags.times import full
from gangmu.doors.texts import worded
from gangmu.governance.needs.rules import in_english
from gangmu.ground.organization.models import ModeChange, Role
from gangmu.ground.territory.models import Level
from gangmu.support.welfare.rules import Load

register = template.Library()
ENDED = {"released", "closed", "cancelled"}
USUAL = "ground_verification"  # the kind of most tasks; a list names the others


@register.simple_tag
def place(area: int) -> str:
    """What an area is called, from the town down."""
    return place_name(area)


@register.simple_tag
def command() -> str:
    """A fresh command id for one form: sent twice, it is carried out once."""
    return str(uuid4())


@register.filter
def said(text: str) -> str:
    """The words of a need: whoever typed them keeps them, what care rules say is said in the reader's language."""
    return worded(text, in_english(text))


@register.simple_tag
def role_label(role: str) -> str:
    """What a role is called."""
    return str(Role(role).label)


@register.simple_tag
def level_name(level: str) -> str:
    """What a level of the ladder is called."""
    return str(Level(level).label)


@register.simple_tag
def status_label(code: str) -> str:
    """What a status is called, without its badge."""
    return appearance(code)[0]


@register.simple_tag
def plan_status(code: str) -> SafeString:
    """The state of a plan for an emergency: one that runs is red."""
    if code == "working":
        return status(code, label=_("Being worked out"), tone="cyan")
    return status(code, label=_("In emergency"), tone="red") if code == "active" else status(code)


@register.simple_tag
def spell(hours: float) -> str:
    """How long something lasted: in minutes below two hours, else in hours."""
    if hours < 2:
        minutes = round(60 * hours)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(n)s h") % {"n": f"{hours:,.1f}"}


@register.simple_tag
def town_status(town: PlanTown) -> SafeString:
    """Whether a town of a plan waits, is in emergency by it, or was."""
    if town.ended_at:
        return status("ended")
    return status("emergency") if town.activated_at else status("planned", label=_("Planned"), tone="gray")


@register.simple_tag
def edition(code: str) -> str:
    """Which version of the mechanism."""
    return str(dict(ModeChange.Mechanism.choices).get(code, "–"))


@register.simple_tag
def plan_seats(seats: Iterable[PlanSeat], loads: dict[int, Load]) -> SafeString:
    """Who sits in a planned trio, role by role, his load, and where each comes from; an empty seat is red."""
    roles: dict[str, tuple[list[str], list[str]]] = {}
    for seat in seats:
        role, name, origin = seat_text(seat)
        names, origins = roles.setdefault(role, ([], []))
        if name:
            names.append(format_html("{} {}", name, load_mark(loads.get(seat.user_id or 0))))
        if origin not in origins:
            origins.append(origin)
    return format_html_join(
        "",
        '<div><strong>{}</strong> {} <span class="{}">{}</span></div>',
        (
            (
                role,
                format_html_join(" ", "{}", ((name,) for name in names)),
                "gm-sub" if names else "gm-red",
                "、".join(origins),
            )
            for role, (names, origins) in roles.items()
        ),
    )


@register.simple_tag
def phone_clock(report: Report) -> SafeString:
    """When a report was done by the phone's clock, where that is not when it arrived; a wrong clock is marked."""
    if report.phone_at is None or not report.phone_clock:
        return SafeString()
    if report.phone_clock == "wrong":
        label = _("the phone's clock was wrong: %(when)s") % {"when": full(report.phone_at)}
        return status("phone_clock", label=label, tone="orange")
    return format_html(
        '<span class="gm-sub">{}</span>',
        _("done at %(when)s by the phone's clock") % {"when": full(report.phone_at)},
    )


ROW = (
    '<tr data-row><td class="lead"><a data-enter href="%s">%s</a><span class="gm-sub">%s</span></td>'
    '<td>%s<span class="gm-sub">%s</span></td><td>%s</td><td>%s</td><td>%s</td><td class="num">%s</td></tr>'
)


@register.simple_tag
def task_rows(rows: Iterable[tuple[TaskLine, str]]) -> SafeString:
    """The rows of the task list: (task, what its place is called).

    In one piece, and what rows share is made once: a template takes ten times as long for fifty of them.
    """
    address = reverse("desk:task", args=[0]).replace("0", "%d")

    @cache
    def standing(code: str, urgent: bool, kind: str) -> str:
        found = status(code) + (" " + status("urgent", label=_("urgent"), tone="red") if urgent else "")
        return found if kind == USUAL else f"{found} {status(kind)}"

    due = cache(deadline)
    return SafeString(
        "".join(
            ROW
            % (
                address % task.pk,
                escape(task.name),
                escape(task.mask or ""),
                escape(task.address or "–"),
                escape(place),
                standing(task.status, task.urgent, task.kind),
                escape(task.owner),
                due(task.due_at, done=task.status in ENDED),
                task.sources,
            )
            for task, place in rows
        )
    )


@register.simple_tag
def board_rows(found: Board, incident: int) -> SafeString:
    """The lines of a board: a unit leads one step down, a grid to its tasks."""
    down, tasks = reverse("desk:board"), reverse("desk:tasks")
    more = f"&amp;incident={incident}" if incident else ""

    def named(line: Line) -> str:
        if not line.code:
            return _("not known more exactly")
        where = f"{tasks}?status=unfinished&amp;ground=" if found.below == "grid" else f"{down}?unit="
        return f'<a href="{where}{line.code}{"" if found.below == "grid" else more}">{escape(line.name)}</a>'

    def cell(value: int, tone: str = "") -> str:
        return f'<td class="num{tone if value else ""}">{value:,}</td>'

    return SafeString(
        "".join(
            f'<tr><td class="lead">{named(line)}</td>{cell(figures["late"], " gm-red")}{cell(line.unfinished)}'
            f"{''.join(cell(figures[status]) for status in STILL_OPEN)}{cell(figures['today'])}</tr>"
            for line in found.lines
            for figures in (line.figures,)
        )
    )


@register.simple_tag
def furniture() -> SafeString:
    """The dialogs that every page has ready: they differ by language only."""
    return _furniture(get_language() or "")


@cache
def _furniture(language: str) -> SafeString:
    return render_to_string("components/furniture.html")
