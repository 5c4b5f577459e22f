"""Protocol packs: what is shipped holds together, what does not is named in full."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from gangmu.control.intake.rules import Field, load_profiles
from gangmu.ground.incidents.rules import PACKS, STAGES, UnsoundPack, parse_pack, shipped_packs

NOW = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)  # a Friday, 16:00 in the city
MOSQUITO = next(pack for (code, _), pack in shipped_packs().items() if code == "mosquito")
COVID = next(pack for (code, _), pack in shipped_packs().items() if code == "covid-20")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("密切接触者", "close_contact"),
        ("次密接", "general_contact"),
        ("中高风险地区旅居史", "high_risk"),
        ("红码", "red_code"),
        ("健康码黄码", "yellow_code"),
        (" 时空 伴随者 ", "space_time"),
        ("close_contact", "close_contact"),
        ("", "other"),
        ("不知道是什么", "other"),
    ],
)
def test_a_files_words_mean_a_category(text: str, code: str) -> None:
    assert COVID.category_of(text).code == code


def test_every_category_that_a_layout_implies_is_known() -> None:
    for profile in load_profiles():
        if word := profile.constants.get(Field.CATEGORY):
            assert MOSQUITO.category_of(word).code != "other", profile.name


def test_a_category_may_be_faster_than_its_pack() -> None:
    assert MOSQUITO.due_at("case", "report", NOW) == NOW + timedelta(hours=2)
    assert MOSQUITO.due_at("arrival", "report", NOW) == NOW + timedelta(hours=12)
    assert MOSQUITO.due_at("a code of another version", "accept", NOW) == NOW + timedelta(hours=1)


def test_work_minutes_skip_the_weekend() -> None:
    text = (PACKS / "mosquito-2025.8.toml").read_text(encoding="utf-8")
    pack = parse_pack(text.replace("accept = { minutes = 60 }", 'accept = { minutes = 120, hours = "work" }'))
    due = pack.due_at("other", "accept", NOW)
    assert due == datetime(2026, 3, 9, 1, 0, tzinfo=UTC)  # Monday 09:00: 90 minutes on Friday, 30 on Monday


@given(st.text(max_size=60))
def test_any_words_mean_some_category_and_every_stage_has_a_deadline(text: str) -> None:
    for pack in (MOSQUITO, COVID):
        category = pack.category_of(text)
        assert category in pack.categories
        assert all(pack.due_at(category.code, stage, NOW) > NOW for stage in STAGES)


def test_every_mistake_of_a_pack_is_named_at_once() -> None:
    text = (PACKS / "mosquito-2025.8.toml").read_text(encoding="utf-8")
    text = text.replace('default_category = "other"', 'default_category = "nobody"')
    text = text.replace('gates = ["compare", "release"]', 'gates = ["compare"]')
    with pytest.raises(UnsoundPack) as wrong:
        parse_pack(text.replace('words = ["发热",', 'words = ["同行",'))
    message = str(wrong.value)
    assert "nobody" in message and "release" in message and "同行" in message


@pytest.mark.parametrize("text", ["", "code = ", 'code = "x"\nunknown = 1', "\x00"])
def test_rubbish_is_no_pack(text: str) -> None:
    with pytest.raises(UnsoundPack):
        parse_pack(text)


def test_questions_that_files_answer_are_marked_known() -> None:
    asked = MOSQUITO.questions_of("household")
    assert [q.code for q in asked if not q.known] == ["fever", "net", "water", "cleared"]


def test_pack_check_names_the_file_and_fails(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    call_command("pack", "check", *map(str, sorted(PACKS.glob("*.toml"))))
    assert capsys.readouterr().out.count("is sound") == 5
    broken = tmp_path / "broken.toml"
    broken.write_text('code = "x"')
    with pytest.raises(CommandError):
        call_command("pack", "check", str(broken))
    assert "broken.toml: version" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("ladder", "says"),
    [
        ("{ office = 30, trio = 0 }", "must climb"),
        ("{ trio = 30, office = 0 }", "must climb"),
        ("{ trio = 0 }", "beyond the trio"),
        ("{ mayor = 0 }", "ladder.mayor"),
        ("{ office = -1 }", "ladder.office"),
    ],
)
def test_a_ladder_climbs_the_headrope(ladder: str, says: str) -> None:
    text = (PACKS / "mosquito-2025.8.toml").read_text(encoding="utf-8")
    with pytest.raises(UnsoundPack, match=says):
        parse_pack(text.replace("gates =", f"ladder = {ladder}\ngates ="))


def test_a_pack_that_names_no_ladder_has_the_usual_one() -> None:
    assert MOSQUITO.ladder == {"trio": 0, "office": 30, "county": 120, "city": 360}


def test_a_choice_has_its_answers_in_both_languages() -> None:
    (question,) = [q for q in COVID.questions if q.kind == "choice"]
    assert next((c.code, c.english) for c in question.choices) == ("not_isolated", "not isolated")
