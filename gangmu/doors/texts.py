"""What codes say to a person in his language: refusals with their remedy, wrong answers, choices, known facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from gangmu.doors import zone_texts
from gangmu.doors.wordings import isolation, rates, sampling, seals
from gangmu.kernel.lifecycle import Refused

REFUSALS = {
    **zone_texts.REFUSALS,
    **isolation.REFUSALS,
    **rates.REFUSALS,
    **seals.REFUSALS,
    **sampling.REFUSALS,
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
    "slot_arrived": gettext_noop("A file has come in this slot, so it is not empty. Reload to see it."),
    "row_settled": gettext_noop("Somebody else has already decided about this row."),
    "area_unknown": gettext_noop("Nobody answers for this code. Choose a village or a grid."),
    "no_rows": gettext_noop(
        "Below the header there is no row. Push the file with its rows, or declare the slot empty."
    ),
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
    "edition_differs": gettext_noop(
        "The version %(pack)s is already kept, with other content. Give the changed pack a new version."
    ),
    "pack_no_transition": gettext_noop(
        "%(new)s does not say what becomes of people under %(old)s. Add a transition to the pack."
    ),
    "scope_unknown": gettext_noop("There is no scope “%(scope)s” for tokens. Choose one of those listed."),
    "question_settled": gettext_noop("Somebody else has already decided about these two."),
    "two_documents": gettext_noop("Both have a document number. Correct the wrong one first, then decide."),
    "register_too_big": gettext_noop(
        "The file is larger than %(limit)s MB. Split it and bring the parts one after the other."
    ),
    "day_past": gettext_noop("That day is over: choose today or a later one."),
    "grid_given_later": gettext_noop(
        "One of these grids gets another trio on %(since)s already: leave it out, or choose a later day."
    ),
    "too_early": gettext_noop("The post was taken on %(since)s: choose a later day for its end."),
    "shift_times": gettext_noop("The time must end after it begins and be no longer than %(hours)s hours."),
    "inactive": gettext_noop("The account of %(who)s is closed. Choose somebody else."),
    "not_qualified": gettext_noop("%(who)s holds no post of this kind and line. Choose somebody who does."),
    "absent": gettext_noop("%(who)s is away then. Choose somebody else."),
    "on_duty_elsewhere": gettext_noop("%(who)s is on duty then. Choose somebody else."),
    "rest_too_short": gettext_noop(
        "%(who)s would not have %(hours)s hours of rest before and after. Choose somebody else."
    ),
    "already_covered": gettext_noop("Somebody was quicker: the seat is filled for this time."),
    "shift_over": gettext_noop("This shift is over: what was worked stays."),
    "absence_times": gettext_noop("The absence must end after it begins."),
    "already_absent": gettext_noop("%(who)s is already away for a part of this time."),
    "form_incomplete": gettext_noop(
        "Something is missing or cannot be right: fill in every field, days as 2026-11-26."
    ),
    "same_post": gettext_noop("He holds this post already. Choose another one."),
    "user_unknown": gettext_noop(
        "Nobody has this account, number or name. Give the account name or the full mobile."
    ),
    "wrong_tier": gettext_noop(
        "This post cannot answer for it: a county's leader answers for a town, a town's leader or office for a village,"
        " a village cadre for a grid."
    ),
    "not_in_circle": gettext_noop("This post cannot stand around that door: choose one of the village."),
    "list_too_long": gettext_noop("The list has more than %(limit)s lines. Split it and bring the parts."),
    "list_wrong": gettext_noop(
        "The list still has errors. Correct them in the spreadsheet and bring it again."
    ),
    "roster_gaps": gettext_noop(
        "%(n)s stretches stay empty. Fill them, or say why the week is published with gaps."
    ),
    "roster_breaks_rules": gettext_noop(
        "%(n)s cells break rules that no roster may break, first of %(who)s: too little rest, away, or not in this post. Change them first."
    ),
    "week_over": gettext_noop("This week is over. Choose this week or a later one."),
    "nights_range": gettext_noop("Nights in a row: a number from %(least)s to %(most)s."),
    "day_unreadable": gettext_noop("“%(value)s” is no day. Write it as 2026-11-30."),
    "own_leave": gettext_noop("This is your own matter: somebody else has to decide."),
    "leave_times": gettext_noop(
        "Leave begins today or later and ends after it begins, at most 200 days on. Correct the days."
    ),
    "leave_overlaps": gettext_noop(
        "There is leave on these days already. Withdraw it first, or choose other days."
    ),
    "day_over": gettext_noop("Wishes are for days to come: choose tomorrow or later."),
    "wish_firm": gettext_noop("This day off is granted already. Ask your leader if it is to change."),
    "only_days_off": gettext_noop("Only a day off can be granted."),
    "swap_twice": gettext_noop("This shift is offered already. Withdraw that offer first."),
    "swap_breaks_rules": gettext_noop(
        "%(who)s would break a rule with it: too little rest, away, or two shifts on a day. Refuse it, or agree on another shift."
    ),
    "shift_changed": gettext_noop(
        "One of the shifts has changed since it was offered. The swap cannot be approved any more: refuse it."
    ),
    "watch_begun": gettext_noop("The watch of this office has begun already. Reload the page."),
    "no_watch": gettext_noop("Nobody has begun the watch of this office yet. Begin it first."),
    "own_signature": gettext_noop("Nobody signs both sides. A colleague has to take over."),
    "sections_unseen": gettext_noop("Look at every section and tick it before you sign: %(n)s are left."),
    "text_missing": gettext_noop("Write what it is about."),
    "month_not_over": gettext_noop(
        "This month is not over. It can be closed from the first day of the next one."
    ),
    "rule_unknown": gettext_noop("The rules of this month know no “%(rule)s”. Choose one of those listed."),
    "quantity_zero": gettext_noop("Write how often: a whole number up to %(most)s, negative to take back."),
    "rest_minutes": gettext_noop("Write the hours of one day: more than none and at most 24."),
    "rest_exceeds": gettext_noop("Only %(hours)s hours of rest are left. Write no more than that."),
    "day_ahead": gettext_noop("This day has not come yet. Write the day on which it was."),
    "not_oneself": gettext_noop(
        "Not about oneself, and not about one's own proposal. A colleague has to do it."
    ),
    "evidence_missing": gettext_noop("Name at least one task that shows it."),
    "evidence_unknown": gettext_noop("These tasks are not on your ground: %(ids)s. Name others."),
    "over_cap": gettext_noop(
        "%(who)s would carry more than the cap: hours in 7 days %(hours7)s, in 28 days %(hours28)s, nights in 7 days %(nights7)s. Choose somebody else, or write why it must be he."
    ),
    "kind_not_of_unit": gettext_noop(
        "%(unit)s has no body of this kind: a trio belongs to a village, a joint office to a town, a reserve to a county or town, a task force to a town or above."
    ),
    "line_missing": gettext_noop("Choose the line that the task force reads."),
    "name_taken": gettext_noop("%(name)s exists already in this unit. Open it, or choose another name."),
    "name_missing": gettext_noop("Give it a name."),
    "mechanism_unknown": gettext_noop("Choose the first, second or third edition of the mechanism."),
    "towns_missing": gettext_noop(
        "Choose at least one town, and only towns that this can still be done with."
    ),
    "trios_out_of_range": gettext_noop(
        "%(town)s can be divided among %(least)s to %(most)s trios. Choose a number between."
    ),
    "in_emergency": gettext_noop("%(town)s is in emergency by another plan. Take that one back first."),
    "tasks_left_behind": gettext_noop(
        "Nothing was changed: %(n)s open tasks would have no trio. Check that the plan covers every village of its towns."
    ),
    "ground_busy": gettext_noop("A push is just being settled. Try again in a minute; nothing was changed."),
    "channel_unknown": gettext_noop("There is no channel “%(channel)s”. Choose one that is offered."),
    "address_wrong": gettext_noop(
        "This is not an address of that channel. Check it: a number of digits only, a mailbox, or the whole "
        "address that the robot's settings show."
    ),
    "rule_impossible": gettext_noop(
        "The row would not hold together: a digest needs minutes that divide a day, the others none; groups are "
        "told by their robot, persons are not."
    ),
    "own_proposal": gettext_noop("You proposed this yourself. Somebody else has to review it."),
    "need_kind_unknown": gettext_noop("Choose what it is about."),
    "needs_too_many": gettext_noop("%(most)s requests wait already. Please call the joint office instead."),
    "not_answered": gettext_noop("There is no answer yet."),
    "settled": gettext_noop(
        "This cannot be decided any more: it was decided, the case has gone on, or one of the reports is yours."
    ),
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
    "int_parsing": gettext_noop("Write a whole number, such as 3."),
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
    "proof_missing": gettext_noop("Take it, or say that it cannot be taken."),
    "place_missing": gettext_noop("Name the place: province and city are enough."),
}


def answer_error(code: str, context: Mapping[str, object]) -> str:
    """What is wrong with an answer, and what to do."""
    return _(ANSWER_ERRORS.get(code, OTHER_ERROR)) % context


WORDS = {
    **isolation.WORDS,
    "fever": gettext_noop("fever"),
    "rash": gettext_noop("rash"),
    "joint_pain": gettext_noop("joint pain"),
    "cough": gettext_noop("cough"),
    "other": gettext_noop("other"),
    "medicine": gettext_noop("medicine"),
    "food": gettext_noop("food"),
    "medical_care": gettext_noop("medical care"),
    "neighbour": gettext_noop("neighbour"),
    "landlord": gettext_noop("landlord"),
    "family": gettext_noop("family"),
    "himself": gettext_noop("himself"),
    "property_office": gettext_noop("property office"),
    "nobody": gettext_noop("nobody"),
    "unknown": gettext_noop("unknown"),
    "in_city": gettext_noop("in the city"),
    "out_of_city": gettext_noop("outside the city"),
    "phone": gettext_noop("phone"),
    "door": gettext_noop("door"),
    "message": gettext_noop("message"),
    "name": gettext_noop("name"),
    "document": gettext_noop("document"),
    "address": gettext_noop("address"),
    "identity": gettext_noop("identity"),
    "sampling": gettext_noop("sampling"),
    "control": gettext_noop("control"),
    "everything": gettext_noop("everything"),
    "today": gettext_noop("today"),
    "yesterday": gettext_noop("yesterday"),
    "earlier": gettext_noop("earlier"),
    "spouse": gettext_noop("spouse"),
    "child": gettext_noop("child"),
    "parent": gettext_noop("parent"),
    "relative": gettext_noop("relative"),
    "housemate": gettext_noop("housemate"),
    "colleague": gettext_noop("colleague"),
}
KNOWN = {
    "origin": gettext_noop("Comes from"),
    "arrived_at": gettext_noop("Arrived at"),
    "transport": gettext_noop("Transport"),
    "contact_of": gettext_noop("Contact of"),
    "relation": gettext_noop("Relation"),
    "remark": gettext_noop("Remark"),
    "source_ref": gettext_noop("Reference"),
    "what_for": gettext_noop("What for"),
}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def word(code: str) -> str:
    """A choice of a form; a number stays a number."""
    return _(WORDS[code]) if code in WORDS else code


def known_facts(known: Mapping[str, object]) -> list[tuple[str, str]]:
    """What the lists already say about somebody, named."""
    return [(_(label), _readable(str(known[code]))) for code, label in KNOWN.items() if known.get(code)]


def _readable(text: str) -> str:
    """A moment of a list as people write it; any other text as it is."""
    return f"{text[:10]} {text[11:16]}" if _MOMENT.match(text) else text


def worded(chinese: str, english: str) -> str:
    """A wording that brings both languages itself, as protocol packs do."""
    return english if (get_language() or "").startswith("en") else chinese


def chosen(table: Mapping[str, str], codes: list[str], note: str) -> str:
    """A reason from tapped choices and what was typed beside them."""
    return "；".join(
        [_(table[code]) for code in codes if code in table] + ([note.strip()] if note.strip() else [])
    )
