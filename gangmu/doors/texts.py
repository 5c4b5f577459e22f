"""What a refused action says to a person: code → sentence with its remedy, in his language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.kernel.lifecycle import Refused

REFUSALS = {
    "move_not_possible": gettext_noop("This is not possible any more: the task has moved on. Reload to see where it stands."),
    "command_id_taken": gettext_noop("This command was already used for something else. Reload the page and try again."),
    "not_allowed": gettext_noop("Your post may not do this. Ask your joint office."),
    "own_work": gettext_noop("You reported this yourself. Somebody else has to review it."),
    "claimed_by_other": gettext_noop("%(by)s has already claimed this door."),
    "return_not_opened": gettext_noop("Open the reason for the return first, then report again."),
    "reason_missing": gettext_noop("Say why: the reason is kept with the case."),
    "answers_invalid": gettext_noop("Some answers are missing or cannot be right. See the marked fields."),
    "not_found": gettext_noop("There is no such item in your area."),
}


def refusal_text(refused: Refused) -> str:
    """The sentence for a refusal in the active language."""
    return _(REFUSALS.get(refused.code, refused.code)) % refused.params


