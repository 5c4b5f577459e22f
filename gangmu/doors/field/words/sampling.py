"""What the field app says at a sampling site."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SAYINGS = (
    gettext_noop("Another tube"),
    gettext_noop("Camera"),
    gettext_noop("Code of the tube"),
    gettext_noop("Elsewhere"),
    gettext_noop("He is in this tube already."),
    gettext_noop("How many in a tube"),
    gettext_noop("Next"),
    gettext_noop("No round runs on your ground"),
    gettext_noop("No site is open in this round."),
    gettext_noop("Person: his code or document number"),
    gettext_noop("Rounds come with the next signal after they are opened."),
    gettext_noop("Sample taken"),
    gettext_noop("Sampling"),
    gettext_noop("Seal this tube"),
    gettext_noop("Sealed: {}, {} in it."),
    gettext_noop("Single"),
    gettext_noop("This is no code of a tube. Scan it again."),
    gettext_noop("This is no document number and no personal code. Scan it again."),
    gettext_noop("This tube is full. Seal it, and take the next one."),
    gettext_noop("Tube sealed"),
    gettext_noop("Where do you stand?"),
    gettext_noop("{} in a tube"),
    gettext_noop("{} of {}"),
)
