"""The addresses of the phone pages."""

from __future__ import annotations

from django.urls import path

from gangmu.doors import handing as answering
from gangmu.doors.field.pages import app, door, handing, lists, report

# The field app stands at /app/: what is installed there has that path as its whole world.
app_patterns = [
    path("", app.shell, name="shell"),
    path("worker.js", app.worker, name="worker"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
]
app_name = "field"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("done/", lists.done, name="done"),
    path("places/", handing.places, name="places"),
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
