"""The parts pages are made of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from gangmu.doors.desk.templatetags import times
from gangmu.kernel import clock


def draw(source: str, path: str = "/", **context: Any) -> str:
    with translation.override("en"):
        page = Template("{% load i18n kit blocks %}" + source)
        return page.render(Context({"request": RequestFactory().get(path), **context}))


def test_a_ledger_that_balances_says_so_and_one_that_does_not_says_by_how_much() -> None:
    parts = [
        {"label": "Tasks", "value": 1200, "tone": "blue"},
        {"label": "Refused", "value": 34, "tone": "red"},
    ]
    assert "Balances" in draw("{% ledger_bar 1234 parts %}", parts=parts)
    unbalanced = draw("{% ledger_bar 1240 parts %}", parts=parts)
    assert "Off by 6" in unbalanced
    assert "Balances" not in unbalanced


def test_the_bars_of_a_ledger_fill_it_exactly() -> None:
    html = draw("{% ledger_bar 4 parts %}", parts=[{"label": "a", "value": 1}, {"label": "b", "value": 3}])
    assert 'x="0.000%" y="0" width="25.000%"' in html
    assert 'x="25.000%" y="0" width="75.000%"' in html


def test_an_empty_ledger_balances() -> None:
    assert "Balances" in draw("{% ledger_bar 0 parts %}", parts=[{"label": "a", "value": 0}])


def test_what_people_typed_is_escaped_everywhere() -> None:
    bad = "<script>alert(1)</script>"
    source = (
        "{% stat bad bad url=bad hint=bad unit=bad %}{% status bad %}{% masked bad url=bad what=bad %}"
        "{% revealed bad %}{% empty bad text=bad %}{% kv rows %}{% timeline events %}{% steps labels 1 %}"
        "{% alert title=bad %}{{ bad }}{% endalert %}{% card title=bad %}x{% endcard %}{% th bad sort='a' %}"
        "{% ledger_bar 1 parts %}{% shortcut bad bad %}{% upload hint=bad name=bad %}{% icon 'x' title=bad %}"
        "{% dialog id='a' title=bad %}x{% enddialog %}{% url_with sort=bad %}"
    )
    html = draw(
        source,
        bad=bad,
        rows=[(bad, bad)],
        labels=[bad],
        events=[{"title": bad, "who": bad, "text": bad, "reason": bad, "at": clock.now()}],
        parts=[{"label": bad, "value": 1}],
    )
    assert "<script" not in html


def test_a_deadline_turns_orange_in_its_last_hour_and_red_once_passed() -> None:
    now = clock.now()
    assert times.urgency(now + timedelta(hours=3)) == ""
    assert times.urgency(now + timedelta(minutes=40)) == "orange"
    assert times.urgency(now - timedelta(seconds=1)) == "red"
    late = draw("{% deadline due %}", due=now - timedelta(hours=3, minutes=1))
    assert "gm-red" in late
    assert "3 h late" in late
    assert "gm-red" not in draw("{% deadline due done=True %}", due=now - timedelta(hours=3))


def test_times_are_shanghai_times() -> None:
    moment = clock.now().replace(year=2024, month=2, day=28, hour=18, minute=5)
    assert times.full(moment) == "2024-02-29 02:05"
    assert times.short(moment) == "2024-02-29 02:05"
    assert draw("{% cst none %}", none=None) == "–"


def test_an_unknown_status_shows_itself_in_grey() -> None:
    assert '<span class="gm-status gm-gray">novel</span>' in draw('{% status "novel" %}')
    assert "gm-red" in draw('{% status "returned" %}')


def test_sorting_turns_round_on_the_second_press_and_begins_at_the_first_page() -> None:
    first = draw('{% th "Due" sort="due" %}', "/?after=9&q=a")
    assert "q=a" in first
    assert "sort=due" in first
    assert "after" not in first
    assert "sort=-due" in draw('{% th "Due" sort="due" %}', "/?sort=due")
    assert 'aria-sort="ascending"' in draw('{% th "Due" sort="due" %}', "/?sort=due")


def test_paging_keeps_the_filters() -> None:
    html = draw('{% pager older="77" shown=50 %}', "/?status=open&before=3")
    assert "status=open&amp;after=77" in html
    assert "before=" not in html
    assert "50 rows shown" in html
    assert "1 row shown" in draw("{% pager shown=1 %}")


def test_a_field_says_what_is_wrong_where_it_is_wrong() -> None:
    class Sample(forms.Form):
        name = forms.CharField(help_text="As on the card")
        sort = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
        seen = forms.BooleanField(required=False)

    html = draw("{% fields form %}", form=Sample({"sort": "a"}))
    assert html.count("This field is required.") == 1
    assert 'aria-invalid="true"' in html
    assert "As on the card" in html
    assert html.count('type="radio"') == 2
    assert "form-check-input" in html


@pytest.mark.parametrize(("value", "shown"), [(1234567, "1,234,567"), (0, "0"), (None, "–"), ("", "–")])
def test_numbers_are_grouped_and_nothing_is_a_dash(value: int | None, shown: str) -> None:
    assert draw("{{ value|number }}", value=value) == shown
