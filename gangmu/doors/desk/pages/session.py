"""Which of his posts somebody acts in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gangmu.doors.access import POST_KEY, StaffRequest, everybody, page
from gangmu.doors.desk.forms import number_of


@require_POST
@page(may=everybody)
def act(request: StaffRequest) -> HttpResponse:
    """Act in another of one's own posts from now on."""
    post = number_of(request.POST.get("post"))
    if post not in {held.id for held in request.posts}:
        raise PermissionDenied
    request.session[POST_KEY] = post
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure())
    # A page of one post may be closed to the other: begin at its home.
    return redirect(after if safe and after in ("/", "/locate/", "/search/", "/organization/") else "/")
