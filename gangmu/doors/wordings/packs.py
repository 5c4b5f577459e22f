"""What is said of protocol packs: where one is stricter, what a change of rules makes of people, by which rule."""

from __future__ import annotations

from django.utils.translation import gettext_noop

STRICTER = {
    "longer": gettext_noop("lasts longer"),
    "longer_after_fall": gettext_noop("lasts longer after a fall"),
    "more_tests": gettext_noop("asks more tests"),
    "more_temperatures": gettext_noop("asks more temperatures"),
    "closer": gettext_noop("holds people more closely"),
    "more_visits": gettext_noop("visits more often"),
    "more_conditions": gettext_noop("asks more before it is lifted"),
    "more_of_a_home": gettext_noop("asks more of a home"),
    "more_people": gettext_noop("takes in people whom the pack leaves alone"),
    "more_zones": gettext_noop("draws a zone that the pack does not know"),
    "larger": gettext_noop("draws zones by a larger unit"),
    "more_rules": gettext_noop("has more rules"),
    "more_rounds": gettext_noop("asks a round"),
    "lower_bound": gettext_noop("begins at a lower bound"),
}
TRANSITIONS = {
    "keep": gettext_noop("they finish under the old rules"),
    "new": gettext_noop(
        "they are counted by the new rules from the same day; what would be harder, a human decides"
    ),
    "shorter": gettext_noop("whichever ends first"),
    None: gettext_noop("no transition: it cannot be adopted"),
}
HOWS = {
    "asked": (gettext_noop("longer or closer: its organ is asked"), "orange"),
    "over": (gettext_noop("over at once"), "green"),
    "sooner": (gettext_noop("ends sooner"), "green"),
    "other": (gettext_noop("other days, the same end"), "blue"),
    "stays": (gettext_noop("stays as it is"), "gray"),
}
