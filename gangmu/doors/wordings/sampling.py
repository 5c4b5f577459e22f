"""Sampling in words: refusals with their remedy, what is wrong with a line of results, why something was parked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

REFUSALS = {
    "sampling_not_in_pack": gettext_noop(
        "The rules of this incident know no sampling in rounds. Choose another incident."
    ),
    "pool_not_allowed": gettext_noop("These rules allow tubes of %(pools)s. Choose one of them."),
    "round_times": gettext_noop("A round ends after it begins. Correct the times."),
    "round_name": gettext_noop("Give the round a name that people will use."),
    "nobody_required": gettext_noop(
        "Nobody on this ground must be sampled by this round. Look at its ground, its plan and the register."
    ),
    "round_over": gettext_noop("This round does not run now."),
    "site_hours": gettext_noop("A site closes after it opens. Correct the hours."),
    "site_twice": gettext_noop("There is a site “%(name)s” in this village already. Give another name."),
    "queue_number": gettext_noop("Give how many wait, from 0 to %(most)s."),
    "tube_code": gettext_noop(
        "“%(value)s” is no code of a tube. Scan it again, or type what is printed below it."
    ),
    "person_code": gettext_noop(
        "This is neither a personal code nor a document number that holds together. Scan it again, or type it."
    ),
    "tube_size": gettext_noop("A tube holds 1, 5, 10 or 20. Choose one of them."),
    "tube_not_open": gettext_noop(
        "Tube %(tube)s cannot be sealed: nobody is in it, or it is not of this round. Scan it again."
    ),
    "tube_over": gettext_noop("Tube %(tube)s has its result already, or was given up before."),
    "courier_missing": gettext_noop(
        "Name the courier and the laboratory: both sides of a hand-over are known."
    ),
    "tubes_missing": gettext_noop("Scan from one to %(most)s tubes at a time."),
    "tubes_not_sent": gettext_noop("Some of these tubes cannot go; nothing was handed over. See the list."),
    "laboratory_missing": gettext_noop("Name the laboratory."),
    "results_unreadable": gettext_noop("This list names no tubes or no results. See what is missing."),
    "missed_unknown": gettext_noop("Choose one of the reasons that are offered."),
    "parked_settled": gettext_noop("Somebody else has already decided about this one."),
    "name_missing": gettext_noop("Somebody who is not known yet needs a name."),
    "still_parked": gettext_noop("It still cannot be registered. Look at why, and choose another tube."),
    "four_must_answer": gettext_noop("All four must be named: territory, department, unit and a person."),
    "place_twice": gettext_noop("There is a place “%(name)s” in this village already. Give another name."),
    "check_incomplete": gettext_noop("Say of each thing on the list whether it is in order."),
    "plan_days": gettext_noop("Give every how many days, from 1 to 60."),
}
PARKED = {
    "person_unknown": gettext_noop("The register does not know him"),
    "round_not_open": gettext_noop("The round did not run then"),
    "tube_of_other_round": gettext_noop("The tube is of another round"),
    "tube_too_large": gettext_noop("The tube holds more than this round allows"),
    "tube_closed": gettext_noop("The tube was sealed before"),
    "tube_full": gettext_noop("The tube is full"),
    "must_be_single": gettext_noop("He must be sampled singly"),
    "in_other_tube": gettext_noop("He is in another tube of this round"),
}
FAULTS = {
    "column_missing": gettext_noop("no such column: name the columns tube, result, time"),
    "empty": gettext_noop("is empty: fill it in"),
    "tube_wrong": gettext_noop("is no code of a tube: give what is printed on it"),
    "value_unknown": gettext_noop("is no result: write negative, positive or invalid"),
    "moment_wrong": gettext_noop("is no time: write 2026-11-27 08:30"),
    "in_future": gettext_noop("lies in the future: correct the time"),
    "two_values": gettext_noop("stands there with two results: keep the right line"),
    "tube_unknown": gettext_noop("is no tube of this ground: compare the code"),
    "tube_not_sealed": gettext_noop("was never sealed: ask the site, then send it again"),
    "tube_void": gettext_noop("was given up as lost or broken: ask the office"),
    "pool_resolved": gettext_noop("is a pool that was resolved person by person: call the office"),
    "before_sealing": gettext_noop("was tested before it was sealed: correct the time"),
    "older_result": gettext_noop("was tested before the result that stands: correct the time, or leave it"),
}
FIELDS = {"tube": gettext_noop("tube"), "value": gettext_noop("result"), "at": gettext_noop("time")}
MOVES = {
    "open": gettext_noop("Opened"),
    "seal": gettext_noop("Sealed"),
    "send": gettext_noop("Handed to the courier"),
    "receive": gettext_noop("Received by the laboratory"),
    "find_negative": gettext_noop("Negative"),
    "find_positive": gettext_noop("Positive"),
    "find_invalid": gettext_noop("Invalid"),
    "resolve": gettext_noop("Resolved person by person"),
    "void": gettext_noop("Given up"),
}
STATES = {
    "open": (gettext_noop("open, not sealed"), "blue"),
    "sealed": (gettext_noop("sealed"), "yellow"),
    "sent": (gettext_noop("on its way"), "cyan"),
    "received": (gettext_noop("at the laboratory"), "purple"),
    "negative": (gettext_noop("Negative"), "green"),
    "positive": (gettext_noop("Positive"), "red"),
    "invalid": (gettext_noop("Invalid"), "orange"),
    "resolved": (gettext_noop("resolved"), "gray"),
    "void": (gettext_noop("Given up"), "gray"),
    "planned": (gettext_noop("planned"), "yellow"),
    "running": (gettext_noop("runs now"), "cyan"),
    "closed": (gettext_noop("round over"), "gray"),
    "cancelled": (gettext_noop("given up"), "gray"),
    "asked": (gettext_noop("asked to stay, to be swabbed"), "orange"),
    "swabbed": (gettext_noop("swabbed singly"), "cyan"),
    "cleared": (gettext_noop("cleared"), "green"),
    "confirmed": (gettext_noop("confirmed"), "red"),
    "settled": (gettext_noop("settled by the office"), "gray"),
    "tube_unknown": (gettext_noop("unknown"), "red"),
    "tube_of_other_round": (gettext_noop("of another round"), "red"),
}


def parked_text(code: str) -> str:
    """Why something was parked."""
    return _(PARKED[code]) if code in PARKED else code


def fault_line(row: int, field: str, value: str, code: str) -> tuple[int, str, str, str]:
    """One fault of a list of results: row, name of the field, value, what and remedy."""
    return row, _(FIELDS.get(field, field)), value, _(FAULTS[code]) if code in FAULTS else code


def state_text(code: str) -> tuple[str, str]:
    """What a state of a tube, a round or a recall is called, and its colour."""
    text, tone = STATES.get(code, (code, "gray"))
    return _(text), tone


def move_text(code: str) -> str:
    """What a move of a tube is called."""
    return _(MOVES[code]) if code in MOVES else code
