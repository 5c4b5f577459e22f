"""The link of the person of an order: made, shown once as text and QR code, renewed, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangmu.control.isolation.models import Order
from gangmu.control.isolation.queries import order_in, paper_of
from gangmu.control.links import policy
from gangmu.control.links.actions import end_link, give_link
from gangmu.control.links.queries import is_open, links_of
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.codes import qr
from gangmu.kernel.paper import printed


@page(may=policy.may_give)
def link(request: StaffRequest, order_id: int) -> HttpResponse:
    """The links that an order has had; a new one is in this answer (a page, or the notice on paper) and in no other."""
    order = order_in(request.scope, order_id)
    move, address = request.POST.get("move"), ""
    if move == "end":
        end_link(request.actor, command_of(request), order)
        messages.success(request, _("The link is ended."))
        return redirect("desk:link", order_id)
    if request.method == "POST":
        token = give_link(request.actor, command_of(request), order)
        if not token:
            messages.warning(request, _("This link was shown already. Make a new one if it is lost."))
            return redirect("desk:link", order_id)
        address = request.build_absolute_uri(reverse("portal:home", args=[token]))
        if move == "paper":
            return _paper(request, order, address)
    context = {
        "order": order,
        "links": links_of(request.scope, order_id),
        "open": is_open(order),
        "address": address,
        "qr": qr(address) if address else "",
    }
    return render(request, "desk/link.html", context)


def _paper(request: StaffRequest, order: Order, address: str) -> HttpResponse:
    """The notice with the code of his link at its foot, to be read to him and left with him."""
    says = _("Your own page: what is asked of you, whom to call, who looked at your data")
    pdf = printed(paper_of(request.scope, order, "notice", qr(address), says))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="notice-{order.pk}.pdf"'
    return answer
