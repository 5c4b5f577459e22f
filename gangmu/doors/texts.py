"""What a refused action says to a person: code → sentence with its remedy, in his language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.kernel.lifecycle import Refused

REFUSALS = {
    "move_not_possible": gettext_noop(
        "This is not possible any more: the task has moved on. Reload to see where it stands."
    ),
    "command_id_taken": gettext_noop(
        "This command was already used for something else. Reload the page and try again."
    ),
    "not_allowed": gettext_noop("Your post may not do this. Ask your joint office."),
    "own_work": gettext_noop("You reported this yourself. Somebody else has to review it."),
    "claimed_by_other": gettext_noop("%(by)s has already claimed this door."),
    "return_not_opened": gettext_noop("Open the reason for the return first, then report again."),
    "reason_missing": gettext_noop("Say why: the reason is kept with the case."),
    "answers_invalid": gettext_noop("Some answers are missing or cannot be right. See the marked fields."),
    "row_settled": gettext_noop("Somebody else has already decided about this row."),
    "area_unknown": gettext_noop("Nobody answers for this code. Choose a village or a grid."),
    "slot_unknown": gettext_noop("There is no such slot. Choose 10:00, 12:00, 15:00, 18:00 or urgent."),
    "command_missing": gettext_noop("The form was incomplete. Reload the page and try again."),
    "no_incident": gettext_noop("No incident is open on your ground: without one no data may be collected."),
    "same_area": gettext_noop("The task already lies there."),
    "other_team": gettext_noop("This task belongs to another trio."),
    "search_too_short": gettext_noop("Type at least two characters."),
    "alias_too_short": gettext_noop("The piece of address to be learnt is too short."),
    "alias_too_long": gettext_noop("The piece of address to be learnt is too long."),
    "area_missing": gettext_noop("Choose the village where he is."),
    "not_found": gettext_noop("There is no such item in your area."),
    "kept_for_office": gettext_noop(
        "Kept for the joint office: the task has left your trio, and your report lies beside the case."
    ),
    "basis_missing": gettext_noop("Name the legal basis: without one no data may be collected."),
    "organ_missing": gettext_noop("Name the organ that decided: without one no data may be collected."),
    "pack_unknown": gettext_noop("There is no protocol pack “%(pack)s”. Choose one that is shipped."),
    "pack_drill_only": gettext_noop(
        "The pack “%(pack)s” is for drills only. Open a drill, or choose another."
    ),
    "incident_closed": gettext_noop("The incident “%(code)s” is closed. Open a new one under another code."),
    "scope_unknown": gettext_noop("There is no scope “%(scope)s” for tokens. Choose one of those listed."),
    "too_early": gettext_noop("The post was taken on %(since)s: choose a later day for its end."),
}


def refusal_text(refused: Refused) -> str:
    """The sentence for a refusal in the active language."""
    return _(REFUSALS.get(refused.code, refused.code)) % refused.params


OTHER_ERROR = gettext_noop("This cannot be right: check it.")
ANSWER_ERRORS = {
    "missing": gettext_noop("Answer this."),
    "bool_parsing": gettext_noop("Answer this."),
    "literal_error": gettext_noop("Choose one of these."),
    "too_short": gettext_noop("Choose at least one."),
    "too_long": gettext_noop("Too many."),
    "string_too_short": gettext_noop("Fill this in."),
    "string_too_long": gettext_noop("At most %(max_length)s characters."),
    "float_parsing": gettext_noop("Write a number, such as 36.6."),
    "greater_than_equal": gettext_noop("At least %(ge)s."),
    "less_than_equal": gettext_noop("At most %(le)s."),
    "date_from_datetime_parsing": gettext_noop("Write a date, such as 2026-11-24."),
    "document_invalid": gettext_noop(
        "This document number cannot be right: compare it with the card, or leave it empty."
    ),
    "phone_invalid": gettext_noop("This phone number cannot be right: check the digits, or leave it empty."),
    "unclear_because_missing": gettext_noop("Say in a few words what is not clear."),
    "specimen_without_sample": gettext_noop("There is a specimen number but no sample: correct one of them."),
    "place_missing": gettext_noop("Name the place: province and city are enough."),
}


def answer_error(code: str, context: Mapping[str, object]) -> str:
    """What is wrong with an answer, and what to do."""
    return _(ANSWER_ERRORS.get(code, OTHER_ERROR)) % context
