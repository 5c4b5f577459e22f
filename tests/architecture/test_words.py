"""What is written: the glossary, the translations, the README's map; and what must never be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.architecture.house import PACKAGE, ROOT, none, said, tracked

TEXT = {".py", ".md", ".toml", ".txt", ".cfg", ".ini", ".html", ".css", ".ts", ".js", ".json", ".sql", ".yaml", ".yml",
        ".sh", ".po", ""}  # fmt: skip
MACHINES = re.compile("|".join(rf"(?<![\w.$)}}])/{name}/" for name in ("work", "root", "home", "Users")))
HOSTS = (r"pypi\.org", r"pythonhosted\.org", r"registry\.npmjs", r"yarnpkg\.com", "npmmirror", r"//mirrors\.")
REGISTRIES = re.compile("|".join(HOSTS))


def texts() -> list[tuple[Path, str]]:
    return [
        (path, path.read_text(encoding="utf-8", errors="replace"))
        for path in tracked()
        if path.suffix in TEXT and path.stat().st_size < 2_000_000
    ]


def found_in(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{said(path, number)} {line.strip()[:80]}"
        for path, text in texts()
        if path != Path(__file__)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ours = [model for model in apps.get_models() if model.__module__.startswith("gangmu.")]
    none([m.__name__ for m in ours if f"`{m._meta.app_label}.{m.__name__}`" not in glossary])


def test_the_glossary_names_no_model_that_is_gone() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    labels = "|".join(config.label for config in apps.get_app_configs() if config.name.startswith("gangmu."))
    named = set(re.findall(rf"`((?:{labels})\.[A-Z]\w+)`", glossary))
    assert named - {f"{m._meta.app_label}.{m.__name__}" for m in apps.get_models()} == set()


def test_every_message_is_translated() -> None:
    call_command("messages", "check")


def test_no_path_of_one_machine() -> None:
    none(found_in(MACHINES))


def test_no_host_of_a_package_registry() -> None:
    none(found_in(REGISTRIES))


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_map_of_the_house_is_the_house(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    map_of_house = re.search(r"```text\ngangmu/\n(.*?)```", text, re.DOTALL)
    assert map_of_house, f"{name} has no map"
    drawn = {
        match[1].rstrip("/")
        for line in map_of_house[1].splitlines()
        if (match := re.match(r"  ([\w.]+/?)(\s|$)", line))
    }
    there = {
        path.relative_to(PACKAGE).parts[0] for path in tracked() if PACKAGE in path.parents
    } - {"__init__.py", "__main__.py"}  # fmt: skip
    assert drawn == there


def test_every_decision_has_its_place_in_the_list() -> None:
    folder = ROOT / "docs" / "adr"
    listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


def test_documents_link_to_files_that_are_there() -> None:
    broken = []
    for path, text in texts():
        if path.suffix == ".md":
            for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text):
                if not (path.parent / target).exists():
                    broken.append(f"{said(path)} → {target}")
    none(broken)
