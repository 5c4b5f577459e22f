import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gangmu.ground.register.rules import (
    Likeness,
    comparison_key,
    mask_name,
    normalise_name,
    same_person_name,
    sort_key,
)
from gangmu.ground.register.rules.names import is_usable_name, split_note


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (" 张 三 ", "张三"),
        ("张\u3000三", "张三"),
        ("张\u200b三", "张三"),
        ("阿卜杜拉•艾山", "阿卜杜拉·艾山"),
        ("阿卜杜拉・艾山", "阿卜杜拉·艾山"),
        ("阿卜杜拉.艾山", "阿卜杜拉·艾山"),
        ("ＪＯＨＮ  Smith", "JOHN Smith"),
        ("隔㙟", "隔㙟"),
        ("", ""),
    ],
)
def test_a_name_has_one_normal_form(written: str, normal: str):
    assert normalise_name(written) == normal


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("张三", "张 三", Likeness.SAME),
        ("張三豐", "张三丰", Likeness.VARIANT),
        ("李㙟", "李?", Likeness.VARIANT),
        ("李真明", "李zhen明", Likeness.VARIANT),
        ("李小明", "李*明", Likeness.VARIANT),
        ("阿卜杜拉·艾山", "阿卜杜拉艾山", Likeness.VARIANT),
        ("John Smith", "JOHN SMITH", Likeness.VARIANT),
        ("Smith John", "John Smith", Likeness.VARIANT),
        ("WANG WEI", "王伟", Likeness.VARIANT),
        ("张三(之子)", "张三", Likeness.VARIANT),
        ("张三", "张四", Likeness.DIFFERENT),
        ("王伟", "王玮", Likeness.DIFFERENT),
        ("李zhen", "李伟", Likeness.DIFFERENT),
        ("李*", "王*", Likeness.DIFFERENT),
        ("", "", Likeness.DIFFERENT),
        ("?", "王", Likeness.DIFFERENT),
    ],
)
def test_two_writings_are_the_same_a_variant_or_different(a: str, b: str, likeness: Likeness):
    assert same_person_name(a, b) is same_person_name(b, a) is likeness


def test_surnames_sort_by_their_reading_as_surnames():
    assert sort_key("单田芳").startswith("shan ")
    assert sort_key("曾国").startswith("zeng ")
    assert sorted(["张三", "曾国", "阿里"], key=sort_key) == ["阿里", "曾国", "张三"]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*丰"),
        ("欧阳修", "欧阳*"),
        ("欧阳修文", "欧阳*文"),
        ("John Smith", "J*** S***"),
        ("", ""),
    ],
)
def test_a_mask_leaves_the_surname(name: str, masked: str):
    assert mask_name(name) == masked


@pytest.mark.parametrize("name", ["不详", "无", "123", "-", "???", "某某", "13800138001", "本人"])
def test_what_cannot_be_called_out_is_no_name(name: str):
    assert not is_usable_name(normalise_name(name))


@pytest.mark.parametrize("name", ["张三", "李?", "J. Smith", "阿卜杜拉·艾山", "李zhen", "㙟"])
def test_an_imperfect_name_is_a_name(name: str):
    assert is_usable_name(normalise_name(name))


def test_a_note_in_brackets_is_taken_off():
    assert split_note(normalise_name("李某（之子）")) == ("李某", "之子")


@given(st.text(), st.text())
@example("' 0", "")
def test_no_text_raises_and_likeness_is_symmetric(a: str, b: str):
    assert same_person_name(a, b) is same_person_name(b, a)
    assert normalise_name(normalise_name(a)) == normalise_name(a)
    for rule in (comparison_key, sort_key, mask_name):
        rule(a)
