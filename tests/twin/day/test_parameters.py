"""What a day assumes is said with its source, and a file that is wrong is told from a file that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from gangmu.twin.day.parameters import SHIPPED, Parameters, entries, load


def test_every_number_says_whether_it_was_measured_and_where() -> None:
    found = entries()
    assert found.keys() == Parameters.model_fields.keys()
    measured = {name for name, entry in found.items() if entry.known == "measured"}
    assert measured == {"push_rate", "send", "page"}
    assert all("docs/bench.md" in found[name].source for name in measured)


def test_all_that_is_wrong_in_a_file_is_named_at_once(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8").replace("[walk]", "[stroll]")
    text = text.replace("[away]\nvalue = 0.25", "[away]\nvalue = 2.5")
    mine = tmp_path / "mine.toml"
    mine.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"mine\.toml: ") as wrong:
        load(mine)
    assert all(word in str(wrong.value) for word in ("walk", "stroll", "away", "2.5"))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none\.toml"):
        load(tmp_path / "none.toml")
