"""A register from the shell."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gangmu.control.roster import actions
from gangmu.control.roster.queries import import_in
from gangmu.kernel.scope import Scope, entered
from tests.control.roster.conftest import Roster, register, resident, roster  # noqa: F401  (a fixture)


def imported(path: Path, *options: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("import_residents", str(path), *options, stdout=out)
    return out.getvalue()


def test_a_register_is_taken_in_and_what_goes_back_is_written(
    roster: Roster,  # noqa: F811
    tmp_path: Path,
) -> None:
    file, back = tmp_path / "r.csv", tmp_path / "back.csv"
    file.write_bytes(register([resident(1), resident(2, code="441302001009")]))
    said = json.loads(imported(file, "--json", "--back", str(back)))
    assert (said["status"], said["received"], said["created"], said["refused"]) == ("done", 2, 1, 1)
    assert "There is no grid" in back.read_text("utf-8")


def test_called_again_it_goes_on_with_a_file_that_was_stopped(
    roster: Roster,  # noqa: F811
    tmp_path: Path,
) -> None:
    data = register([resident(1), resident(2)])
    one = roster.upload(data)
    with entered(Scope.of(roster.clerk)) as scope:
        actions.stop(roster.clerk, import_in(scope, one.pk))
    (tmp_path / "r.csv").write_bytes(data)
    said = json.loads(imported(tmp_path / "r.csv", "--json"))
    assert (said["import"], said["created"]) == (one.pk, 2)


@pytest.mark.parametrize(
    ("data", "words"), [(b"PK\x03\x04", "CSV only"), (b"a1,b2,c3\nx,y,z\n", "map them once on the page")]
)
def test_what_is_no_register_says_why(
    roster: Roster,  # noqa: F811
    tmp_path: Path,
    data: bytes,
    words: str,
) -> None:
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(CommandError, match=words):
        imported(tmp_path / "r.csv")


def test_a_file_that_is_not_there_is_said_so(roster: Roster, tmp_path: Path) -> None:  # noqa: F811
    with pytest.raises(CommandError, match="No such file"):
        imported(tmp_path / "none.csv")
