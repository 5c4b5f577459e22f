"""The parts pages are made of, as template tags: `{% load kit %}`. README.md shows each with an example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.template.defaulttags import url
from django.templatetags.i18n import do_translate
from django.templatetags.static import do_static, static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gangmu.doors.desk.templatetags import statuses, times
from gangmu.doors.desk.templatetags.still import still
from gangmu.kernel.recall import CAP

register = template.Library()
for name, tag in {"trans": do_translate, "translate": do_translate, "url": url, "static": do_static}.items():
    register.tag(name, still(tag))  # `kit` is loaded after the libraries that it takes them from

TONES = ("blue", "green", "yellow", "orange", "red", "purple", "cyan", "gray")


@register.simple_tag
@cache  # a page has a hundred, of a few dozen kinds
def icon(name: str, title: str = "") -> SafeString:
    """One icon of the sprite. Silent for screen readers unless it has a title."""
    address = static("icons.svg")
    if title:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            title,
            address,
            name,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', address, name)


@register.filter
def number(value: Any) -> str:
    """1234567 -> 1,234,567; None -> an en dash."""
    return f"{value:,}" if isinstance(value, (int, float)) else "–" if value in (None, "") else str(value)


@register.filter
def capped(value: int) -> str:
    """How much waits: 999 -> 999; as many as are counted -> 1,000+."""
    return f"{CAP:,}+" if value >= CAP else str(value)


@register.filter
def percent(value: float | None, digits: int = 1) -> str:
    """A share of one as per cent: 0.123 -> 12.3 %; None -> an en dash."""
    return "–" if value is None else f"{value * 100:.{digits}f}%"


@register.simple_tag
def status(code: str, label: str = "", tone: str = "") -> SafeString:
    """A status as a coloured badge. Codes known to the product bring their own label and tone."""
    known_label, known_tone = statuses.appearance(code)
    return format_html('<span class="gm-status gm-{}">{}</span>', tone or known_tone, label or known_label)


@register.simple_tag
def cst(moment: datetime | None, style: str = "short") -> SafeString:
    """A moment in Shanghai civil time. Styles: short (today: the hour only), full, date, time, ago."""
    if moment is None:
        return SafeString("–")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        times.full(moment),
        times.styled(moment, style),
    )


@register.simple_tag
def deadline(moment: datetime | None, done: bool = False) -> SafeString:
    """When something is due and how long that is away; orange in the last hour, red once it has passed."""
    if moment is None:
        return SafeString("–")
    tone = "" if done else times.urgency(moment)
    left = "" if done else f"<small>{escape(times.relative(moment))}</small>"
    # By hand: a list has fifty of them, and nothing in it was written by anybody but us.
    return SafeString(
        f'<span class="gm-deadline{f" gm-{tone}" if tone else ""}">'
        f'<time datetime="{moment.isoformat(timespec="seconds")}" title="{times.full(moment)}">'
        f"{times.short(moment)}</time>{left}</span>"
    )


@register.simple_tag(takes_context=True)
def url_with(context: Mapping[str, Any], **changes: Any) -> str:
    """The query of this page with some keys changed; an empty value removes the key."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def th(context: Mapping[str, Any], label: str, sort: str = "", num: bool = False) -> SafeString:
    """A column's heading; with `sort` a link that sorts by it (`?sort=key`, `-key`) and drops the page."""
    css = SafeString(' class="num"') if num else ""
    if not sort:
        return format_html('<th scope="col"{}>{}</th>', css, label)
    current = context["request"].GET.get("sort", "")
    up, down = current == sort, current == f"-{sort}"
    state = SafeString(' aria-sort="ascending"' if up else ' aria-sort="descending"' if down else "")
    mark = icon(name="chevron-up") if up else icon(name="chevron-down") if down else icon(name="selector")
    href = url_with(context, sort=f"-{sort}" if up else sort, after="", before="")
    return format_html('<th scope="col"{}{}><a href="{}">{}{}</a></th>', css, state, href, label, mark)


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(
    context: Mapping[str, Any], newer: str = "", older: str = "", shown: int | None = None, total: str = ""
) -> dict[str, Any]:
    """Keyset paging: `newer` and `older` go into ?before= and ?after=; empty where there is none."""
    return {
        "newer": url_with(context, before=newer, after="") if newer else "",
        "older": url_with(context, after=older, before="") if older else "",
        "shown": shown,
        "total": total,
    }


@register.inclusion_tag("components/stat.html")
def stat(
    label: str, value: Any, tone: str = "gray", url: str = "", hint: str = "", unit: str = "", icon: str = ""
) -> dict[str, Any]:
    """One figure with its name; a link when it has a list behind it."""
    shown = number(value) if isinstance(value, int) else value
    return {
        "label": label, "value": shown, "tone": tone, "url": url, "hint": hint, "unit": unit, "icon": icon,
    }  # fmt: skip


@register.inclusion_tag("components/ledger_bar.html")
def ledger_bar(received: int, parts: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Received = the sum of its parts, drawn and checked.

    `parts`: mappings with `label`, `value`, `tone` and optionally `url`, in the order to show.
    """
    rows, at = [], 0.0
    items = list(parts)
    total = sum(part["value"] for part in items)
    whole = max(received, total, 1)
    for part in items:
        width = part["value"] * 100 / whole
        rows.append(
            {
                "label": part["label"], "value": part["value"], "tone": part.get("tone") or "gray",
                "url": part.get("url") or "", "x": f"{at:.3f}%", "width": f"{width:.3f}%",
                "share": f"{part['value'] * 100 / received:.1f}%" if received else "",
            }
        )  # fmt: skip
        at += width
    return {
        "received": received, "total": total, "balances": total == received, "difference": received - total,
        "parts": rows, "label": label or _("Received"),
    }  # fmt: skip


@register.inclusion_tag("components/empty.html")
def empty(
    title: str, text: str = "", icon: str = "circle-check", url: str = "", action: str = ""
) -> dict[str, Any]:
    """What a list shows when there is nothing, and what to do next."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened, newest first or oldest first as given.

    Each event: `at`, `title`; optionally `who`, `text`, `reason`, `tone`, `icon`, `status`.
    """
    return {"events": events}


@register.inclusion_tag("components/kv.html")
def kv(rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A list of (name, value); empty values show a dash, datetimes as Shanghai time."""
    return {
        "rows": [(name, cst(value, "full") if isinstance(value, datetime) else value) for name, value in rows]
    }


@register.inclusion_tag("components/field.html")
def field(bound: Any, label: str = "", css: str = "", hide_help: bool = False) -> dict[str, Any]:
    """A bound form field with label, help and errors; radios and checkbox lists become big tiles."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    classes = {"select": "form-select", "checkbox": "form-check-input", "file": "form-control"}
    many = type(widget).__name__ in ("RadioSelect", "CheckboxSelectMultiple")
    attrs: dict[str, Any] = {} if many else {"class": classes.get(kind, "form-control")}
    if kind != "file" and bound.errors and not many:
        attrs["class"] += " is-invalid"
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound, "label": label or bound.label, "many": many, "css": css, "hide_help": hide_help,
        "single": kind == "checkbox" and not many, "hidden": bound.is_hidden,
        "widget": bound if many else bound.as_widget(attrs=attrs),
    }  # fmt: skip


@register.inclusion_tag("components/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, its own errors on top."""
    return {"form": form}


@register.inclusion_tag("components/masked.html")
def masked(text: str, url: str = "", what: str = "") -> dict[str, Any]:
    """A masked value; with `url` a button that asks for the reason and POSTs it there (`reason`, `note`).

    The answer of that address replaces the whole element: render `{% revealed value %}`.
    """
    return {"text": text, "url": url, "what": what}


@register.inclusion_tag("components/revealed.html")
def revealed(text: str) -> dict[str, Any]:
    """The answer to a reveal: the value, marked as shown, with a copy button."""
    return {"text": text}


@register.inclusion_tag("components/upload.html")
def upload(
    name: str = "file", accept: str = "", limit: int = 0, hint: str = "", many: bool = False
) -> dict[str, Any]:
    """A drop zone; a form with hx-post and hx-encoding="multipart/form-data" gives it a progress bar."""
    return {"name": name, "accept": accept, "limit": limit, "hint": hint, "many": many}


@register.simple_tag
def steps(labels: Iterable[str], at: int) -> SafeString:
    """The header of a wizard; `at` counts from 1."""
    items = format_html_join(
        "",
        "<li{}>{}</li>",
        (
            (SafeString(' class="is-done"' if n < at else ' aria-current="step"' if n == at else ""), label)
            for n, label in enumerate(labels, start=1)
        ),
    )
    return format_html('<ol class="gm-steps">{}</ol>', items)


@register.simple_tag
def shortcut(key: str, label: str) -> SafeString:
    """One key of the legend under a queue."""
    return format_html("<span><kbd>{}</kbd> {}</span>", key, label)


@register.simple_tag(takes_context=True)
def here(context: Mapping[str, Any], url: str) -> SafeString:
    """`aria-current` for a link to this page or to a page above it."""
    path = context["request"].path if "request" in context else ""
    inside = path == url or (url.count("/") > 1 and path.startswith(url))
    return SafeString('aria-current="page"' if inside else "")
