"""A member's shifts for the calendar of his phone, by a signed address that he can end; no word about others."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gangmu.doors.care import vehicle_word
from gangmu.ground.duty.queries.members import shifts_of_feed
from gangmu.kernel import clock
from gangmu.kernel.later import Later

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = Later("icalendar")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The shifts of the last week and the next sixty days; 404 for an address that is forged or was ended."""
    shifts = shifts_of_feed(token)
    if shifts is None:
        raise Http404
    found = icalendar.Calendar()
    found.add("prodid", "-//Gangmu//Duty//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", _("My duty"))
    for shift in shifts:
        found.add_component(_event(shift))
    answer = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=600"
    return answer


def _event(shift: Any) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"shift-{shift.pk}@gangmu")
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", shift.during.lower.astimezone(UTC))
    event.add("dtend", shift.during.upper.astimezone(UTC))
    event.add("summary", _("Duty: %(post)s") % {"post": shift.post.title})
    if word := vehicle_word(shift):
        event.add("description", word)
    return event
