"""`gangmu push` as a clerk's shell and other programs use it: the ledger, and a line for every spreadsheet row."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gangmu.casework.models import Task
from gangmu.control.intake.models import Batch
from gangmu.kernel.scope import Scope, entered
from tests.control.intake.conftest import EAST, Intake, found, listed, person

LIST = [
    person(1),
    person(2, "惠州市惠城区甲街道鹅城里小院"),
    person(1),
    person(3, "深圳市龙华区民治街道1号"),
    ("", "", "", "", "", ""),
    ("王某", "", "", "", "", ""),
    ("张某", "110101199003075518", "15400000009", EAST, "", ""),
]  # fmt: skip
LEDGER = {
    "received": 6,
    "tasks": 2,
    "merged": 1,
    "handed_over": 0,
    "out_of_city": 1,
    "refused": 1,
    "waiting": 1,
}


@pytest.fixture
def intake(db: Any) -> Intake:
    """The ground of intake with its clerks."""
    return found()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The list as a file."""
    path = tmp_path / "list.csv"
    path.write_bytes(listed(LIST))
    return path


def push(file: Path, capsys: pytest.CaptureFixture[str], **options: Any) -> dict[str, int]:
    """What the command prints as JSON."""
    call_command("push", str(file), slot="18:00", json=True, **options)
    ledger: dict[str, int] = json.loads(capsys.readouterr().out)
    return ledger


def tasks() -> int:
    with entered(Scope.system("test")):
        return Task.objects.count()


def test_the_ledger_is_printed_as_json_in_its_order(
    intake: Intake, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = push(file, capsys)
    assert ledger == LEDGER and list(ledger) == list(LEDGER)
    assert tasks() == 2


def test_without_json_the_ledger_is_a_sum(
    intake: Intake, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("push", str(file), slot="18:00")
    assert capsys.readouterr().out.startswith(
        "received 6 = 2 tasks + 1 merged + 0 handed_over + 1 out_of_city"
    )


def test_every_spreadsheet_row_has_a_line_with_its_number(
    intake: Intake, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "rows.csv"
    push(file, capsys, rows_out=target)
    lines = list(csv.DictReader(target.read_text("utf-8").splitlines()))
    assert list(lines[0]) == ["row", "outcome", "person", "village", "flag", "reasons"]
    assert [(line["row"], line["outcome"]) for line in lines] == [
        ("2", "task"),
        ("3", "waiting"),
        ("4", "merged"),
        ("5", "out_of_city"),
        ("7", "refused"),
        ("8", "task"),
    ]
    persons = [line["person"] for line in lines]
    assert persons[0] == persons[2] and len(set(persons)) == 5
    assert [line["village"] for line in lines] == ["441302001001", "", "441302001001", "", "", "441302001001"]
    assert {line["flag"] for line in lines} == {"0"}
    reasons = [set(line["reasons"].split("|")) for line in lines]
    assert (
        "address_town" in reasons[1] and "address_outside" in reasons[3] and "row_unreachable" in reasons[4]
    )
    assert reasons[5] == {"document_check_digit"}


def test_a_dry_run_says_the_same_and_leaves_nothing(
    intake: Intake, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "rows.csv"
    assert push(file, capsys, dry_run=True, rows_out=target) == LEDGER
    assert len(target.read_text("utf-8").splitlines()) == 7
    with entered(Scope.system("test")):
        assert not Batch.objects.exists()
    assert tasks() == 0
    assert push(file, capsys) == LEDGER


def test_the_same_file_again_changes_nothing(
    intake: Intake, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push(file, capsys) == push(file, capsys) == LEDGER
    assert tasks() == 2


@pytest.mark.parametrize(
    ("name", "data", "options", "says"),
    [
        ("none.csv", None, {}, "No such file"),
        ("x.xlsx", b"PK\x03\x04broken", {}, "incomplete.*文件不完整"),
        ("x.csv", "甲,乙\n1,2\n".encode(), {}, "map them once on the push page"),
        ("x.csv", b"", {"user": "nobody"}, "no push clerk"),
        ("x.csv", b"", {"incident": "nothing"}, "Which incident"),
    ],
)
def test_what_cannot_be_pushed_is_refused_in_words(
    intake: Intake, tmp_path: Path, name: str, data: bytes | None, options: dict[str, str], says: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=f"(?s){says}"):
        call_command("push", str(path), slot="18:00", **options)


def test_an_unknown_slot_is_refused_in_words(intake: Intake, file: Path) -> None:
    with pytest.raises(CommandError, match="18:00"):
        call_command("push", str(file), "--slot", "19:00")
