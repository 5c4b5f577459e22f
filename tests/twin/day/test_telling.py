"""What a rehearsal says, and the picture it draws."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gangmu.twin.day.plot import clock
from gangmu.twin.day.telling import minute_of


def test_minutes_of_the_day_after_are_told_from_those_of_today() -> None:
    assert [clock(minute) for minute in (minute_of("18:05"), minute_of("26:30"))] == ["18:05", "02:30 +1"]
    with pytest.raises(ValueError, match="22:00"):
        minute_of("10pm")


def test_the_command_answers_both_questions_and_draws_them(tmp_path: Path) -> None:
    out, picture = StringIO(), tmp_path / "day.png"
    options = ("--push", "18:00=600", "--runs", "2", "--jobs", "1", "--by", "22:00", "--share", "0.95")
    call_command("twin", "day", *options, "--plot", str(picture), stdout=out)
    said = out.getvalue()
    assert "1,524 trios on" in said and "last one released by" in said
    assert "For 95% released by 22:00 in 95% of the runs:" in said
    assert "measured" in said and "assumed" in said
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_had_is_said_with_what_can() -> None:
    out = StringIO()
    options = ("--push", "18:00=600", "--runs", "2", "--jobs", "1", "--by", "18:30")
    call_command("twin", "day", *options, stdout=out)
    assert "Not to be had: the last released by 18:30" in out.getvalue()
    assert "With all 3,776 trios it is" in out.getvalue()


@pytest.mark.parametrize(
    "options", [("--share", "2"), ("--runs", "0"), ("--trios", "9999"), ("--push", "18:00")]
)
def test_options_that_make_no_sense_are_refused(options: tuple[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("twin", "day", *options, stdout=StringIO())
