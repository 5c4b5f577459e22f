"""Orders at the desk: those that need somebody first; one order's file; decided, lifted; its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangmu.control.isolation import actions, policy, queries
from gangmu.control.isolation.forms import (
    ChangeForm,
    DecideForm,
    HomeForm,
    NeedForm,
    OutingForm,
    ReadForm,
    ReadingForm,
)
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.rules import Decision, plan
from gangmu.doors import orders as words
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries import place_names
from gangmu.doors.texts import word, worded
from gangmu.doors.wordings import isolation as wordings
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.organization.queries import circle_of
from gangmu.ground.register.models import CareNeed
from gangmu.ground.register.policy import may_see_needs
from gangmu.ground.register.queries import needs_of
from gangmu.kernel import clock
from gangmu.kernel.paper import printed
from gangmu.kernel.scope import Scope

SIZE = 50


@page(may=policy.may_see)
def overview(request: StaffRequest) -> HttpResponse:
    """The orders of one's ground by what they wait for; the first list that holds any is shown."""
    scope, counted = request.scope, queries.counts(request.scope)
    first = next((show for show in queries.SHOWS[:7] if counted.get(show)), "live")
    show = request.GET.get("show", "")
    show = show if show in queries.SHOWS else first
    start = number_of(request.GET.get("after"))
    found = queries.orders(scope, show, start, SIZE + 1)
    places = place_names([order.area for order in found])
    context = {
        "show": show,
        "shows": [(code, _(name), counted.get(code)) for code, name in wordings.SHOWS.items()],
        "rows": [(line, places.get(line.order.area, "")) for line in words.lines(scope, found[:SIZE])],
        "older": start + SIZE if len(found) > SIZE else "",
        "today": clock.today(),
        "decide_form": _together(found) if show == "decide" and policy.may_decide(request.actor) else None,
    }
    return render(request, "desk/orders.html", context)


def _together(found: list[Order]) -> DecideForm | None:
    """The form that decides several proposals at once; None where there are none."""
    if not found:
        return None
    incident = found[0].incident
    given = {"organ": incident.deciding_organ, "basis": incident.legal_basis}
    return DecideForm(initial=given)


@page(may=policy.may_see)
def order(request: StaffRequest, order_id: int) -> HttpResponse:
    """One order: the plan day by day, readings, needs, circle, papers, history. The opening is logged."""
    scope, one = request.scope, queries.order_in(request.scope, order_id)
    if one.person_id:
        log_access(request.actor, "open", one.person_id, f"order {one.pk}")
    context = {
        "order": one,
        "place": place_names([one.area]).get(one.area, ""),
        "line": words.lines(scope, [one])[0],
        "plan": _plan(scope, one),
        "readings": [
            (r, "、".join(word(code) for code in r.symptoms)) for r in queries.readings_of(scope, one)
        ],
        "outings": queries.outings_of(scope, one),
        "notices": queries.notices_of(scope, one),
        "shared": words.lines(scope, queries.shared_with(scope, one)),
        "changes": [(c, _(wordings.WHY[c.why])) for c in queries.changes_of(scope, one)],
        "events": words.events(queries.moves_of(scope, one)),
        "asked": words.asked(one),
        "joined": queries.joined_to(scope, one),
        "circle": circle_of(scope, one.household) if one.household else [],
        "needs": _needs(scope, one),
        "today": clock.today(),
    }
    return render(request, "desk/order.html", context | _acts(request, one))


def _needs(scope: Scope, one: Order) -> list[CareNeed]:
    """What he needs, for those who work for him."""
    person = one.person_id or 0
    return needs_of(scope, [person], one.incident_id).get(person, []) if may_see_needs(scope.actor) else []


def _plan(scope: Scope, one: Order) -> list[tuple[Any, Any, str]]:
    pack = words.pack_of_order(one)
    return [(day, owed, words.level_name(pack, day.level)) for day, owed in queries.plan_of(scope, one)]


def _acts(request: StaffRequest, one: Order) -> dict[str, Any]:
    """What may be done with an order now, and the forms for it."""
    pack, actor = words.pack_of_order(one), request.actor
    conditions = words.conditions(pack, one.level)
    level = words.level_of(pack, one.level)
    in_force = one.status in ("decided", "running", "unfit", "due")
    organ = policy.may_decide(actor) and actor.body_id == one.organ_body_id
    return {
        "may_serve": policy.may_serve(actor),
        "may_decide": policy.may_decide(actor),
        "organ": organ,
        "in_force": in_force,
        "unsettled": [_(wordings.UNSETTLED[code]) for code in queries.unsettled(request.scope, one)]
        if in_force
        else [],
        "otherwise": words.level_name(pack, level.otherwise) if level and level.otherwise else "",
        "conditions": conditions,
        "checks": [
            (check, "、".join(dict(conditions).get(code, code) for code in check.unmet))
            for check in queries.checks_of(request.scope, one)
        ],
        "read_form": ReadForm(),
        "reading_form": ReadingForm(names=words.symptoms()),
        "outing_form": OutingForm(),
        "need_form": NeedForm(),
        "home_form": HomeForm(conditions),
        "change_form": ChangeForm(
            words.levels(pack), initial={"level": one.level, "planned_end": f"{one.planned_end or ''}"}
        ),
        "papers": [
            (code, _(name))
            for code, name in wordings.PAPERS.items()
            if one.decided_at and (code != "lift" or one.lifted_at)
        ],
    }


@page(may=policy.may_decide)
def decide(request: StaffRequest, order_id: int) -> HttpResponse:
    """Decide a proposed order, or say that there is none."""
    one = queries.order_in(request.scope, order_id)
    guess = queries.anchor_guess(request.scope, one)
    given = {
        "anchor": guess.isoformat() if guess else "", "organ": one.incident.deciding_organ,
        "basis": one.incident.legal_basis,
    }  # fmt: skip
    form = DecideForm(request.POST or None, initial=given)
    if request.method == "POST" and request.POST.get("decline"):
        actions.decline(request.actor, command_of(request), one, request.POST.get("reason", ""))
        messages.success(request, _("Noted: there is no measure for him."))
        return redirect("desk:orders")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.decide(request.actor, command_of(request), one, Decision(**said))
        messages.success(request, _("Decided. The trio reads him the notice."))
        return redirect("desk:order", one.pk)
    pack = words.pack_of_order(one)
    measure = pack.measure_for(one.category)
    planned = plan(pack, measure, guess, clock.today()) if measure and guess else None
    context = {
        "order": one, "line": words.lines(request.scope, [one])[0], "form": form, "pack": pack, "measure": measure,
        "anchor": _(wordings.ANCHORS[measure.anchor]) if measure else "",
        "stages": [(words.level_name(pack, stage.level), stage) for stage in measure.stages] if measure else [],
        "end": planned.end if planned else None,
        "source": measure.source if measure else "",
        "name_of_pack": worded(pack.name, pack.english),
    }  # fmt: skip
    return render(request, "desk/order_decide.html", context, status=422 if form.errors else 200)


@page(may=policy.may_see)
def paper(request: StaffRequest, order_id: int, what: str) -> HttpResponse:
    """A paper of an order as PDF: Chinese, or English with `?language=en`. It names him, so the look is logged."""
    one = queries.order_in(request.scope, order_id)
    if one.person_id:
        log_access(request.actor, "open", one.person_id, f"{what} of order {one.pk}")
    with override("en" if request.GET.get("language") == "en" else "zh-hans"):
        pdf = printed(queries.paper_of(request.scope, one, what))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{what}-{one.pk}.pdf"'
    return answer
