"""Translations: what is found in the sources, what is kept, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from gangmu.kernel import messages


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "ground"
    folder.mkdir()
    return folder


def found(root: Path, app: Path) -> dict[Path, list[messages.Found]]:
    return messages.by_app(root, [app], rest=root / "config")


def translate(app: Path, chinese: dict[str, str]) -> None:
    catalogue = messages.read(app)
    for key, entry in messages.entries(catalogue).items():
        if key[1] in chinese:
            text = chinese[key[1]]
            entry.string = text if isinstance(entry.id, str) else (text,)
    messages.write(app, catalogue)


def test_every_way_of_marking_a_message_is_found(app: Path) -> None:
    (app / "a.py").write_text(
        "_('one'); gettext_lazy('two'); ngettext('%(n)d row', '%(n)d rows', 3); pgettext('verb', 'open')\n"
        "gettext_noop('three')\n"
    )
    (app / "b.html").write_text(
        '{% load i18n %}\n  {% trans "four" %} it\'s {{ _("five") }} {% stat _("six") 1 %}\n'
        "    {% blocktrans count n=1 %}one {{ n }}{% plural %}many {{ n }}{% endblocktrans %}\n"
        '{% trans "seven" context "noun" as title %}{# {% trans "no" %} #}\n'
    )
    keys = {message.key for message in found(app.parent, app)[app]}
    assert {key[1] for key in keys} == {
        "one", "two", "%(n)d row", "open", "three", "four", "five", "six", "one %(n)s", "seven",
    }  # fmt: skip
    assert {("verb", "open"), ("noun", "seven")} <= keys


def test_translations_are_kept_and_what_is_no_longer_used_goes(app: Path) -> None:
    (app / "a.py").write_text("_('old'); _('kept')")
    messages.extract(found(app.parent, app), {app})
    translate(app, {"old": "旧", "kept": "留"})
    (app / "a.py").write_text("_('kept'); _('new')")
    assert messages.extract(found(app.parent, app), {app}) == {app: 1}
    known = messages.entries(messages.read(app))
    assert {key[1]: messages.text_of(entry) for key, entry in known.items()} == {"kept": "留", "new": ""}


def test_extracting_twice_changes_nothing(app: Path) -> None:
    (app / "a.py").write_text("_('one'); ngettext('%(n)d row', '%(n)d rows', 3)")
    messages.extract(found(app.parent, app), {app})
    translate(app, {"one": "一", "%(n)d row": "%(n)d 行"})
    first = (app / messages.CATALOGUE).read_bytes()
    messages.extract(found(app.parent, app), {app})
    assert (app / messages.CATALOGUE).read_bytes() == first


def test_all_faults_are_told_at_once(app: Path) -> None:
    (app / "a.py").write_text("_('one'); _('%(n)s two'); _('gone')")
    messages.extract(found(app.parent, app), {app})
    translate(app, {"%(n)s two": "%(m)s 二", "gone": "去"})
    (app / "a.py").write_text("_('one'); _('%(n)s two'); _('fresh')")
    faults = "\n".join(messages.check(app.parent, found(app.parent, app)))
    assert "not translated: 'one'" in faults
    assert "other placeholders than the English: '%(n)s two'" in faults
    assert "no longer used (run extract): 'gone'" in faults
    assert "not in the catalogue (run extract): 'fresh' in a.py:1" in faults


def test_two_chinese_for_one_english_text_are_refused(app: Path) -> None:
    other = app.parent / "control"
    other.mkdir()
    for folder, text in ((app, "打开"), (other, "待办")):
        (folder / "a.py").write_text("_('Open')")
        messages.extract(messages.by_app(app.parent, [folder], rest=app.parent / "config"), {folder})
        translate(folder, {"Open": text})
    shared = messages.by_app(app.parent, [app, other], rest=app.parent / "config")
    assert len(messages.check(app.parent, shared)) == 1


def test_a_new_message_takes_the_chinese_another_app_already_has(app: Path) -> None:
    other = app.parent / "control"
    other.mkdir()
    (app / "a.py").write_text("_('Open')")
    messages.extract(found(app.parent, app), {app})
    translate(app, {"Open": "打开"})
    (other / "a.py").write_text("_('Open')")
    shared = messages.by_app(app.parent, [app, other], rest=app.parent / "config")
    assert messages.extract(shared, {other}) == {other: 0}
