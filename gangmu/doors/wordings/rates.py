"""Weekly rates, their ladder and the end of incidents in words."""

from __future__ import annotations

from django.utils.translation import gettext_noop

REFUSALS = {
    "week_running": gettext_noop("This week is not over yet: it is frozen on Monday."),
    "window_over": gettext_noop(
        "The window for objections is over. Appeal against a step of the ladder instead."
    ),
    "window_open": gettext_noop("The window for objections is still open. Settle the week when it is over."),
    "objection_open": gettext_noop("An objection of this county is open already. Take it back first."),
    "objections_waiting": gettext_noop("%(n)s objections wait for a decision. Decide about them first."),
    "own_matter": gettext_noop("You raised it yourself: somebody else has to decide."),
    "already_answered": gettext_noop("Your post has answered already."),
    "incident_standing": gettext_noop("Everyday governance has no end and holds no special data."),
    "incident_unfinished": gettext_noop(
        "%(n)s items still run. First close tasks and rounds of sampling, lift orders and zones, "
        "take seals off, settle pushes, answer needs."
    ),
    "incident_frozen": gettext_noop("This incident is closed: nothing of it can be written any more."),
    "group_unknown": gettext_noop("Choose what stays, and for which purpose."),
    "assessment_missing": gettext_noop("Nothing stays without an assessment: legality, necessity, security."),
    "until_past": gettext_noop("Give a day that is still to come."),
    "own_decision": gettext_noop("You froze it yourself: a second leader has to order the destruction."),
}
RUNNING = {
    "tasks": (gettext_noop("Tasks"), "desk:tasks"),
    "orders": (gettext_noop("Isolation and monitoring"), "desk:orders"),
    "seals": (gettext_noop("Door seals"), "desk:alarms"),
    "zones": (gettext_noop("Zones"), "desk:zones"),
    "pushes": (gettext_noop("Pushes"), "desk:slots"),
    "needs": (gettext_noop("Needs of residents"), "desk:needs"),
    "rounds": (gettext_noop("Rounds of sampling"), "desk:sampling"),
    "recalls": (gettext_noop("Recalls for a second swab"), "desk:sampling"),
}
"""What may still run in an incident, and the page on which it is brought to its end."""
WEEK = {
    "frozen": (gettext_noop("Open to objections"), "yellow"),
    "over": (gettext_noop("To be settled"), "orange"),
    "settled": (gettext_noop("Settled"), "green"),
}
OBJECTION = {
    "raised": (gettext_noop("To be decided"), "orange"),
    "upheld": (gettext_noop("Upheld"), "green"),
    "rejected": (gettext_noop("Rejected"), "gray"),
    "withdrawn": (gettext_noop("Taken back"), "gray"),
}
STEP = {
    "proposed": (gettext_noop("Proposed by rule"), "yellow"),
    "dropped": (gettext_noop("Not taken"), "gray"),
    "confirmed": (gettext_noop("Answer awaited"), "orange"),
    "answered": (gettext_noop("To be re-checked"), "blue"),
    "appealed": (gettext_noop("Appeal open"), "purple"),
    "taken_back": (gettext_noop("Taken back on appeal"), "gray"),
    "finished": (gettext_noop("Re-checked and closed"), "green"),
}
STEP_MOVES = {
    "propose": gettext_noop("Proposed by rule"),
    "confirm": gettext_noop("Take the step"),
    "drop": gettext_noop("Do not take it"),
    "answer": gettext_noop("Answered by all three posts"),
    "accept": gettext_noop("Re-checked: good"),
    "send_back": gettext_noop("Re-checked: not enough"),
    "appeal": gettext_noop("Appeal"),
    "grant": gettext_noop("Grant the appeal"),
    "dismiss": gettext_noop("Dismiss the appeal"),
}
CLOSING = {
    "prepared": (gettext_noop("Dry run made"), "blue"),
    "called_off": (gettext_noop("Called off"), "gray"),
    "frozen": (gettext_noop("Frozen"), "cyan"),
    "destroying": (gettext_noop("Being destroyed"), "orange"),
    "destroyed": (gettext_noop("Destroyed"), "green"),
}
CLOSING_MOVES = {
    "prepare": gettext_noop("Dry run made"),
    "call_off": gettext_noop("Call off"),
    "freeze": gettext_noop("Freeze"),
    "thaw": gettext_noop("Thaw"),
    "destroy": gettext_noop("Destruction ordered"),
    "finish": gettext_noop("Destroyed"),
    "resume": gettext_noop("What was kept goes too"),
}
