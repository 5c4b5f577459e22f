"""What every status code of the product is called and how it is coloured, in one table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_KNOWN = {
    # tasks
    "open": (pgettext_lazy("status", "Open"), "blue"),
    "claimed": (_("Claimed"), "cyan"),
    "reported": (_("Reported"), "purple"),
    "compared": (_("Compared"), "purple"),
    "released": (_("Released"), "green"),
    "closed": (pgettext_lazy("status", "Closed"), "gray"),
    "returned": (_("Returned"), "red"),
    "handed_over": (_("Handed over"), "yellow"),
    "cancelled": (_("Cancelled"), "gray"),
    # outcomes at the door
    "found": (_("Found"), "green"),
    "not_here": (_("Not here"), "yellow"),
    "wrong_data": (_("Wrong data"), "orange"),
    "unreachable": (_("Unreachable"), "orange"),
    "refused": (pgettext_lazy("status", "Refused"), "red"),
    "moved_on": (_("Moved on"), "yellow"),
    "at_home": (_("At home"), "green"),
    "not_in": (_("Nobody opened"), "yellow"),
    "seen_by_medic": (_("Seen by the medic"), "purple"),
    "worked": (_("Done"), "green"),
    "surveyed": (_("Counted"), "blue"),
    "not_done": (_("Not done"), "orange"),
    # kinds of tasks
    "ground_verification": (_("Ground verification"), "gray"),
    "place_work": (_("Work in a zone"), "purple"),
    "place_survey": (_("Survey in a zone"), "purple"),
    "day_call": (_("Call of the day"), "blue"),
    "look_in": (_("Friendly visit"), "cyan"),
    "symptoms": (_("Medic: fever or symptoms"), "red"),
    **{
        f"need_{kind}": (_("Needs of residents"), "cyan")
        for kind in ("medical_trip", "medicine", "food", "child_care", "repair", "other")
    },
    # rows and batches of a push
    "task": (_("Task"), "blue"),
    "merged": (_("Merged"), "cyan"),
    "out_of_city": (_("Out of city"), "gray"),
    "waiting": (_("Waiting at the desk"), "orange"),
    "received": (_("Received"), "blue"),
    "mapping": (_("Columns to be mapped"), "yellow"),
    "preview": (_("Preview"), "yellow"),
    "previewed": (_("Preview"), "yellow"),
    "uploaded": (_("Columns to be mapped"), "yellow"),
    "ready": (_("Preview"), "yellow"),
    "queued": (_("Processing"), "cyan"),
    "rejected": (_("Failed"), "red"),
    "committed": (_("Committed"), "blue"),
    "processing": (_("Processing"), "cyan"),
    "processed": (_("Processed"), "green"),
    "done": (_("Done"), "green"),
    "failed": (_("Failed"), "red"),
    "draft": (_("Draft"), "gray"),
    "running": (_("Being taken in"), "cyan"),
    "stopped": (_("Stopped"), "orange"),
    "withdrawn": (_("Taken back"), "gray"),
    # modes of towns, and plans
    "routine": (pgettext_lazy("mode", "Routine"), "green"),
    "emergency": (pgettext_lazy("mode", "Emergency"), "red"),
    "checked": (_("Looked at"), "blue"),
    "partial": (_("Carried out in part"), "orange"),
    "ended": (_("Back in routine"), "green"),
    "discarded": (_("Discarded"), "gray"),
    # slots
    "expected": (_("Expected"), "gray"),
    "arrived": (_("Arrived"), "green"),
    "late": (_("Late"), "red"),
    "empty": (_("Declared empty"), "gray"),
    # address matching
    "match": (_("Matched"), "green"),
    "review": (_("To be reviewed"), "orange"),
    "town": (_("Town only"), "yellow"),
    "county": (_("County only"), "yellow"),
    "city": (_("City only"), "yellow"),
    "outside": (_("Outside the city"), "gray"),
    "invalid": (_("No address"), "red"),
    # the watch of an office
    "drafted": (_("In preparation"), "yellow"),
    "handed": (_("Signed by one side"), "orange"),
    # zones
    "temporary": (_("Temporary control"), "orange"),
    "declared": (_("Declared"), "red"),
    "lifted": (_("Lifted"), "green"),
    # visits and thanks
    "owed": (_("Owed"), "orange"),
    "paid": (_("Visited"), "green"),
    "waived": (_("Not wished"), "gray"),
    "proposed": (_("Proposed"), "yellow"),
    "approved": (_("Approved"), "green"),
    # needs of residents
    "voiced": (_("Waits for an answer"), "orange"),
    "answered": (_("Answered"), "green"),
    "under_way": (_("Under way"), "cyan"),
    "not_possible": (_("Not possible"), "red"),
    # transfers and alarms
    "offered": (_("Offered"), "yellow"),
    "accepted": (_("Accepted"), "green"),
    "declined": (_("Declined"), "red"),
    "overdue": (_("Overdue"), "red"),
    "escalated": (_("Escalated"), "red"),
    # duty
    "solving": (_("Being solved"), "cyan"),
    "solved": (_("Solved"), "blue"),
    "published": (_("Published"), "green"),
    "superseded": (_("Superseded"), "gray"),
    "requested": (_("Asked for"), "orange"),
    # door seals
    "asked": (_("To be put on"), "blue"),
    "denied": (_("No seal"), "gray"),
    "bound": (_("On the door"), "cyan"),
    "in_use": (_("In use"), "green"),
    "to_remove": (_("To be taken off"), "orange"),
    "removed": (_("Taken off"), "gray"),
    "raised": (_("Unacknowledged"), "red"),
    "acknowledged": (_("Somebody is at it"), "orange"),
    "contacted": (_("Contacted"), "yellow"),
    "explained": (_("Explained"), "green"),
    "visited": (_("Visited at the door"), "green"),
    "fault": (_("Fault of the device"), "purple"),
    "breach": (_("Breach recorded"), "red"),
    "settled": (_("Filed away"), "gray"),
    "offline": (_("Silent"), "orange"),
    # laboratory
    "sampling_recall": (_("Called back for a single swab"), "red"),
    "told": (_("Informed"), "green"),
    "not_reached": (_("Not reached"), "orange"),
    "negative": (_("Negative"), "green"),
    "positive": (_("Positive"), "red"),
    "pending": (_("Pending"), "gray"),
    "active": (_("Active"), "green"),
    "inactive": (_("Inactive"), "gray"),
}


def appearance(code: str) -> tuple[str, str]:
    """Label and tone of a code; an unknown code shows itself in grey."""
    label, tone = _KNOWN.get(str(code), (code, "gray"))
    return str(label), tone
