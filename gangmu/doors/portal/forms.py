"""What a resident types on an old phone: read as people write it, refused with what to do."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gangmu.control.isolation.forms import SYMPTOM_CODES
from gangmu.control.seals.models import Opening
from gangmu.doors.texts import word
from gangmu.governance.needs.rules import rules
from gangmu.kernel import clock

LEAST, MOST = Decimal(34), Decimal(43)  # °C of a body
MINUTES = (10, 30, 60, 120)
LATE = timedelta(minutes=30)  # he opened a little ago and tells it now
_HOUR = re.compile(r"(\d{1,2})[:.时点](\d{2})分?")
_WRITTEN = re.compile(r"(\d{2})[.,。、，·]?(\d)?(?:℃|°c|度|c)?")


def degrees(text: str) -> Decimal:
    """A temperature as it is typed: 36.7, 36,7, ３６．７, 367 (a keypad without a point), 36度; else ValueError."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower().replace("°c", "℃")
    read = _WRITTEN.fullmatch(plain)
    if read is None or not plain.isprintable():
        raise ValueError("not a temperature")
    whole, tenth = (str(int(part)) if part else "0" for part in read.groups())
    found = Decimal(f"{whole}.{tenth}")
    if not LEAST <= found <= MOST:
        raise ValueError("not a temperature of a body")
    return found


class TemperatureForm(forms.Form):
    """A temperature, and what he feels."""

    temperature = forms.CharField(label=_("Temperature (°C)"), max_length=20, required=False)
    symptoms = forms.MultipleChoiceField(
        label=_("What do you feel?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="t_%s")
        self.fields["symptoms"].choices = [(code, word(code)) for code in SYMPTOM_CODES]  # type: ignore[attr-defined]

    def clean_temperature(self) -> Decimal | None:
        """The temperature, or None if only symptoms are told."""
        text = str(self.cleaned_data["temperature"]).strip()
        if not text:
            return None
        try:
            return degrees(text)
        except ValueError:
            said = {"text": text, "least": LEAST, "most": MOST}
            raise forms.ValidationError(
                _("“%(text)s” cannot be a temperature. Write it like 36.7: between %(least)s and %(most)s."),
                params=said,
            ) from None

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and found.get("temperature") is None and not found.get("symptoms"):
            self.add_error("temperature", _("Write your temperature, such as 36.7, or tick what you feel."))
        return found


class OpeningForm(forms.Form):
    """That the door will be opened: what for, from when (now, if he writes nothing), for how long."""

    kind = forms.ChoiceField(label=_("What for?"))
    at = forms.CharField(label=_("From (such as 18:30; empty: now)"), max_length=10, required=False)
    minutes = forms.TypedChoiceField(label=_("For how long?"), coerce=int, choices=[(n, n) for n in MINUTES])

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="o_%s")
        kinds = [(str(kind), kind.label) for kind in Opening.Kind if kind != Opening.Kind.VISIT]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [(n, _("%(n)s minutes") % {"n": n}) for n in MINUTES]  # type: ignore[attr-defined]

    def clean_at(self) -> datetime:
        """The moment: the next time that a clock on the wall shows what he wrote."""
        text, now = str(self.cleaned_data["at"]), clock.now()
        if not text.strip():
            return now
        read = _HOUR.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
        hour, minute = (int(read[1]), int(read[2])) if read else (24, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(
                _("“%(text)s” is no time of the day. Write it like 18:30."), params={"text": text}
            )
        today = now.astimezone(clock.CIVIL).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return today if today >= now - LATE else today + timedelta(days=1)


class NeedForm(forms.Form):
    """What he needs, complains of or objects to."""

    kind = forms.ChoiceField(label=_("What is it about?"))
    text = forms.CharField(
        label=_("In your words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="n_%s")
        english = (get_language() or "").startswith("en")
        named = [(code, one.english if english else one.name) for code, one in rules().kinds.items()]
        self.fields["kind"].choices = [("", "–"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Where the kind says nothing, words are needed."""
        found: dict[str, Any] = super().clean() or {}
        kind = rules().kinds.get(found.get("kind", ""))
        if kind and kind.explain and not found.get("text"):
            self.add_error("text", _("Write in a few words what it is about."))
        return found
