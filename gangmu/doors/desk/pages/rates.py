"""Weekly rates at the desk: frozen weeks, the counties of one, who is behind a number, objections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.care import complain
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries import place_names
from gangmu.doors.texts import worded
from gangmu.ground.accounts.actions import log_accesses
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel import clock
from gangmu.responsibility.rates import actions, policy, queries
from gangmu.responsibility.rates.forms import DecisionForm, ObjectionForm
from gangmu.responsibility.rates.models import Week
from gangmu.responsibility.rates.rules import percent_of

SIZE = 50


@page(may=policy.may_see_rates)
def weeks(request: StaffRequest) -> HttpResponse:
    """The frozen weeks, newest first, and the open steps of the ladder on one's ground."""
    context = {
        "weeks": queries.weeks(request.scope),
        "steps": [
            step for step in queries.steps_of(request.scope) if step.status not in ("dropped", "finished")
        ],
        "now": clock.now(),
    }
    return render(request, "desk/rates.html", context)


@page(may=policy.may_see_rates)
def week(request: StaffRequest, week_id: int) -> HttpResponse:
    """The counties of a week as ranked, with objections and the steps that were proposed."""
    one = queries.week_in(request.scope, week_id)
    return render(request, "desk/rate_week.html", _context(request, one, ""))


def _context(request: StaffRequest, one: Week, above: str) -> dict[str, Any]:
    rules = queries.rules_of(one)
    return {
        "week": one,
        "rules": rules,
        "formula": worded(rules.formula, rules.formula_english),
        "local": worded(rules.local, rules.local_english),
        "denominator": worded(rules.denominator.name, rules.denominator.english),
        "lines": queries.lines_of(request.scope, one, above),
        "objections": queries.objections_of(request.scope, one),
        "steps": queries.steps_of(request.scope, one),
        "decides": policy.may_decide(request.actor, one.incident),
        "names": policy.may_open_names(request.actor),
        "window": one.status == "frozen" and clock.now() <= one.objections_until,
        "over": clock.now() > one.objections_until,
        "decision_form": DecisionForm(),
    }


@page(may=policy.may_see_rates)
def unit(request: StaffRequest, week_id: int, code: str) -> HttpResponse:
    """One unit of a week: its number, the units below it, and for its own leaders an objection."""
    one = queries.week_in(request.scope, week_id)
    rate, where = queries.rate_in(request.scope, one, code)
    speaks = where.level == "county" and policy.may_speak(request.actor, where.jurisdiction)
    minimum = queries.rules_of(one).minimum
    context = _context(request, one, code) | {
        "rate": rate,
        "percent": percent_of(rate.required, rate.sampled, minimum),
        "unit": where,
        "above": unit_by_code(where.parent) if where.level != "county" else None,
        "speaks": speaks,
        "form": ObjectionForm(),
    }
    return render(request, "desk/rate_unit.html", context)


@page(may=policy.may_open_names)
def names(request: StaffRequest, week_id: int, code: str) -> HttpResponse:
    """Who is behind the number of a unit of one's ground: masked, each look logged for each of them."""
    one = queries.week_in(request.scope, week_id)
    rate, where = queries.rate_in(request.scope, one, code)
    missing, frozen = request.GET.get("all") != "1", request.GET.get("frozen") == "1"
    after = number_of(request.GET.get("after"))
    found = queries.names_behind(
        request.scope, one, where, missing=missing, frozen=frozen, after=after, most=SIZE + 1
    )
    shown = found[:SIZE]
    log_accesses(
        request.actor,
        "open",
        [name.person for name in shown if name.name],
        f"weekly rate {one.begins} {code}",
    )
    places = place_names({name.village for name in shown})
    context = {
        "week": one,
        "rate": rate,
        "unit": where,
        "rows": [(name, places.get(name.village, "")) for name in shown],
        "missing": missing,
        "frozen": frozen,
        "older": shown[-1].person if len(found) > SIZE else "",
    }
    return render(request, "desk/rate_names.html", context)


@require_POST
@page(may=policy.may_open_names)
def object_to(request: StaffRequest, week_id: int, code: str) -> HttpResponse:
    """Object to one's county's number."""
    one = queries.week_in(request.scope, week_id)
    queries.rate_in(request.scope, one, code)
    form = ObjectionForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        actions.object_to(request.actor, command_of(request), week_id, code, said["about"], said["text"])
        messages.success(request, _("Recorded. A named person of the city decides, with a reason."))
    else:
        complain(request, form)
    return redirect("desk:rate_unit", week_id, code)


@require_POST
@page(may=policy.may_open_names)
def decide(request: StaffRequest, objection_id: int) -> HttpResponse:
    """Decide about an objection, or take one's own back."""
    one = queries.objection_in(request.scope, objection_id)
    if request.POST.get("withdraw"):
        actions.withdraw(request.actor, command_of(request), objection_id)
        messages.success(request, _("Taken back."))
        return redirect("desk:rate_week", one.week_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        effect = "" if said["effect"] == "reject" else said["effect"]
        actions.decide(request.actor, command_of(request), objection_id, said["answer"], effect)
        messages.success(request, _("Decided. The county reads the reason."))
    else:
        complain(request, form)
    return redirect("desk:rate_week", one.week_id)


@require_POST
@page(may=policy.may_open_names)
def settle(request: StaffRequest, week_id: int) -> HttpResponse:
    """Settle a week: the ranking holds, steps are proposed."""
    queries.week_in(request.scope, week_id)
    made = actions.settle(request.actor, command_of(request), week_id)
    messages.success(
        request, _("Settled. Steps proposed by rule: %(n)s. Each waits for a decision.") % {"n": made}
    )
    return redirect("desk:rate_week", week_id)
