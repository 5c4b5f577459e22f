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
