"""A temperature is read as people write it on an old phone, and refused with what to do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangmu.doors.portal.forms import LEAST, MOST, TemperatureForm, degrees


@pytest.mark.parametrize(
    "text",
    [
        "36.7",
        "36,7",
        "36，7",
        "36。7",
        "３６．７",
        "367",
        " 36.7 ",
        "36.7℃",
        "36.7°C",
        "36.7度",
        "３６７",
        "36 .7",
    ],
)
def test_ways_to_write_the_same_temperature(text: str) -> None:
    assert degrees(text) == Decimal("36.7")


@pytest.mark.parametrize(
    "text", ["", "7", "3.67", "3667", "36.75", "-36.7", "98.6", "20", "五", "36.7.1", "36\0", "1e1"]
)
def test_what_cannot_be_one(text: str) -> None:
    with pytest.raises(ValueError):
        degrees(text)


@given(st.text(max_size=20))
def test_any_text_is_a_temperature_of_a_body_or_a_value_error(text: str) -> None:
    try:
        found = degrees(text)
    except ValueError:
        return
    assert LEAST <= found <= MOST and found == found.quantize(Decimal("0.1"))


@given(st.decimals(LEAST, MOST, places=1), st.sampled_from(".,，。"), st.booleans())
def test_every_temperature_is_read_back_however_it_is_pointed(value: Decimal, point: str, wide: bool) -> None:
    text = f"{value:.1f}".replace(".", point)
    if wide:
        text = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isdigit() else c for c in text)
    assert degrees(text) == value


@given(st.text(max_size=30))
def test_a_form_never_falls_over_what_is_typed(text: str) -> None:
    form = TemperatureForm({"temperature": text})
    assert form.is_valid() == ("temperature" not in form.errors)
