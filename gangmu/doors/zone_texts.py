"""Why something cannot be done with a zone, or cannot be one, with its remedy."""

from __future__ import annotations

from django.utils.translation import gettext_noop

REFUSALS = {
    "hotline_missing": gettext_noop(
        "Give the number that answers day and night: it is printed on the notice."
    ),
    "zone_ahead": gettext_noop("Control has not begun yet then. Give the moment at which it began."),
    "zone_level_unknown": gettext_noop(
        "The rules of this incident know no level “%(level)s”. Choose one that is listed."
    ),
    "zone_wider_than_ground": gettext_noop(
        "A part of this zone lies beyond your ground. The level above has to do it."
    ),
    "zone_too_wide": gettext_noop(
        "The zone lies over %(places)s places where its rules expect one: the smallest unit is meant, and nothing is widened at will (九不准). Draw it smaller, or say why it must be so wide."
    ),
    "zone_overlaps": gettext_noop(
        "It shares ground with another zone of the same level: %(zones)s. Draw that one anew, or set a part of it apart."
    ),
    "zone_not_inside": gettext_noop(
        "Not all of this lies in %(name)s. A part is set apart inside the zone: draw it there."
    ),
    "zone_over": gettext_noop("This zone is lifted. Draw a new one."),
    "zone_event_unknown": gettext_noop("Enter a case, or a round with or without a find."),
    "zone_day": gettext_noop("Give a day from the beginning of control (%(first)s) until today."),
    "zone_hold_days": gettext_noop("Give a day from tomorrow on, at most %(most)s days ahead."),
    "zone_nothing_drawn": gettext_noop("Nothing is drawn yet. Draw on the map, tick grids, or name doors."),
    "zone_file_too_big": gettext_noop("The GeoJSON is larger than %(most)s kB. Bring a simpler polygon."),
    "zone_not_geojson": gettext_noop("This is no GeoJSON. Bring a polygon as GeoJSON in WGS84 degrees."),
    "zone_no_polygon": gettext_noop("The GeoJSON holds no polygon. Bring a Polygon or MultiPolygon."),
    "zone_not_polygon": gettext_noop(
        "Shape %(number)s is a “%(type)s”. Only Polygon and MultiPolygon can be a zone."
    ),
    "zone_bad_ring": gettext_noop(
        "Shape %(number)s has a ring that is not closed or has fewer than four points."
    ),
    "zone_too_many_points": gettext_noop(
        "Shape %(number)s has %(points)s points, at most %(most)s are allowed. Simplify it."
    ),
    "zone_bad_point": gettext_noop(
        "Point %(place)s of shape %(number)s is %(x)s, %(y)s: write longitude, then latitude, in degrees."
    ),
    "zone_crosses_itself": gettext_noop(
        "Shape %(number)s crosses itself at %(at)s. Draw its corners in order around the ground."
    ),
    "zone_too_small": gettext_noop(
        "The ground is smaller than %(least)s m². Name the door instead of drawing it."
    ),
    "zone_outside": gettext_noop(
        "%(percent)s %% of the ground lies beyond yours. Draw only on your own, or ask the level above."
    ),
    "zone_empty": gettext_noop("No grid and no building lies inside. Draw it larger, or name the doors."),
    "zone_grid_unknown": gettext_noop(
        "Code %(number)s, “%(value)s”, is no grid, village or town of your ground."
    ),
    "zone_no_position": gettext_noop(
        "The position of none of these buildings is known. Draw on the map instead."
    ),
    "zone_radius": gettext_noop("Give a radius from %(least)s to %(most)s metres."),
    "zone_too_many_lines": gettext_noop(
        "%(lines)s lines, at most %(most)s are allowed. Draw on the map, or tick grids."
    ),
    "zone_door_unknown": gettext_noop(
        "Line %(number)s, “%(value)s”: no building or door of this name is on your ground. Write it as in the register."
    ),
    "zone_door_ambiguous": gettext_noop(
        "Line %(number)s, “%(value)s”: there are several, in %(places)s. Write the village before the name."
    ),
}
