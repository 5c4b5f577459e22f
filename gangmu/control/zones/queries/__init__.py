"""Reads of zones."""

from gangmu.control.zones.queries.drawing import Asked, Drawn, drawn
from gangmu.control.zones.queries.zones import (
    Standing,
    events_of,
    extents_of,
    inside_of,
    level_of_zone,
    lower_level,
    mark_of_zones,
    needs_inside,
    parts_by_kind,
    proposed_count,
    set_apart_in,
    standing,
    zone_in,
    zone_over,
    zones_at,
    zones_on,
)

__all__ = [
    "Asked",
    "Drawn",
    "Standing",
    "drawn",
    "events_of",
    "extents_of",
    "inside_of",
    "level_of_zone",
    "lower_level",
    "mark_of_zones",
    "needs_inside",
    "parts_by_kind",
    "proposed_count",
    "set_apart_in",
    "standing",
    "zone_in",
    "zone_over",
    "zones_at",
    "zones_on",
]
