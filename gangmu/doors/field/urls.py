"""The addresses of the phone pages."""

from __future__ import annotations

from django.urls import path

from gangmu.doors import handing as answering
from gangmu.doors.field.pages import (
    app,
    calendar,
    care,
    door,
    duty,
    handing,
    lists,
    orders,
    report,
    seals,
    worker,
)

# The field app stands at /app/: what is installed there has that path as its whole world.
app_patterns = [
    path("", app.shell, name="shell"),
    path("worker.js", app.worker, name="worker"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
]
app_name = "field"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("worker.js", worker.script, name="worker"),
    path("done/", lists.done, name="done"),
    path("seals/", seals.mine, name="alarms"),
    path("seals/<int:alarm_id>/", seals.one, name="alarm"),
    path("care/", care.mine, name="care"),
    path("care/thank/", care.thank, name="thank"),
    path("orders/", orders.mine, name="orders"),
    path("places/", handing.places, name="places"),
    path("duty/", duty.duty, name="duty"),
    path("duty/leave/", duty.ask_leave, name="leave"),
    path("duty/leave/<int:leave_id>/end/", duty.end_leave, name="leave_end"),
    path("duty/wish/", duty.wish, name="wish"),
    path("duty/wishes/<int:wish_id>/end/", duty.unwish, name="wish_end"),
    path("duty/shifts/<int:shift_id>/", duty.offer_shift, name="swap"),
    path("duty/swaps/<int:swap_id>/", duty.answer_swap, name="swap_answer"),
    path("duty/calendar/", duty.feed, name="feed"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("tasks/<int:task_id>/", door.door, name="door"),
    path("tasks/<int:task_id>/claim/", door.claim_it, name="claim"),
    path("tasks/<int:task_id>/unclaim/", door.unclaim_it, name="unclaim"),
    path("tasks/<int:task_id>/reason/", door.read_reason, name="reason"),
    path("tasks/<int:task_id>/call/", door.call, name="call"),
    path("tasks/<int:task_id>/report/", report.answer, name="report"),
    path("tasks/<int:task_id>/resident/", report.resident, name="resident"),
    path("tasks/<int:task_id>/offer/", handing.offer, name="offer"),
    path("tasks/<int:task_id>/accept/", answering.accept, name="accept"),
    path("tasks/<int:task_id>/refuse/", answering.refuse, name="refuse"),
]
