"""What areas are called on the desk: short, from the town down."""

from __future__ import annotations

from collections.abc import Iterable

from gangmu.ground.territory.queries import breadcrumb


def place_name(area: int) -> str:
    """'town · village · grid' as far as it is known; the unit's own name above towns. No query."""
    names = [name for _level, name in breadcrumb(area)]
    return " · ".join(names[1:] if len(names) > 1 else names)


def place_names(areas: Iterable[int]) -> dict[int, str]:
    """The names of several areas."""
    return {area: place_name(area) for area in set(areas) if area}
