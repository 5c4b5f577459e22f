"""`gangmu pack`: what a city's staff asks of its rules."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gangmu.control.isolation import actions
from gangmu.control.isolation.actions import Entry
from gangmu.ground.incidents.rules import PACKS
from tests.casework.world import World, build
from tests.control.isolation.conftest import Care, care
from tests.control.isolation.test_asked import longer

__all__ = ["care"]

Said = pytest.CaptureFixture[str]


@pytest.fixture
def world(db: Any) -> World:
    """A small ground with one task."""
    return build()


def test_explain_counts_a_category_out_day_by_day_and_leaves_the_end_to_a_human(
    db: Any, capsys: Said
) -> None:
    call_command("pack", "explain", "--category", "high_risk", "--pack", "covid-20", "--since", "2022-11-20")
    said = capsys.readouterr().out
    assert re.findall(r"2022-11-\d\d  day +\d", said)[0] == "2022-11-21  day  1"
    assert said.count("test") == 4 + said.count("last_test_negative")
    assert "2022-11-27  may be lifted at its end if last_test_negative; a human decides" in said


def test_explain_shows_a_person_under_an_order_each_day_by_the_rules_that_hold_on_it(
    care: Care, capsys: Said
) -> None:
    pk = care.decided()
    care.do(care.medic, actions.read_notice, pk, "himself", "paper")
    care.do(care.medic, actions.record_reading, pk, Entry("phone", Decimal("36.5")))
    call_command("pack", "explain", str(care.order(pk).person_id))
    said = capsys.readouterr().out
    assert "decided by 某区指挥部" in said and "2025年基孔肯雅热防控报道" in said
    assert said.count("mosquito@2025.8") == 7 and "[0/2 measured, 0/2 visited]" in said
    assert "2026-12-01  may be lifted at its end if afebrile_24h; a human decides" in said


def test_diff_names_each_order_and_how_it_would_fare(care: Care, capsys: Said) -> None:
    pk = care.decided()
    with longer():
        call_command(
            "pack", "diff", "mosquito@2025.8", "mosquito@2099.1", "--incident", care.world.incident.code
        )
    assert f"order {pk}: 2026-12-01 → 2026-12-04, longer or closer" in capsys.readouterr().out


def test_explain_asks_for_the_day_that_is_not_known(world: World, capsys: Said) -> None:
    person = world.person("居民甲")
    world.task(person=person)
    call_command("pack", "explain", str(person), "--pack", "mosquito", "--category", "arrival")
    assert "The day of leaving is not known: give it with --since." in capsys.readouterr().out
    with pytest.raises(CommandError, match="no task names him"):
        call_command("pack", "explain", "99999999")


def test_diff_says_what_differs_whom_it_touches_and_by_which_rule(world: World, capsys: Said) -> None:
    world.task()
    call_command("pack", "diff", "covid-9", "covid-20", "--incident", world.incident.code)
    said = capsys.readouterr().out
    assert "measures.close_contact.stages.1.days: 7 → 5" in said
    assert "People under covid-9@2022.6: whichever ends first" in said
    assert f"1 people of {world.incident.code} are touched" in said


def test_check_warns_where_a_local_pack_is_stricter(tmp_path: Path, capsys: Said) -> None:
    local = tmp_path / "local.toml"
    text = (PACKS / "covid-20-2022.11.toml").read_text(encoding="utf-8")
    text = text.replace('version = "2022.11"', 'version = "2022.12"\nextends = "covid-20@2022.11"')
    local.write_text(text.replace("lift = { quiet_days = 5", "lift = { quiet_days = 9"), encoding="utf-8")
    call_command("pack", "check", str(local))
    assert "stricter than covid-20@2022.11: zones.high lasts longer (5 → 9)" in capsys.readouterr().out


def test_add_keeps_a_pack_and_names_every_mistake_of_another(db: Any, tmp_path: Path, capsys: Said) -> None:
    own = tmp_path / "own.toml"
    text = (PACKS / "everyday-2025.1.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('version = "2025.1"', 'version = "2099.1"'), encoding="utf-8")
    call_command("pack", "add", str(own))
    assert "everyday@2099.1: kept" in capsys.readouterr().out
    own.write_text('code = "x"', encoding="utf-8")
    with pytest.raises(CommandError, match=r"version.*categories"):
        call_command("pack", "add", str(own))
