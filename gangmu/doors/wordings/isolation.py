"""What the codes of orders, readings and needs say."""

from __future__ import annotations

from django.utils.translation import gettext_noop

REFUSALS = {
    "no_measure": gettext_noop("The rules of this incident have no measure for the category “%(category)s”."),
    "anchor_ahead": gettext_noop(
        "The day that the measure is counted from lies in the future. Write the day on which it happened."
    ),
    "measure_over": gettext_noop(
        "By this day the measure is over already: nothing would be left of it. Correct the day, or decline."
    ),
    "stricter_than_pack": gettext_noop(
        "This is stricter than the rules (%(pack)s). Shorten it, or confirm the warning and say why."
    ),
    "reading_empty": gettext_noop("Write a temperature, or choose a symptom."),
    "temperature_unlikely": gettext_noop(
        "%(temperature)s °C cannot be a temperature of the body. Measure again: between 34.0 and 43.0."
    ),
    "symptom_unknown": gettext_noop(
        "“%(symptom)s” is not on the list of symptoms. Choose one of those listed."
    ),
    "order_not_in_force": gettext_noop("No order of this person is in force: there is nothing to record."),
    "outing_unknown": gettext_noop("Choose why the door was opened."),
    "notice_unknown": gettext_noop("Say to whom the notice was read, and how he signed."),
    "condition_unknown": gettext_noop(
        "“%(condition)s” is no condition of this level. Choose one of those listed."
    ),
    "level_unknown": gettext_noop("“%(level)s” is no level of these rules. Choose one of those listed."),
    "not_the_organ": gettext_noop(
        "Only the organ that decided may do this: %(organ)s. Tell it; it is in its list as well."
    ),
    "paper_unknown": gettext_noop("There is no such paper. Choose the notice, the letter or the lift order."),
    "paper_too_early": gettext_noop("This paper comes later: the order is not decided, or not lifted yet."),
    "nothing_asked": gettext_noop("Nothing is asked of this order any more. Reload to see how it stands."),
    "need_unknown": gettext_noop("Choose one of the needs that are listed."),
}
WORDS = {
    "doctor": gettext_noop("to the doctor"),
    "rest": gettext_noop("rest and go on measuring"),
    "sample": gettext_noop("take a sample"),
    "transfer": gettext_noop("transfer to hospital"),
    "infant": gettext_noop("infant"),
    "labour": gettext_noop("pregnant or near labour"),
    "dialysis": gettext_noop("dialysis"),
    "carer": gettext_noop("cares for somebody"),
    "bedridden": gettext_noop("bedridden or disabled"),
    "alone": gettext_noop("old and alone"),
    "distress": gettext_noop("wishes to talk to somebody"),
}

STATUS = {
    "proposed": (gettext_noop("To be decided"), "orange"),
    "declined": (gettext_noop("No measure"), "gray"),
    "decided": (gettext_noop("Notice to be read"), "yellow"),
    "running": (gettext_noop("In force"), "blue"),
    "unfit": (gettext_noop("Home does not do"), "red"),
    "due": (gettext_noop("To be lifted"), "orange"),
    "lifted": (gettext_noop("Lifted"), "green"),
    "joined": (gettext_noop("Joined to another order"), "gray"),
    "forgotten": (gettext_noop("Made unreadable"), "gray"),
}
SHOWS = {
    "decide": gettext_noop("To decide"),
    "act": gettext_noop("Fever, symptoms"),
    "ask": gettext_noop("Asked of the organ"),
    "due": gettext_noop("To lift"),
    "missed": gettext_noop("Look in today"),
    "unfit": gettext_noop("Home does not do"),
    "read": gettext_noop("Notice to read"),
    "running": gettext_noop("In force"),
    "live": gettext_noop("All that are open"),
    "ended": gettext_noop("Lifted or declined"),
}
ANCHORS = {
    "arrival": gettext_noop("arrival in the city"),
    "last_exposure": gettext_noop("last exposure"),
    "leaving": gettext_noop("leaving the affected area"),
    "notice": gettext_noop("this notice"),
    "onset": gettext_noop("first symptoms"),
    "decision": gettext_noop("the decision"),
}
UNSETTLED = {
    "last_test_negative": gettext_noop("a last test that is negative"),
    "afebrile_24h": gettext_noop("a day without fever, measured"),
}
PAPERS = {
    "notice": gettext_noop("Notice of the measure"),
    "duties": gettext_noop("Letter of responsibility"),
    "lift": gettext_noop("Lift order"),
}
MOVES = {
    "propose": (gettext_noop("Proposed by the rules"), "yellow"),
    "decide": (gettext_noop("Measure decided"), "blue"),
    "decline": (gettext_noop("No measure taken"), "gray"),
    "read": (gettext_noop("Notice read"), "blue"),
    "find_unfit": (gettext_noop("Home does not do"), "red"),
    "find_fit": (gettext_noop("Home put in order"), "green"),
    "transfer": (gettext_noop("Transferred"), "orange"),
    "change": (gettext_noop("Changed"), "orange"),
    "propose_lift": (gettext_noop("Lifting proposed"), "yellow"),
    "lift": (gettext_noop("Lifted"), "green"),
    "join": (gettext_noop("Joined to another order"), "gray"),
    "forget": (gettext_noop("Made unreadable"), "gray"),
}
WHY = {
    "home": gettext_noop("the home"),
    "results": gettext_noop("results"),
    "rules": gettext_noop("new rules"),
    "extended": gettext_noop("longer"),
    "shortened": gettext_noop("shorter"),
    "joined": gettext_noop("two orders made one"),
    "kept": gettext_noop("left as it is"),
}
