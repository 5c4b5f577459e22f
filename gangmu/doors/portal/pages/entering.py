"""How a resident comes in: by the text of his link, without account, cookie or script (ADR 30).

`@by_link` finds out who comes, opens one transaction under a guest's eyes, and answers everybody else alike. A form
that another site sends here would have to know the link, so no token against forgery is asked for: it needs a cookie.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.views.decorators.csrf import csrf_exempt

from gangmu.control.links.actions import Came, Visitor, come_in
from gangmu.doors.texts import refusal_text
from gangmu.ground.organization.queries import office_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered

log = logging.getLogger(__name__)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
STATUS = {Came.UNKNOWN: 404, Came.OVER: 404, Came.TOO_OFTEN: 429}
A_MINUTE = "60"
View = Callable[..., HttpResponse]


class ResidentRequest(HttpRequest):
    """A request inside `@by_link`."""

    token: str
    guest: Actor
    scope_of_guest: Scope
    order_id: int
    lang: str


def command_of(request: HttpRequest) -> UUID:
    """The id of the command that a form carries: sent twice, it is carried out once."""
    try:
        return UUID(request.POST.get("command", ""))
    except ValueError:
        raise Refused("command_missing") from None


def by_link(view: View) -> View:
    """Make a function a page that the person of an order opens by his link."""

    @csrf_exempt
    @wraps(view)
    def inner(request: ResidentRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        request.token, request.lang = token, _language(request)
        with translation.override(request.lang):
            try:
                answer = _entering(view, request, *args, **kwargs)
            except OperationalError as error:
                log.exception("a page of a resident", exc_info=error)
                answer = render(
                    request, "portal/closed.html", {"busy": True, "lang": request.lang}, status=503
                )
        for name, value in HEADERS.items():
            answer.headers[name] = value
        answer.headers["Content-Language"] = request.lang
        return answer

    return inner


def _entering(view: View, request: ResidentRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    system = Scope.system("links").actor
    visitor = come_in(system, request.token, get_adapter(request).get_client_ip(request) or "")
    if visitor.came != Came.LIVE or visitor.actor is None:
        return _closed(request, visitor)
    request.guest, request.order_id = visitor.actor, visitor.order_id
    request.scope_of_guest = Scope.of(visitor.actor)
    try:
        with entered(request.scope_of_guest):
            return view(request, *args, **kwargs)
    except Refused as refused:
        if refused.code == "not_found":
            return _closed(request, Visitor(Came.UNKNOWN))
        return render(
            request,
            "portal/refused.html",
            {"text": refusal_text(refused), "back": home_url(request), "lang": request.lang},
            status=409,
        )


def _closed(request: ResidentRequest, visitor: Visitor) -> HttpResponse:
    """The same for every link that is not good; one that was good says whom to call."""
    office = office_of(visitor.area) if visitor.area else None
    context = {"came": visitor.came, "office": office, "lang": request.lang}
    answer = render(request, "portal/closed.html", context, status=STATUS[visitor.came])
    if visitor.came == Came.TOO_OFTEN:
        answer.headers["Retry-After"] = A_MINUTE
    return answer


def _language(request: HttpRequest) -> str:
    """The language that the address names, else the browser's."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language_from_request(request)


def home_url(request: ResidentRequest, done: str = "") -> str:
    """The page of the link, in the language that he reads."""
    said = f"&done={done}" if done else ""
    return f"/r/{request.token}/?lang={request.lang}{said}"
