"""Who may touch the database, and how."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.house import PACKAGE, none, parsed, part, python, said

# Actions that others' actions call as a part of theirs: the actor is already the transaction's.
WITHIN_ANOTHER = {
    "open_slots": "the slots of a day are made by the calendar, not by a person",
    "note_presence": "a part of opening, handing over and reporting a task",
    "open_tasks": "a part of going through a day, of a zone's works, of a recall",
    "end_presence": "a part of handing over and reporting a task",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
RAW = {"cursor", "raw", "extra"}
WRITES = {"save", "bulk_create", "bulk_update"}
FREE = (PACKAGE / "kernel", PACKAGE / "config")


def _attributes(path: Path) -> list[ast.Attribute]:
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)]


def test_pages_api_and_jobs_never_ask_a_model_directly() -> None:
    """They ask queries, which take the scope first; an unscoped read in a page would be seen by nobody."""
    found = [
        said(path, node.lineno)
        for path in python()
        if part(path) in ("pages", "api", "jobs", "management", "templatetags")
        for node in _attributes(path)
        if node.attr in MANAGERS
    ]
    none(found)


def test_raw_sql_stays_in_bulk_and_sql_and_the_kernel() -> None:
    found = []
    for path in python():
        free = any(folder in path.parents for folder in FREE) or path.parent.name == "bulk"
        if free or part(path) in ("bulk", "migrations"):
            continue
        for node in ast.walk(parsed(path)):
            called = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RAW
            )
            named = isinstance(node, ast.Name) and node.id == "RawSQL"
            if called or named:
                found.append(said(path, node.lineno))
    none(found)


def test_only_actions_and_bulk_write() -> None:
    found = []
    for path in python():
        if part(path) not in (
            "pages",
            "api",
            "jobs",
            "queries",
            "templatetags",
            "management",
            "policy",
            "forms",
        ):
            continue
        for node in ast.walk(parsed(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
            ):
                found.append(said(path, node.lineno))
    none(found)


def test_nobody_asks_the_time_past_the_clock() -> None:
    """kernel.clock is the only clock, or a test and the twin could not set it."""
    found = []
    for path in python():
        if any(folder in path.parents for folder in FREE) or part(path) == "management":
            continue
        for node in _attributes(path):
            base = node.value.id if isinstance(node.value, ast.Name) else ""
            if (base, node.attr) in {
                ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("timezone", "now"), ("time", "time"),
            }:  # fmt: skip
                found.append(said(path, node.lineno))
    none(found)


def test_nobody_takes_whoever_has_no_user_for_the_system() -> None:
    """A guest has none either (ADR 30): `actor.is_system` is asked. Who refuses all without a user may ask so."""
    asking = {"ground/duty/policy.py", "command/notices/policy.py", "command/notices/queries/inbox.py"}
    asking |= {"control/isolation/actions/watching.py", "kernel/scope.py"}
    found = [
        said(path)
        for path in python()
        if "actor.user_id is None" in path.read_text(encoding="utf-8")
        and path.relative_to(PACKAGE).as_posix() not in asking
    ]
    none(found)


def test_whatever_an_action_is_called_by_its_actor_comes_first() -> None:
    """What a domain's actions offer to others: all public functions of actions.py, or those that the package names."""
    found = []
    for path in python():
        if part(path) != "actions":
            continue
        offered = _offered(path)
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and node.name in offered:
                first = node.args.args[0] if node.args.args else None
                kind = ast.unparse(first.annotation) if first and first.annotation else ""
                if kind != "Actor" and node.name not in WITHIN_ANOTHER:
                    found.append(f"{said(path, node.lineno)} {node.name}")
    none(found)


def _offered(path: Path) -> set[str]:
    if path.name == "actions.py":
        return {
            n.name for n in parsed(path).body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")
        }
    package = next(folder for folder in path.parents if folder.name == "actions") / "__init__.py"
    return {alias.name for n in parsed(package).body if isinstance(n, ast.ImportFrom) for alias in n.names}


def test_no_page_hides_a_value_of_the_frame_around_it() -> None:
    """What a view hands to its template wins over the frame's own: a header would show a list of somebody else's."""
    frame = PACKAGE / "doors" / "desk" / "queries" / "context.py"
    (shown,) = (node for node in parsed(frame).body if getattr(node, "name", "") == "page_context")
    keys = {key.value for node in ast.walk(shown) if isinstance(node, ast.Dict) for key in _named(node)}
    assert {"nav", "own_posts", "acting", "bell"} <= keys
    none(
        [
            f"{said(path, key.lineno)} {key.value}"
            for path in python()
            if part(path) == "pages"
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Dict)
            for key in _named(node)
            if key.value in keys
        ]
    )


def _named(node: ast.Dict) -> list[ast.Constant]:
    return [key for key in node.keys if isinstance(key, ast.Constant)]
