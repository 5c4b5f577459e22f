"""Higher may import lower, siblings never meet; the contracts are in .importlinter."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT, domains, none, parsed, part, python, said


def test_the_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_kernel_knows_nothing_of_the_house() -> None:
    found = []
    for path in python(PACKAGE / "kernel"):
        for node in ast.walk(parsed(path)):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found += [
                said(path, node.lineno)
                for name in names
                if name.startswith("gangmu") and not name.startswith("gangmu.kernel")
            ]
    none(found)


def test_rules_are_pure_and_never_import_django() -> None:
    found = []
    for path in python():
        if "rules" not in (path.stem, path.parent.name):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "django":
                found.append(said(path, node.lineno))
            if isinstance(node, ast.Import) and any(
                alias.name.split(".")[0] == "django" for alias in node.names
            ):
                found.append(said(path, node.lineno))
    none(found)


# In a process that has started Django and nothing more, each module of its arguments is the first that anybody imports.
EACH_ALONE = """
import importlib, os, sys
import tests.environment
os.environ["DJANGO_SETTINGS_MODULE"] = "gangmu.config.settings"
import django
django.setup()
for name in sys.argv[1:]:
    child = None if name in sys.modules else os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(name, repr(error), flush=True)
        os._exit(0)
    if child:
        os.waitpid(child, 0)
"""


def test_every_room_of_a_domain_can_be_the_first_that_a_process_imports() -> None:
    rooms = {
        ".".join((*folder.relative_to(ROOT).parts, part(path)))
        for folder in domains()
        for path in python(folder)
        if path.name != "__init__.py" or path.parent != folder
    }
    done = subprocess.run(
        [sys.executable, "-c", EACH_ALONE, *sorted(rooms)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    none(done.stdout.splitlines())
