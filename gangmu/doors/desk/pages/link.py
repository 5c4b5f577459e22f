"""The link of the person of an order: made, shown once as text and QR code, renewed, ended."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gangmu.control.isolation.queries import order_in
from gangmu.control.links import policy
from gangmu.control.links.actions import end_link, give_link
from gangmu.control.links.queries import is_open, links_of
from gangmu.doors.access import StaffRequest, command_of, page


def qr(text: str) -> SafeString:
    """A QR code as an SVG drawing of black on white, whatever the theme of the page."""
    drawing = segno.make_qr(text, error="m").svg_inline(light="#fff", omitsize=True)
    return SafeString(drawing)


@page(may=policy.may_give)
def link(request: StaffRequest, order_id: int) -> HttpResponse:
    """The links that an order has had; a new one is shown in this answer and never again."""
    order = order_in(request.scope, order_id)
    address = ""
    if request.method == "POST":
        command = command_of(request)
        if request.POST.get("move") == "end":
            end_link(request.actor, command, order)
            messages.success(request, _("The link is ended."))
            return redirect("desk:link", order_id)
        token = give_link(request.actor, command, order)
        if not token:
            messages.warning(request, _("This link was shown already. Make a new one if it is lost."))
            return redirect("desk:link", order_id)
        address = request.build_absolute_uri(reverse("portal:home", args=[token]))
    context = {
        "order": order,
        "links": links_of(request.scope, order_id),
        "open": is_open(order),
        "address": address,
        "qr": qr(address) if address else "",
    }
    return render(request, "desk/link.html", context)
