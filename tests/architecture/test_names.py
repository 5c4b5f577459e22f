"""The second domain is known when the first one is: fixed names, short files, short views."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.house import DOORS, PACKAGE, ROOT, domains, none, parsed, part, python, said, tracked

PARTS = """README.md models states rules policy queries actions facts reactions bulk sql jobs pages forms api
    templates apps __init__ migrations locale data"""
DOMAIN = set(PARTS.split())
# A door joins domains, so it has addresses and what pages are made of, but no tables and no actions of its own.
DOOR = {"README.md", "policy", "queries", "pages", "forms", "templates", "templatetags", "apps", "__init__", "locale",
        "urls", "management", "static", "words"}  # fmt: skip
LONGEST_FILE = 300
LONGEST_VIEW = 40
WRITTEN = {".py", ".ts", ".html", ".css"}


def _parts(folder: object) -> set[str]:
    return {
        path.relative_to(folder).parts[0].removesuffix(".py")  # type: ignore[arg-type]
        for path in tracked()
        if folder in path.parents
    }


@pytest.mark.parametrize("folder", domains(), ids=lambda folder: folder.relative_to(PACKAGE).as_posix())
def test_a_domain_has_only_the_parts_that_every_domain_may_have(folder: object) -> None:
    assert _parts(folder) - DOMAIN == set()


@pytest.mark.parametrize("door", ["desk", "field", "portal", "shell"])
def test_a_door_of_pages_has_only_the_parts_of_a_door(door: str) -> None:
    assert _parts(DOORS / door) - DOOR == set()


def test_no_drawer_of_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "misc", "util", "shared"}
    none([said(path) for path in python() if path.stem in drawers or path.parent.name in drawers])


def test_no_file_is_longer_than_a_person_can_hold_in_his_head() -> None:
    long = []
    for path in tracked():
        ours = path.suffix in WRITTEN and "migrations" not in path.parts
        if ours and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE:
            long.append(f"{said(path)} has {lines} lines")
    none(long)


def test_no_view_is_longer_than_a_screen() -> None:
    long = []
    for path in python():
        if part(path) not in ("pages", "api"):
            continue
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "request":
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST_VIEW:
                    long.append(f"{said(path, node.lineno)} {node.name} has {lines} lines")
    none(long)


def test_no_django_signals() -> None:
    found = []
    for path in python():
        for node in ast.walk(parsed(path)):
            modules = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            if any(name == "django.dispatch" or name.endswith(".signals") for name in modules):
                found.append(said(path, node.lineno))
    none(found)


def test_what_others_call_says_what_it_does() -> None:
    """Every public function and class of the kernel, of rules, actions and queries has a docstring."""
    silent = []
    for path in python():
        if (PACKAGE / "kernel") not in path.parents and part(path) not in ("rules", "actions", "queries"):
            continue
        for node in parsed(path).body:
            speaks = not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if not speaks and not node.name.startswith("_") and not ast.get_docstring(node):  # type: ignore[attr-defined]
                silent.append(f"{said(path, node.lineno)} {node.name}")  # type: ignore[attr-defined]
    none(silent)


def test_tests_stand_where_the_code_stands() -> None:
    """tests/ground/territory/test_x.py is about gangmu/ground/territory."""
    own = {"architecture", "journeys", "scale", "config"}
    strays = []
    for path in python(ROOT / "tests"):
        folder = path.parent.relative_to(ROOT / "tests")
        if path.name.startswith("test_") and folder.parts and folder.parts[0] not in own:
            place = PACKAGE / folder
            if not place.is_dir() and not place.with_suffix(".py").exists():
                strays.append(said(path))
    none(strays)
