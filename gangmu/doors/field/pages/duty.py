"""My duty on the phone: shifts, leave, wishes, swaps, and the address of one's calendar."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, everybody, page
from gangmu.doors.care import vehicle_word
from gangmu.ground.duty import actions
from gangmu.ground.duty.forms import LeaveForm, WishForm
from gangmu.ground.duty.queries import members
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused


@page(may=everybody)
def duty(request: StaffRequest) -> HttpResponse:
    """Now and the next two weeks, and what was asked for."""
    scope = request.scope
    address = members.feed_address(scope)
    context = {
        "shifts": [(shift, vehicle_word(shift)) for shift in members.my_shifts(scope)],
        "now": clock.now(),
        "leave": members.my_leave(scope),
        "wishes": members.my_wishes(scope),
        "swaps": members.my_swaps(scope),
        "address": request.build_absolute_uri(f"/field/calendar/{address}.ics") if address else "",
    }
    return render(request, "field/duty.html", context)


@page(may=everybody)
def ask_leave(request: StaffRequest) -> HttpResponse:
    """Ask for leave: kind and days, no reason."""
    form = LeaveForm(request.POST or None, initial={"first": clock.today(), "last": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.request_leave(request.actor, command_of(request), data["kind"], data["first"], data["last"])
        messages.success(request, _("Asked for. You see here when it is decided."))
        return redirect("field:duty")
    context = {"form": form, "command": uuid4()}
    return render(request, "field/leave.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=everybody)
def end_leave(request: StaffRequest, leave_id: int) -> HttpResponse:
    """Take one's leave back, or come back early."""
    one = members.my_leave_in(request.scope, leave_id)
    actions.withdraw_leave(request.actor, command_of(request), one)
    messages.success(request, _("Withdrawn. Shifts that others have taken stay with them."))
    return redirect("field:duty")


@page(may=everybody)
def wish(request: StaffRequest) -> HttpResponse:
    """Say what one would like on a day."""
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day, wanted = form.cleaned_data["day"], form.cleaned_data["wanted"]
        actions.wish(request.actor, command_of(request), day, wanted)
        messages.success(request, _("Noted. The next plan of that week takes it into account."))
        return redirect("field:duty")
    context = {"form": form, "command": uuid4()}
    return render(request, "field/wish.html", context, status=422 if form.errors else 200)


@require_POST
@page(may=everybody)
def unwish(request: StaffRequest, wish_id: int) -> HttpResponse:
    """Take a wish back."""
    actions.unwish(request.actor, command_of(request), members.wish_in(request.scope, wish_id))
    return redirect("field:duty")


@page(may=everybody)
def offer_shift(request: StaffRequest, shift_id: int) -> HttpResponse:
    """Offer a shift to a colleague, for one of his or for nothing."""
    shift = members.my_shift(request.scope, shift_id)
    others = members.colleagues(request.scope, shift)
    back = members.shifts_back(request.scope, shift, others)
    if request.method == "POST":
        who, _colon, wanted = request.POST.get("to", "").partition(":")
        taker = next((user for user in others if str(user.pk) == who), None)
        if taker is None:
            raise Refused("not_found")
        in_return = next((one for one in back if str(one.pk) == wanted), None)
        actions.offer_swap(request.actor, command_of(request), shift, taker, in_return)
        messages.success(request, _("Offered to %(who)s.") % {"who": taker.name})
        return redirect("field:duty")
    choices = [(user, [one for one in back if one.user_id == user.pk]) for user in others]
    return render(request, "field/swap.html", {"given": shift, "choices": choices, "command": uuid4()})


@require_POST
@page(may=everybody)
def answer_swap(request: StaffRequest, swap_id: int) -> HttpResponse:
    """Accept or decline what a colleague offers; take back what one has offered."""
    one, command = members.swap_in(request.scope, swap_id), command_of(request)
    match request.POST.get("answer"):
        case "accept":
            actions.accept_swap(request.actor, command, one)
            messages.success(request, _("Accepted. Your leader has to approve it."))
        case "decline":
            actions.decline_swap(request.actor, command, one)
        case "withdraw":
            actions.withdraw_swap(request.actor, command, one)
        case _:
            raise Refused("command_missing")
    return redirect("field:duty")


@require_POST
@page(may=everybody)
def feed(request: StaffRequest) -> HttpResponse:
    """Make an address for one's calendar, which ends an older one; or end it."""
    if request.POST.get("answer") == "end":
        actions.end_feed(request.actor, command_of(request))
        messages.success(request, _("Ended: whoever has the address finds nothing any more."))
    else:
        actions.open_feed(request.actor, command_of(request))
    return redirect("field:duty")
