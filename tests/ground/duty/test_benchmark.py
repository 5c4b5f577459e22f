"""The public benchmark's format is read, its objective is judged from its own lines, and the command prints it last."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gangmu.ground.duty.rules import Assignment, check, score, solve
from gangmu.ground.duty.rules.curtois import UnreadableInstance, judge, read, to_problem

TINY = """
# A week of three people
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,600,E
SECTION_STAFF
A,E=7|L=2,2640,1440,3,2,2,1
B,E=0|L=7,3000,1200,4,1,1,1
C,E=7|L=7,2640,960,5,2,1,0
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
A,2,E,3
SECTION_SHIFT_OFF_REQUESTS
B,1,L,2
SECTION_COVER
0,E,1,100,1
0,L,1,100,1
1,E,1,100,1
1,L,1,100,1
2,E,2,100,1
3,L,1,50,5
5,E,1,100,1
"""
LONG = (
    TINY.replace("\n7\n", "\n70\n")
    .replace("=7", "=70")
    .replace("=2", "=20")
    .replace("2640,1440", "9600,7200")
)


def test_the_solver_and_the_benchmark_count_alike() -> None:
    instance = read(TINY)
    problem = to_problem(instance)
    result = solve(problem, 10.0, 2)
    assert result.status == "optimal"
    assert judge(instance, result.assignments) == (result.objective, [])


@pytest.mark.parametrize(
    ("roster", "broken"),
    [
        ({"A": "EEE    "}, "works on a day off"),
        ({"A": " EEEE  "}, "too many days in a row"),
        ({"A": " E  EE "}, "too few days in a row"),
        ({"A": " EE EE "}, "too few days off in a row"),
        ({"A": "   LLL "}, "more than 2 of shift L"),
        ({"B": "  LE   "}, "a shift follows one that forbids it"),
        ({"C": "    EEE"}, "too many weekends"),
    ],
)
def test_each_rule_is_seen_by_both_judges(roster: dict[str, str], broken: str) -> None:
    instance = read(TINY)
    given = [
        Assignment(who, day, shift)
        for who, row in roster.items()
        for day, shift in enumerate(row)
        if shift != " "
    ]
    who = next(iter(roster))
    assert f"{who}: {broken}" in judge(instance, given)[1]
    codes = {one.code for one in check(to_problem(instance), given) if one.person == who}
    assert codes - {"least_minutes", "shift"}
    assert judge(instance, given)[0] == sum(score(to_problem(instance), given).values())


def test_a_long_row_is_begun_in_blocks_and_is_legal() -> None:
    instance = read(LONG)
    result = solve(to_problem(instance), 2.0, 2)
    assert judge(instance, result.assignments) == (result.objective, [])


def test_all_that_is_wrong_with_a_file_is_said_at_once() -> None:
    with pytest.raises(UnreadableInstance) as said:
        read("SECTION_HORIZON\nseven\nSECTION_SHIFTS\nE,480\nSECTION_COVER\n0,E,1,100,1\n")
    assert [line.split(":")[0] for line in str(said.value).splitlines()] == [
        "line 2", "line 4", "section SECTION_HORIZON is missing or empty",
        "section SECTION_SHIFTS is missing or empty", "section SECTION_STAFF is missing or empty",
    ]  # fmt: skip


def test_the_command_prints_the_objective_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tiny.txt").write_text(TINY, encoding="utf-8")
    out = tmp_path / "roster.csv"
    call_command("roster", "benchmark", tmp_path / "tiny.txt", seconds=10.0, out=out)
    last = capsys.readouterr().out.splitlines()[-1]
    rows = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    assert judge(read(TINY), [Assignment(who, int(day), shift) for who, day, shift in rows]) == (
        int(last),
        [],
    )


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(CommandError, match="SECTION_STAFF"):
        call_command("roster", "benchmark", tmp_path / "none.txt")
