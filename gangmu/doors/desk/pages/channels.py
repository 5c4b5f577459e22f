"""How the channels of notices are: what went out, what failed and why; the work groups."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gangmu.command.notices import actions, policy
from gangmu.command.notices.models import Channel
from gangmu.command.notices.queries import channel_health, failed_in, groups_in, matrix_in_force, sent_in
from gangmu.command.notices.rules import ROBOTS
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.queries.notices import failure_text, rule_name

SIZE = 50


@require_GET
@page(may=policy.may_see_channels)
def health(request: StaffRequest) -> HttpResponse:
    """The channels of the last 24 hours, what was given up, the work groups."""
    matrix = matrix_in_force()
    context = {
        "channels": [(one, failure_text(one.error)) for one in channel_health(request.scope)],
        "failed": [
            (one, rule_name(matrix, one.kind), failure_text(one.error)) for one in failed_in(request.scope)
        ],
        "groups": groups_in(request.scope),
        "robots": [(name, Channel(name).label) for name in ROBOTS],
        "may_resend": policy.may_resend(request.actor),
    }
    return render(request, "desk/channels.html", context)


@require_POST
@page(may=policy.may_resend)
def again(request: StaffRequest) -> HttpResponse:
    """Send again what was given up: one, or all of a channel."""
    number = number_of(request.POST.get("delivery")) or None
    n = actions.resend(request.actor, command_of(request), request.POST.get("channel", ""), number)
    messages.success(request, _("%(n)s are sent again.") % {"n": n})
    return redirect("desk:channels")


@require_POST
@page(may=policy.may_resend)
def bind(request: StaffRequest) -> HttpResponse:
    """A work group of one's own body."""
    given = {name: request.POST.get(name, "") for name in ("channel", "name", "url", "secret", "language")}
    actions.bind_group(request.actor, command_of(request), **given)
    messages.success(request, _("The work group is bound. The next slot is posted there."))
    return redirect("desk:channels")


@require_POST
@page(may=policy.may_resend)
def end(request: StaffRequest, group_id: int) -> HttpResponse:
    """Nothing is posted there any more."""
    actions.end_group(request.actor, command_of(request), group_id)
    messages.success(request, _("Nothing is posted there any more; the robot's address is destroyed."))
    return redirect("desk:channels")


@require_GET
@page(may=policy.may_see_channels)
def sent(request: StaffRequest) -> HttpResponse:
    """What a demonstration would have sent. Elsewhere there is no such page."""
    if not settings.DEMO:
        raise Http404
    matrix = matrix_in_force()
    found = sent_in(request.scope, number_of(request.GET.get("before")), SIZE)
    context = {
        "sent": [(one, rule_name(matrix, one.kind)) for one in found],
        "older": found[-1].pk if len(found) == SIZE else "",
    }
    return render(request, "desk/notices_sent.html", context)
