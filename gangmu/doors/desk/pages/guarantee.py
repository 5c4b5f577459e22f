"""三级包保 and N-包-1: who answers for each town, village and grid, and who stands around a door."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.pages.posts import day_asked
from gangmu.doors.desk.queries.organization import answerable, unit_above
from gangmu.doors.desk.queries.validity import ground_asked, units_below
from gangmu.ground.organization import policy
from gangmu.ground.organization.actions import assign, join_circle
from gangmu.ground.organization.forms import PostForm
from gangmu.ground.organization.models import Guarantee
from gangmu.ground.organization.queries import (
    circle_of,
    circle_posts,
    household_within,
    post_within,
    posts_for,
)
from gangmu.ground.organization.rules import CIRCLE
from gangmu.kernel import clock
from gangmu.kernel.area import level_of
from gangmu.kernel.lifecycle import Refused

SIZE = 50


@page(may=everybody)
def tiers(request: StaffRequest) -> HttpResponse:
    """Units of a tier (`?tier=`) with who answers for each on a day, those without anybody first."""
    scope, unit = ground_asked(request.scope, request.GET.get("unit", ""))
    tier = request.GET.get("tier", "")
    tier = tier if tier in Guarantee.Tier.values else Guarantee.Tier.VILLAGE
    found = answerable(scope, tier, day_asked(request.GET.get("on", "")))
    start = number_of(request.GET.get("after"))
    context = {
        "tier": tier,
        "tiers": Guarantee.Tier.choices,
        "rows": found[start : start + SIZE],
        "total": len(found),
        "gaps": sum(not one.holders for one in found),
        "older": start + SIZE if len(found) > start + SIZE else "",
        "unit": unit,
        "units": units_below(request.scope, unit),
        "may_assign": policy.may_open_posts(request.actor),
    }
    return render(request, "desk/guarantee.html", context)


@page(may=policy.may_open_posts)
def assign_post(request: StaffRequest) -> HttpResponse:
    """Choose the post that answers for `?area=`."""
    area = number_of(request.GET.get("area"))
    above = unit_above(area, level_of(area)) if area in request.scope.jurisdiction else None
    if above is None or level_of(area) not in Guarantee.Tier.values:
        raise Refused("area_unknown")
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        post = post_within(request.scope, form.cleaned_data["post"])
        assign(request.actor, command_of(request), post, area, form.cleaned_data["day"])
        messages.success(request, _("%(post)s answers for it.") % {"post": post.title})
        return redirect(f"/organization/guarantee/?tier={level_of(area)}")
    context = {
        "area": area,
        "posts": [
            post
            for post in posts_for(level_of(area), above)
            if post.body.ground <= request.scope.jurisdiction
        ],
        "today": clock.today(),
        "command": uuid4(),
    }
    return render(request, "desk/assign.html", context, status=422 if form.errors else 200)


@page(may=everybody)
def circle(request: StaffRequest, household_id: int) -> HttpResponse:
    """The circle around a door on a day, one post per role; sent, it changes one of them."""
    household, form = household_within(request.scope, household_id), PostForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            raise Refused("form_incomplete")
        post = post_within(request.scope, form.cleaned_data["post"])
        join_circle(request.actor, command_of(request), household, post, form.cleaned_data["day"])
        return redirect("desk:circle", household_id)
    members = circle_of(request.scope, household, day_asked(request.GET.get("on", "")))
    context = {
        "household": household,
        "members": members,
        "empty": [role for role in CIRCLE if role not in {member.role for member, _names in members}],
        "posts": circle_posts(request.scope, household),
        "may_set": policy.may_set_circle(request.actor, household.area),
        "today": clock.today(),
    }
    return render(request, "desk/circle.html", context)
