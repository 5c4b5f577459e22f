"""How every staff page is entered: who acts in which post, what he may see, whether he may be here.

`@page(may=…)` opens one transaction with the scope of the acting post, hands the view `request.actor` and
`request.scope`, rolls back on any exception, turns a `Refused` action into a message and a database that does not
answer in time into a page that asks to come again. Absent and not-yours are the same 404 because a view can only find
what its scope contains.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from gangmu.doors.texts import refusal_text
from gangmu.ground.accounts.models import User
from gangmu.ground.organization.queries import HeldPost, acting
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered

May = Callable[[Actor], bool]
POST_KEY = "post"
COME_AGAIN = "5"  # seconds
FROZEN = "55000"  # what the guard of a closed incident says (command/sunset)
log = logging.getLogger(__name__)


class StaffRequest(HttpRequest):
    """A request inside `@page`: signed in, acting in one post."""

    user: User
    actor: Actor
    posts: list[HeldPost]
    scope: Scope
    htmx: Any


def everybody(actor: Actor) -> bool:
    """The policy of pages that every post may open; what they show is still bound by scope."""
    return True


def command_of(request: HttpRequest) -> UUID:
    """The id of the command that a form carries: sent twice, it is carried out once."""
    try:
        return UUID(request.POST.get("command", ""))
    except ValueError:
        raise Refused("command_missing") from None


def page(may: May) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Make a function a staff page that posts allowed by `may` can open."""

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @login_required
        def inner(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return entering(request, *args, **kwargs)
            except OperationalError as error:  # a lock or statement took too long, or the database restarts
                if getattr(error.__cause__, "sqlstate", "") == FROZEN:
                    return _refusal(request, Refused("incident_frozen"))
                log.exception("%s %s", request.method, request.path, exc_info=error)
                return _busy(request)

        def entering(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor, request.posts = acting(request.user, request.session.get(POST_KEY))
            if actor is None:
                return render(request, "desk/no_post.html", status=403)
            request.actor, request.scope = actor, Scope.of(actor)
            if not may(actor):
                raise PermissionDenied
            try:
                with entered(request.scope):
                    return view(request, *args, **kwargs)
            except Refused as refused:
                if refused.code == "not_found":
                    raise Http404 from None
                return _refusal(request, refused)

        inner.may = may  # type: ignore[attr-defined]
        return inner

    return wrap


def _refusal(request: StaffRequest, refused: Refused) -> HttpResponse:
    text = refusal_text(refused)
    if request.htmx:
        return render(request, "components/refusal.html", {"text": text}, status=409)
    messages.error(request, text)
    return redirect(request.headers.get("Referer") or "/")


def _busy(request: StaffRequest) -> HttpResponse:
    """503: nothing has happened, and when to ask again; a page that was opened comes again by itself."""
    answer = render(request, "desk/busy.html", {"part": bool(request.htmx)}, status=503)
    answer.headers["Retry-After"] = COME_AGAIN
    if request.method == "GET" and not request.htmx:
        answer.headers["Refresh"] = COME_AGAIN
    return answer
