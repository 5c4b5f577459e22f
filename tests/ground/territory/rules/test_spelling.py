"""Normalising, numerals and sounds."""

import json
import os
import subprocess
import sys

import pytest

from gangmu.ground.territory.rules.normalise import chinese, clean, normalise, number
from gangmu.ground.territory.rules.sound import HOMOPHONE, NEAR, distance, spoken


def test_full_width_traditional_and_invisible_characters_are_one_spelling() -> None:
    assert clean("惠陽區　巺寮\u200b１２號") == "惠阳区巽寮12号"


def test_telephone_numbers_leave_house_numbers_alone() -> None:
    assert clean("演达1路12号13800138000") == "演达一路12号,"


def test_normalising_twice_changes_nothing() -> None:
    text = "廣東省（惠州）市，新墟镇——１２號"
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("十二", 12), ("二十", 20), ("一百二十三", 123), ("一二", 12), ("甲", -1)]
)
def test_numbers_are_read_in_both_scripts(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("value", range(1, 100))
def test_chinese_numerals_come_back(value: int) -> None:
    assert number(chinese(value)) == value


def test_homophones_are_nearer_than_neighbouring_sounds_and_those_than_strangers() -> None:
    assert distance("三新", "三心") == HOMOPHONE
    assert distance("三新", "三星") == NEAR
    assert distance("三新", "三河") == 1.0
    assert distance("三新", "新三") < 1.0
    assert distance("菜园墩", "菜墩") == 1.0


TABLE = """
import json, pypinyin
from pypinyin.constants import PINYIN_DICT
said = {
    chr(point): pypinyin.pinyin(chr(point), style=pypinyin.Style.NORMAL, heteronym=True)[0] for point in PINYIN_DICT
}
print(json.dumps(said))
"""


def test_every_character_sounds_as_pypinyin_says() -> None:
    """Asked in a process of its own: what the library loads stays for good."""
    lean = {**os.environ, "PYPINYIN_NO_PHRASES": "true"}
    told = subprocess.run([sys.executable, "-c", TABLE], env=lean, stdout=subprocess.PIPE, check=True).stdout
    said = json.loads(told)
    assert len(said) > 40_000
    assert {character: spoken(character) for character in said} == {
        character: tuple(dict.fromkeys(syllables)) for character, syllables in said.items()
    }


@pytest.mark.parametrize("character", ["A", "1", "·", "😀"])
def test_what_has_no_syllable_sounds_like_itself(character: str) -> None:
    assert spoken(character) == (character,)
