"""The script that shows notifications while no page is open: served below /field/, which is all that it may govern."""

from __future__ import annotations

from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from gangmu.doors.access import StaffRequest, everybody, page

NAME = "push.js"


@require_GET
@page(may=everybody)
def script(request: StaffRequest) -> FileResponse:
    """The service worker."""
    if staticfiles_storage.exists(NAME):
        return FileResponse(staticfiles_storage.open(NAME), content_type="text/javascript")
    found = find(NAME)
    if not found:
        raise Http404
    return FileResponse(open(found, "rb"), content_type="text/javascript")  # noqa: PTH123 (the answer closes it)
