"""What the field app says: written into its page in both languages, so that it speaks without a signal."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.casework.rules import KINDS
from gangmu.casework.states import Status
from gangmu.doors import texts
from gangmu.doors.field import words
from gangmu.doors.field.words import sampling

BADGE = re.compile(r"gm-status gm-(?P<tone>\w+)\">(?P<label>[^<]*)<")
# The app names each by its English; {} is filled in there. A test finds what is missing or not said any more.
SAYINGS = (
    gettext_noop(
        "A dot is the estate, village group or road as the address library has it, not the door itself."
    ),
    gettext_noop("A newer app is here."),
    gettext_noop("A PIN for this phone"),
    gettext_noop("Actions"),
    gettext_noop("Add a person"),
    gettext_noop("All in order"),
    gettext_noop("Answers that need you: {}"),
    gettext_noop("As the device"),
    gettext_noop("Back"),
    gettext_noop("By building"),
    gettext_noop("By deadline"),
    gettext_noop("Call"),
    gettext_noop("Called"),
    gettext_noop("Cannot be taken"),
    gettext_noop("Change over"),
    gettext_noop("Choose the village where he is."),
    gettext_noop("Close"),
    gettext_noop("Dark"),
    gettext_noop("Delivered"),
    gettext_noop("Desk pages"),
    gettext_noop("Document"),
    gettext_noop("Door alarms"),
    gettext_noop("Door {}"),
    gettext_noop("For that a signal is needed. Try again on the street."),
    gettext_noop("Give back"),
    gettext_noop("Given back"),
    gettext_noop("Grid not known"),
    gettext_noop("Hand over"),
    gettext_noop("He is elsewhere in the city: hand over"),
    gettext_noop("I have read it"),
    gettext_noop("In other words"),
    gettext_noop("in {}"),
    gettext_noop(
        "It seals what you carry with you. It is kept nowhere: after {} wrong ones, at the end "
        "of the shift and when you sign out everything personal here is ended."
    ),
    gettext_noop("Kept beside the case"),
    gettext_noop("Kept: {}. It goes up by itself."),
    gettext_noop("Large type"),
    gettext_noop("Last called by {}"),
    gettext_noop("Light"),
    gettext_noop("Lock"),
    gettext_noop("Locked"),
    gettext_noop("Look again"),
    gettext_noop("Main"),
    gettext_noop("My doors"),
    gettext_noop("named by {} lists"),
    gettext_noop("New doors appear here by themselves after each push."),
    gettext_noop("New doors: {}."),
    gettext_noop("No"),
    gettext_noop("No address"),
    gettext_noop("No outline of your grids is known. By building, the doors are in order all the same."),
    gettext_noop("No position is known: your map looks for the address as it is written."),
    gettext_noop("No signal. Go on working: everything is kept and goes up by itself."),
    gettext_noop("Nobody has called yet"),
    gettext_noop("Not now. Try again in a moment."),
    gettext_noop("not sent yet: {}, they stay sealed"),
    gettext_noop(
        "Not sent yet: {}. They are sealed; only the server can read them. They go up when "
        "whoever wrote them signs in here."
    ),
    gettext_noop("Not taken"),
    gettext_noop("Note it again"),
    gettext_noop("Note the position"),
    gettext_noop("Noted: it could not be taken."),
    gettext_noop("Nothing is lost: the joint office has both and decides which counts."),
    gettext_noop("Nothing personal is on this phone."),
    gettext_noop("Nothing to do"),
    gettext_noop("Nothing yet"),
    gettext_noop("Of its proof still here: {} parts"),
    gettext_noop("Offer"),
    gettext_noop("Offered to other ground"),
    gettext_noop("Offered to us"),
    gettext_noop("On its way"),
    gettext_noop("On the map"),
    gettext_noop("Only with a signal"),
    gettext_noop("People at home"),
    gettext_noop("Once more"),
    gettext_noop("One moment …"),
    gettext_noop("Order"),
    gettext_noop("Outcome"),
    gettext_noop("Person {}"),
    gettext_noop("PIN"),
    gettext_noop("Places"),
    gettext_noop("Pushed as"),
    gettext_noop("Put away"),
    gettext_noop("Put away."),
    gettext_noop("Put it right"),
    gettext_noop("Reason read"),
    gettext_noop("Report it"),
    gettext_noop("Report this door"),
    gettext_noop("Reported"),
    gettext_noop("Returned because"),
    gettext_noop("Returned to us"),
    gettext_noop("Returned to you: {}."),
    gettext_noop("Say it again"),
    gettext_noop("Say why."),
    gettext_noop("Send now"),
    gettext_noop("Send the report"),
    gettext_noop("Sent"),
    gettext_noop("Settings"),
    gettext_noop("Show me the way"),
    gettext_noop("Sign in"),
    gettext_noop("Sign out"),
    gettext_noop("Six digits"),
    gettext_noop("Somebody else: sign out"),
    gettext_noop("Speak"),
    gettext_noop("Stop"),
    gettext_noop("Strong contrast for sunlight"),
    gettext_noop("Take"),
    gettext_noop("Take it again"),
    gettext_noop("Take out"),
    gettext_noop("Take the photo"),
    gettext_noop("Take this door"),
    gettext_noop("Taken"),
    gettext_noop("Taken by"),
    gettext_noop("Taken, and sealed for the server."),
    gettext_noop("Tell me of new doors on this phone"),
    gettext_noop("That did not work. Try again, or say that it cannot be taken."),
    gettext_noop("The address is in doubt: look, and say it yourself."),
    gettext_noop("The list brought no document: look, and say it yourself."),
    gettext_noop("The list brought no phone."),
    gettext_noop("The number is shown only with a signal."),
    gettext_noop("The pages that need a signal: done, my shifts, act as"),
    gettext_noop("The phone has no room left: this was not kept. Make room, and try again."),
    gettext_noop("The places of the city are not here yet. They come with the next signal."),
    gettext_noop("The server could not read this."),
    gettext_noop("These were not the same. Begin anew."),
    gettext_noop("This city sends no such notices, or this browser takes none."),
    gettext_noop("This phone is told of new doors."),
    gettext_noop("Too easy to guess. Choose another."),
    gettext_noop("Village or community; without it, those of your town"),
    gettext_noop("Waiting for a signal"),
    gettext_noop("What you report or take appears here, and what became of it."),
    gettext_noop("Where is he?"),
    gettext_noop("Why there?"),
    gettext_noop("Without a building"),
    gettext_noop("Wrong PIN. Left: {}"),
    gettext_noop("Yes"),
    gettext_noop("You have forbidden notices in the settings of this browser."),
    gettext_noop("Your post has no doors. Change the post at the desk, or ask your joint office."),
    gettext_noop("Your report of this door is kept here and goes up by itself."),
    gettext_noop("Yours"),
    gettext_noop("{} d"),
    gettext_noop("{} h"),
    gettext_noop("{} late"),
    gettext_noop("{} min"),
    gettext_noop("{} of what you sent needs a look: see “Sent”."),
    gettext_noop("{}: place not known"),
    *sampling.SAYINGS,
)


def both_languages() -> dict[str, dict[str, Any]]:
    """Everything that the app says, by language: sayings, questions, headings, choices, facts, faults, states."""
    return {code: _in(code) for code, _name in settings.LANGUAGES}


def _in(language: str) -> dict[str, Any]:
    with translation.override(language):
        return {
            "app": {text: _(text) for text in SAYINGS},
            "question": _all(words.QUESTIONS),
            "group": _all(words.GROUPS),
            "choice": _all(texts.WORDS),
            "known": _all(texts.KNOWN),
            "elsewhere": _all(words.ELSEWHERE),
            "error": _all(texts.ANSWER_ERRORS) | {"other": _(texts.OTHER_ERROR)},
            "status": {code: _status(code) for code in _codes()},
        }


def _all(table: dict[str, str]) -> dict[str, str]:
    return {code: _(text) for code, text in table.items()}


def _codes() -> list[str]:
    """Every status and outcome, and every kind of task that is told apart from a door to be verified."""
    kinds = [code for code in KINDS if code != "ground_verification"]
    return [*(str(status) for status in Status), *kinds, *(c for kind in KINDS.values() for c in kind.forms)]


def _status(code: str) -> tuple[str, str]:
    """Label and tone of a status, as the badge of the pages has them."""
    badge = BADGE.search(render_to_string("field/_status.html", {"code": code}))
    return (unescape(badge["label"]), badge["tone"]) if badge else (code, "gray")
