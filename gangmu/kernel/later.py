"""Large libraries that few requests need: loaded when something of them is first used, by the process that uses it.

if TYPE_CHECKING:
    import shapely
else:
    shapely = Later("shapely")
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any


class Later:
    """A module by its name; any thread may be the first to use it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


def folder_of(package: str) -> Path:
    """Where a package lies, for its data, without loading it; ModuleNotFoundError if it is nowhere."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"no package {package}")
    return Path(found.submodule_search_locations[0])
