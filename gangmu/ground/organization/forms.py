"""What is typed in to fill a seat, to give a post, to found a body."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangmu.ground.organization.models import Body, Line
from gangmu.ground.organization.rules import FOUNDED


class CoverForm(forms.Form):
    """Who is put on duty, for which time (ISO moments with their zone), and why."""

    user = forms.IntegerField(min_value=1)
    since = forms.DateTimeField()
    until = forms.DateTimeField()
    reason = forms.CharField(max_length=200)
    over_cap = forms.CharField(max_length=300, required=False)


class DayForm(forms.Form):
    """From which day on something holds."""

    day = forms.DateField(label=_("From day"), widget=forms.DateInput(attrs={"type": "date"}))


class FoundForm(DayForm):
    """A body to be founded: of which unit, which kind, called what; a task force reads a line."""

    unit = forms.CharField(max_length=12, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=_("Name of the body"), max_length=60)
    line = forms.ChoiceField(
        label=_("Line of work (task force)"), choices=[("", "–"), *Line.choices], required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    field_order = ["unit", "kind", "name", "line", "phone", "day"]

    def __init__(self, level: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = dict(Body.Kind.choices)
        self.fields["kind"].choices = [(k, kinds[k]) for k, levels in FOUNDED.items() if level in levels]  # type: ignore[attr-defined]


class AppointForm(DayForm):
    """Who gets a post, from when, as its holder or its deputy."""

    account = forms.CharField(label=_("Account, mobile or name"), max_length=60)
    deputy = forms.BooleanField(label=_("as deputy"), required=False)
    field_order = ["account", "day", "deputy"]


class PostForm(DayForm):
    """Another post, from a day on."""

    post = forms.IntegerField(min_value=1)
