"""The page of a resident: what is asked of him today, what he may ask, what is kept about him."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gangmu.control.sampling.rules.codes import person_code
from gangmu.doors.codes import qr
from gangmu.doors.portal.forms import NeedForm, OpeningForm, TemperatureForm
from gangmu.doors.portal.pages.entering import ResidentRequest, by_link
from gangmu.doors.portal.queries import page_of
from gangmu.doors.portal.words import DONE
from gangmu.governance.needs.rules import rules


@require_safe
@by_link
def home(request: ResidentRequest) -> HttpResponse:
    """Readable at a glance: today first, then what he may do, then why, then what is kept."""
    return shown(request)


def shown(request: ResidentRequest, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with forms as they were typed where something in them was wrong."""
    done = request.GET.get("done", "")
    page = page_of(request.scope_of_guest, request.order_id)
    code = person_code(int(page.order.person_id or 0)) if page.in_force else ""
    context = {
        "page": page,
        "code": code,
        "qr": qr(code) if code else "",
        "base": f"/r/{request.token}/",
        "lang": request.lang,
        "me": request.guest.key,
        "redress": rules().redress,
        "done": DONE.get(done, ""),
        "temperature": forms.get("temperature") or TemperatureForm(),
        "opening": forms.get("opening") or OpeningForm(),
        "need": forms.get("need") or NeedForm(),
    }
    return render(request, "portal/home.html", context, status=status)
