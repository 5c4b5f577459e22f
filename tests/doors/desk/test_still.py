"""What templates name outright is looked up once for each language, and stays what it was."""

from __future__ import annotations

from django.template import Context, Template
from django.utils.translation import override

PAGE = Template(
    '{% load i18n static kit %}{% trans "Tasks" %}|{% trans word %}|{% url "desk:tasks" %}|{% static "favicon.svg" %}'
    '|{% trans "Late" context "sampling" as late %}{{ late }}'
)


def said(language: str, word: str) -> list[str]:
    with override(language):
        return PAGE.render(Context({"word": word})).split("|")


def test_each_language_has_its_own_words_at_every_look() -> None:
    for _look in range(2):
        assert said("zh-hans", "Search")[:3] == ["任务", "搜索", "/tasks/"]
        assert said("en", "Search")[:3] == ["Tasks", "Search", "/tasks/"]


def test_what_is_named_by_a_variable_follows_it() -> None:
    assert said("zh-hans", "Search")[1] != said("zh-hans", "Tasks")[1] == "任务"


def test_what_is_kept_under_a_name_is_kept_at_every_look() -> None:
    first, second = said("en", "Search"), said("en", "Search")
    assert first == second
    assert first[-1] == "Late"
