"""Large libraries that few requests need: loaded when something of them is first used, by the process that uses it.

if TYPE_CHECKING:
    import shapely
else:
    shapely = Later("shapely")
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """A module by its name; any thread may be the first to use it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
