"""Named statements in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from gangmu.kernel.sqlfiles import statements


def written(folder: Path, text: str) -> Path:
    path = folder / "some.sql"
    path.write_text(text, encoding="utf-8")
    return path


def test_statements_are_found_by_name_with_their_comments_and_without_the_last_semicolon(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path,
        "-- What this file is for.\n\n-- name: one\n-- Why.\nSELECT 1;\n\n-- name: two\nSELECT ';';\n",
    )
    assert statements(path) == {"one": "-- Why.\nSELECT 1", "two": "SELECT ';'"}


def test_a_name_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 3: a second statement named one"):
        statements(written(tmp_path, "-- name: one\nSELECT 1;\n-- name: one\nSELECT 2;\n"))


def test_sql_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 1: SQL before"):
        statements(written(tmp_path, "SELECT 1;\n-- name: one\nSELECT 2;\n"))
