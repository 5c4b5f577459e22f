import re
from pathlib import Path

import pytest

import gangmu.control.intake.rules as intake_rules
import gangmu.control.roster as roster
import gangmu.control.roster.rules as roster_rules
import gangmu.ground.register.rules as register_rules
from gangmu.control.intake.rules import Field, Problem, explain
from gangmu.control.intake.rules.problems import FIELD_NAMES, TEXTS, parameters

CODE = re.compile(
    r'"((?:file|row|name|document|phone|address|date|birth_date|sex|age|text|place|area_code)_[a-z_]+)"'
)
NOT_CODES = {
    *(field.value for field in Field),
}


def codes_in_source() -> set[str]:
    found: set[str] = set()
    for package in (intake_rules, register_rules, roster_rules, roster):
        assert package.__file__ is not None
        for path in Path(package.__file__).parent.glob("*.py"):
            if path.name not in ("problems.py", "doors.py"):
                found |= set(CODE.findall(path.read_text("utf-8")))
    return found - NOT_CODES


def test_every_code_that_rules_use_has_words():
    assert codes_in_source() - set(TEXTS) == set()


def test_no_words_are_without_a_code():
    assert set(TEXTS) - codes_in_source() - {"push_failed", "address_too_long", "row_sent_back"} == set()


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_both_languages_say_the_same_parameters_and_end_in_a_full_stop(code: str):
    zh, en = TEXTS[code]
    assert zh.endswith("。") and en.endswith(".")
    params = tuple((name, "x") for name in parameters(code) if name != "value")
    problem = Problem("row", code, "写的", params)
    for language in ("zh-hans", "en"):
        text = explain(problem, language)
        assert "{" not in text
    assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en))


def test_every_field_has_a_name_in_both_languages():
    assert {field.value for field in Field} | {"row", "file"} == set(FIELD_NAMES)


def test_kinds_are_named_and_not_coded():
    problem = Problem(
        "document_number", "document_kind_differs", "x", (("told", "passport"), ("found", "resident_id"))
    )
    assert "护照" in explain(problem) and "identity card" in explain(problem, "en")
