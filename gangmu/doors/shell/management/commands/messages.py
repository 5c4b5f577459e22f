"""`gangmu messages extract|compile|check`: the Chinese of the pages."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

import gangmu
from gangmu.kernel import messages


class Command(BaseCommand):
    """Extracts, compiles or checks the catalogues of every app of Gangmu."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one word that says what to do."""
        parser.add_argument("what", choices=["extract", "compile", "check"])
        parser.add_argument(
            "apps", nargs="*", default=[], help="labels of the apps to extract; all when none is named"
        )

    def handle(self, *, what: str, **options: Any) -> None:
        """Prints what was done; `check` fails with every fault listed."""
        root = Path(gangmu.__file__).parent
        folders = {
            app.label: Path(app.path) for app in apps.get_app_configs() if root in Path(app.path).parents
        }
        if what == "compile":
            self.stdout.write(f"{messages.compile_all(folders.values())} catalogues compiled")
            return
        shared = messages.by_app(root, folders.values(), rest=root / "config")
        if what == "extract":
            wanted = {folders[label] for label in options["apps"]} or set(shared)
            for app, missing in sorted(messages.extract(shared, wanted).items()):
                self.stdout.write(f"{app.relative_to(root)}: {missing} to translate")
        elif faults := messages.check(root, shared):
            raise CommandError("\n".join([*faults, f"{len(faults)} faults"]))
        else:
            self.stdout.write("Every message is translated.")
