"""Parts that wrap what a page writes: `{% load blocks %}`, `{% card … %} … {% endcard %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gangmu.doors.desk.templatetags.kit import icon

register = template.Library()

SIGNS = {
    "red": "alert-octagon",
    "orange": "alert-triangle",
    "yellow": "alert-triangle",
    "green": "circle-check",
}
# The sprite holds what the sources name: icon="alert-octagon", icon="alert-triangle", icon="circle-check".


@register.simple_block_tag
def card(content: str, title: str = "", body: bool = True, link: str = "", link_text: str = "") -> SafeString:
    """A card; `body=False` for a table or list that fills it to the edge."""
    head = ""
    if title:
        more = format_html('<a class="ms-auto" href="{}">{}</a>', link, link_text or _("All")) if link else ""
        head = format_html('<div class="card-header"><h2 class="card-title">{}</h2>{}</div>', title, more)
    inner = format_html('<div class="card-body">{}</div>', content) if body else content
    return format_html('<section class="card">{}{}</section>', head, inner)


@register.simple_block_tag
def alert(content: str, tone: str = "blue", title: str = "") -> SafeString:
    """A notice that stays on the page."""
    return format_html(
        '<div class="gm-alert gm-{}" role="{}">{}<div>{}{}</div></div>',
        tone,
        "alert" if tone == "red" else "status",
        icon(SIGNS.get(tone, "info-circle")),  # icon="info-circle"
        format_html("<strong>{}</strong>", title) if title else "",
        content,
    )


@register.simple_block_tag
def table(
    content: str, queue: bool = False, caption: str = "", grid: bool = False, auto: bool = False
) -> SafeString:
    """A dense table that turns into cards on a phone (`grid=True` keeps it a table and scrolls).

    Write `<thead>` and `<tbody>` inside. `queue=True` lets the keyboard walk its `<tr data-row>`;
    `auto=True` selects the next row by itself after each answer.
    """
    return format_html(
        '<div class="gm-table-box"{}><table class="gm-table{}">{}{}</table></div>',
        # What scrolls sideways can be reached and scrolled by the keyboard.
        SafeString(
            (" data-queue" if queue else "")
            + (" data-queue-auto" if auto else "")
            + (' tabindex="0"' if grid else "")
        ),
        " is-grid" if grid else "",
        format_html('<caption class="visually-hidden">{}</caption>', caption) if caption else "",
        content,
    )


@register.simple_block_tag(takes_context=True)
def filters(context: template.Context, content: str, action: str = "") -> SafeString:
    """A row of filters that submits by GET; keeps the sorting, drops the page."""
    sort = context["request"].GET.get("sort", "") if "request" in context else ""
    keep = format_html('<input type="hidden" name="sort" value="{}">', sort) if sort else ""
    return format_html(
        '<form class="gm-filters" method="get" action="{}" role="search">{}{}'
        '<button class="btn" type="submit">{}{}</button></form>',
        action, keep, content, icon(name="filter"), _("Filter"),
    )  # fmt: skip


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A native dialog, opened by any element with data-dialog="id"; put a form with its buttons inside."""
    return format_html(
        '<dialog class="gm-dialog" id="{}" aria-labelledby="{}-title"><div class="gm-dialog-head">'
        '<h2 id="{}-title">{}</h2>'
        '<button type="button" class="gm-tool" data-close aria-label="{}">{}</button></div>'
        '<div class="gm-dialog-body">{}</div></dialog>',
        id, id, id, title, _("Close"), icon(name="x"), content,
    )  # fmt: skip


@register.simple_block_tag
def live(content: str, url: str, src: str = "", event: str = "message") -> SafeString:
    """A region that redraws itself when a server-sent event arrives at `url`.

    An event whose data is HTML replaces the content; any other makes the region fetch `src`.
    """
    return format_html(
        '<div data-live="{}" data-live-src="{}" data-live-event="{}">{}</div>'
        '<span class="gm-live-mark" role="status">'
        '<span class="on">{}</span><span class="poll">{}</span><span class="off">{}</span></span>',
        url, src, event, content, _("Live"), _("Refreshed every 10 seconds"), _("Connecting…"),
    )  # fmt: skip
