"""What is said to a resident after he has said something, and how acts of the access log read to him."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DONE = {
    "temperature": _("Thank you. Your temperature is noted."),
    "doctor": _("Noted. Go now: going to a doctor is never a breach. If it is urgent, call 120."),
    "need": _("Sent. You read the answer on this page."),
    "urgent": _(
        "Sent, and the trio is told at once. If nobody calls soon, call the number on this page, or 120."
    ),
    "content": _("Thank you."),
    "opening": _("Noted: the door may be opened then."),
    "called_off": _("Noted: the door stays shut then."),
    "withdrawn": _("Taken back."),
}
ACTS = {
    "open": _("opened your file"),
    "search": _("found you in a search"),
    "reveal": _("saw a hidden number of yours"),
    "export": _("took a list with you in it"),
}
OUTINGS = {
    "free": _("You may go out."),
    "reduced": _("Go out as little as you can."),
    "approved": _("Go out only for what is necessary, after telling the trio."),
    "none": _("Please stay at home."),
}
REASONS = {
    "contact": _("to call or visit you"),
    "identity": _("to check who you are"),
    "correction": _("to correct your data"),
    "complaint": _("because of a complaint or review"),
}
