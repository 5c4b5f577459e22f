"""Plans for an emergency in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangmu.command.modes.models import PlanSeat
from gangmu.doors.desk.queries.names import place_name
from gangmu.ground.territory.queries import Unit, name_of
from gangmu.kernel.area import floor_to
from gangmu.kernel.scope import Scope

WARNINGS = {
    "in_pieces": gettext_noop(
        "%(place)s: a trio's ground is not in one piece. Look at the map of the village before you send anybody."
    ),
    "nothing_laid_down": gettext_noop(
        "%(place)s: no emergency trio was laid down, one takes it all. Divide the ground anew if that is too much."
    ),
    "without_ground": gettext_noop(
        "%(place)s: there are more trios than village groups; a trio without ground of its own helps the others."
    ),
    "members_away": gettext_noop(
        "%(place)s: whoever is on leave today or tomorrow has no seat in this plan. Appoint him when he is back."
    ),
    "laid_down_in_part": gettext_noop(
        "%(place)s: what was laid down leaves ground out, the first trio takes it. Divide the ground anew."
    ),
}
SHOWN = 4  # names of a trio's ground


def by_county(towns: Iterable[Any]) -> list[tuple[Unit, list[Any]]]:
    """Lines about towns under their county-level units, in their order."""
    found: dict[str, tuple[Unit, list[Any]]] = {}
    for town in towns:
        found.setdefault(town.county.code, (town.county, []))[1].append(town)
    return list(found.values())


def warning_lines(warnings: Iterable[tuple[str, int]], scope: Scope) -> list[str]:
    """What a plan warns of on the reader's ground; each place once."""
    seen = dict.fromkeys((code, area) for code, area in warnings if area in scope.jurisdiction)
    return [_(WARNINGS[code]) % {"place": place_name(area)} for code, area in seen]


def pieces_text(areas: Sequence[int]) -> str:
    """A trio's ground by the names of its grids; of a grid that it has in part, its groups."""
    grids: dict[int, list[int]] = {}
    for area in areas:
        grids.setdefault(floor_to(area, "grid"), []).append(area)
    names = [name_of(grid) for grid in grids]
    shown = "、".join(dict.fromkeys(names[:SHOWN]))
    more = f" +{len(names) - SHOWN}" if len(names) > SHOWN else ""
    return (
        f"{shown}{more}（{'、'.join(name_of(area) for area in areas[:SHOWN])}）"
        if len(grids) == 1
        else shown + more
    )


def seat_text(seat: PlanSeat) -> tuple[str, str, str]:
    """A seat's role, who sits in it, and where he comes from."""
    if seat.user is None or seat.origin is None:
        return seat.get_role_display(), "", _("nobody")
    origin = seat.origin.body.name
    return seat.get_role_display(), seat.user.name, f"{origin} ({_('deputy')})" if seat.deputy else origin
