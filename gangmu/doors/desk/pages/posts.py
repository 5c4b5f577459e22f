"""A body: its posts, who holds them on a day, who held them; appoint, relieve, deputise, move."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gangmu.casework.actions import found_trio
from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.desk.queries.organization import grids_held, unit_shown, wrong_text
from gangmu.ground.organization import policy
from gangmu.ground.organization.actions import appoint, found_body, move, relieve
from gangmu.ground.organization.forms import AppointForm, DayForm, FoundForm, PostForm
from gangmu.ground.organization.models import Body
from gangmu.ground.organization.queries import (
    body_within,
    history_of,
    holding_within,
    post_within,
    posts_like,
    teams,
    user_named,
)
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused


def day_asked(text: str) -> date:
    """The day of a query string, today for none and for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@page(may=everybody)
def body(request: StaffRequest, body_id: int) -> HttpResponse:
    """A body on a day (`?on=`), today by default, what is wrong with it, and everybody who ever held a post of it."""
    found, day = body_within(request.scope, body_id), day_asked(request.GET.get("on", ""))
    (team,) = teams([found], day)
    context = {
        "team": team,
        "wrong": [wrong_text(code) for code in team.wrong],
        "day": day,
        "today": clock.today(),
        "history": history_of(found),
        "may_appoint": policy.may_open_posts(request.actor)
        and policy.may_appoint(request.actor, found.ground),
    }
    return render(request, "desk/body.html", context)


@page(may=policy.may_open_posts)
def found(request: StaffRequest) -> HttpResponse:
    """Found a body of `?unit=` with the seats of its kind; a trio also gets grids, once what moves was looked at."""
    asked = request.POST.get("unit") or request.GET.get("unit", "")
    unit = unit_shown(request.scope, asked)
    day = clock.today().isoformat()
    form = FoundForm(unit.level, request.POST or None, initial={"day": day, "unit": unit.code})
    held = grids_held(request.scope, unit) if unit.level == "village" else []
    chosen = [grid for grid in held if str(grid.area) in request.POST.getlist("grid")]
    said = form.cleaned_data if request.method == "POST" and form.is_valid() else None
    if said is None or (chosen and "sure" not in request.POST):
        context = {
            "form": form,
            "unit": unit,
            "command": uuid4(),
            "held": held,
            "chosen": chosen,
            "said": said,
        }
        context["moving"] = sum(grid.open for grid in chosen)
        context["now"] = said is not None and said["day"] <= clock.today()
        return render(request, "desk/found.html", context, status=422 if form.errors else 200)
    command, kind, name, since = command_of(request), said["kind"], said["name"], said["day"]
    if kind == Body.Kind.TRIO:
        areas = [grid.area for grid in chosen]
        made, moved = found_trio(request.actor, command, unit, name, since, said["phone"], areas)
    else:
        made, moved = (
            found_body(request.actor, command, unit, kind, name, since, said["line"], said["phone"]),
            0,
        )
    text = _("%(name)s is founded. Appoint somebody to each post.") % {"name": name}
    if moved:
        text += " " + ngettext(
            "%(n)s open task went with its grid.", "%(n)s open tasks went with their grids.", moved
        ) % {"n": moved}
    messages.success(request, text)
    return redirect("desk:body", made)


@page(may=policy.may_open_posts)
def appoint_to(request: StaffRequest, post_id: int) -> HttpResponse:
    """Give a post to somebody, as its holder or its deputy."""
    post = post_within(request.scope, post_id)
    form = AppointForm(request.POST or None, initial={"day": clock.today().isoformat()})
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "post": post, "command": uuid4()}
        return render(request, "desk/appoint.html", context, status=422 if form.errors else 200)
    asked = form.cleaned_data
    user = user_named(asked["account"])
    appoint(request.actor, user, post, asked["day"], deputy=asked["deputy"], command=command_of(request))
    messages.success(
        request, _("%(who)s has the post from %(day)s on.") % {"who": user.name, "day": asked["day"]}
    )
    return redirect("desk:body", post.body_id)


@page(may=policy.may_open_posts)
def change(request: StaffRequest, holding_id: int) -> HttpResponse:
    """Somebody in a post: relieve him, or move him to another post of the same role and line."""
    held = holding_within(request.scope, holding_id)
    context = {
        "held": held,
        "posts": posts_like(request.scope, held.post),
        "today": clock.today(),
        "command": uuid4(),
    }
    return render(request, "desk/holding.html", context)


@require_POST
@page(may=policy.may_open_posts)
def relieve_of(request: StaffRequest, holding_id: int) -> HttpResponse:
    """End somebody's holding on a day."""
    held, form = holding_within(request.scope, holding_id), DayForm(request.POST)
    if not form.is_valid():
        raise Refused("form_incomplete")
    relieve(request.actor, held, form.cleaned_data["day"], command=command_of(request))
    messages.success(
        request, _("%(who)s has left the post. What was done in it stays there.") % {"who": held.user.name}
    )
    return redirect("desk:body", held.post.body_id)


@require_POST
@page(may=policy.may_open_posts)
def move_to(request: StaffRequest, holding_id: int) -> HttpResponse:
    """Move somebody to another post on a day."""
    held, form = holding_within(request.scope, holding_id), PostForm(request.POST)
    if not form.is_valid():
        raise Refused("form_incomplete")
    post = post_within(request.scope, form.cleaned_data["post"])
    move(request.actor, command_of(request), held, post, form.cleaned_data["day"])
    messages.success(
        request, _("%(who)s works in %(post)s now.") % {"who": held.user.name, "post": post.title}
    )
    return redirect("desk:body", post.body_id)
