"""Sites of sampling, key places with the four who answer for them, and check plans."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.control.sampling import actions, policy
from gangmu.control.sampling.actions import NewPlace, NewPlan, NewRound, NewSite
from gangmu.control.sampling.forms import PlaceForm, PlanForm, SiteForm
from gangmu.control.sampling.models import KeyPlace
from gangmu.control.sampling.queries import (
    member_in,
    members_of_plan,
    place_in,
    places_in,
    plan_in,
    plans_in,
    site_in,
    sites_in,
    standing_of,
)
from gangmu.control.sampling.queries.plans import person_of
from gangmu.control.sampling.rules.checks import checklists
from gangmu.control.sampling.rules.codes import whose
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries.sampling import (
    incident_choices,
    incident_of,
    place_choices,
    place_of,
    unit_choices,
    village_area,
)
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.incidents.queries import pack_of
from gangmu.kernel import clock


@page(may=policy.may_see)
def sites(request: StaffRequest) -> HttpResponse:
    """Where samples are taken, the longest queue first; a new site."""
    form = SiteForm(request.POST or None, units=unit_choices(request.scope, villages=True))
    if request.method == "POST" and policy.may_run_sites(request.actor) and form.is_valid():
        said = form.cleaned_data
        new = NewSite(
            village_area(said["unit"]), said["name"], said["address"], said["opens"], said["closes"]
        )
        actions.open_site(request.actor, command_of(request), new)
        return redirect("desk:sampling_sites")
    context = {
        "rows": sites_in(request.scope), "form": form, "may_run": policy.may_run_sites(request.actor),
    }  # fmt: skip
    return render(request, "desk/sampling_sites.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=policy.may_run_sites)
def site(request: StaffRequest, site_id: int) -> HttpResponse:
    """Say how many wait at a site, or that it is closed for good."""
    one, command = site_in(request.scope, site_id), command_of(request)
    if request.POST.get("act") == "end":
        actions.end_site(request.actor, command, one)
    else:
        actions.tell_queue(request.actor, command, one, number_of(request.POST.get("waiting")))
    return redirect("desk:sampling_sites")


@page(may=policy.may_see)
def places(request: StaffRequest) -> HttpResponse:
    """Key places and check plans of one's ground, and how each plan stands."""
    line = request.GET.get("line", "")
    plans = plans_in(request.scope)
    standing = standing_of(request.scope, plans)
    context = {
        "places": places_in(request.scope, line if line in KeyPlace.Line.values else ""), "line": line,
        "lines": KeyPlace.Line.choices, "plans": [(one, standing[one.pk]) for one in plans],
        "may_plan": policy.may_plan(request.actor),
    }  # fmt: skip
    return render(request, "desk/sampling_places.html", context)


@page(may=policy.may_plan)
def new_place(request: StaffRequest) -> HttpResponse:
    """Name a key place and the four who answer for it."""
    form = PlaceForm(request.POST or None, units=unit_choices(request.scope, villages=True))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        new = NewPlace(
            village_area(said["unit"]), said["name"], said["address"], said["line"], said["territory"],
            said["department"], said["unit_of_place"], said["individual"],
        )  # fmt: skip
        return redirect("desk:sampling_place", actions.name_place(request.actor, command_of(request), new))
    context = {"form": form, "title": _("A key place")}
    return render(request, "desk/sampling_form.html", context, status=422 if form.errors else 200)


@page(may=policy.may_see)
def place(request: StaffRequest, place_id: int) -> HttpResponse:
    """A key place: who answers, what was looked at; a new look."""
    one = place_in(request.scope, place_id)
    if request.method == "POST":
        items = {item.code: request.POST.get(item.code) == "yes" for item in checklists()[one.line]
                 if item.code in request.POST}  # fmt: skip
        actions.check(request.actor, command_of(request), one, items, request.POST.get("note", ""))
        messages.success(request, _("Kept."))
        return redirect("desk:sampling_place", place_id)
    context = {
        "place": one, "checks": one.checks.all()[:20], "may_check": policy.may_check_places(request.actor),
    }  # fmt: skip
    return render(request, "desk/sampling_place.html", context)


@page(may=policy.may_plan)
def new_plan(request: StaffRequest) -> HttpResponse:
    """Make a check plan."""
    form = PlanForm(
        request.POST or None, units=unit_choices(request.scope), incidents=incident_choices(request.scope),
        places=place_choices(request.scope), initial={"every": 3, "place": request.GET.get("place", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        of_place = place_of(request.scope, said["place"]) if said["of"] == "place" else None
        if said["of"] != "place" or of_place is not None:
            new = NewPlan(
                incident_of(request.scope, said["incident"]), said["name"], said["of"], said["every"],
                said["rotating"], said["unit"], of_place,
            )  # fmt: skip
            return redirect("desk:sampling_plan", actions.make_plan(request.actor, command_of(request), new))
        form.add_error("place", _("Choose the place."))
    context = {"form": form, "title": _("A check plan")}
    return render(request, "desk/sampling_form.html", context, status=422 if form.errors else 200)


@page(may=policy.may_see_names)
def plan(request: StaffRequest, check_plan_id: int) -> HttpResponse:
    """Who is under a plan, overdue first; the look is noted."""
    one = plan_in(request.scope, check_plan_id)
    log_access(request.actor, "open", None, f"check plan {check_plan_id}")
    context = {
        "plan": one, "rows": members_of_plan(request.scope, one),
        "standing": standing_of(request.scope, [one])[one.pk], "may_plan": policy.may_plan(request.actor),
    }  # fmt: skip
    return render(request, "desk/sampling_plan.html", context)


@require_POST
@page(may=policy.may_plan)
def plan_move(request: StaffRequest, check_plan_id: int) -> HttpResponse:
    """Put somebody under a plan, plan today's round for who is due, or end the plan."""
    one, command = plan_in(request.scope, check_plan_id), command_of(request)
    match request.POST.get("act"):
        case "add":
            person = person_of(request.scope, whose(request.POST.get("who", "")))
            actions.add_member(request.actor, command, one, person)
        case "round":
            rules, now = pack_of(one.incident).sampling, clock.now()
            name, pool = f"{one.name} {clock.today():%m-%d}", max(rules.pools) if rules else 1
            new = NewRound(one.incident, name, now, now + timedelta(hours=24), min(pool, 10), plan=one)
            return redirect("desk:sampling_round", actions.plan(request.actor, command, new))
        case "end":
            actions.end_plan(request.actor, command, one)
            return redirect("desk:sampling_places")
    return redirect("desk:sampling_plan", check_plan_id)


@require_POST
@page(may=policy.may_plan)
def plan_member(request: StaffRequest, member_id: int) -> HttpResponse:
    """Somebody is under a plan no more."""
    member = member_in(request.scope, member_id)
    actions.end_member(request.actor, command_of(request), member)
    return redirect("desk:sampling_plan", member.plan_id)
