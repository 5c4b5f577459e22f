"""Who inside a zone needs what: by name on one's ground only, masked; opening and taking away are logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from gangmu.control.zones.queries import needs_inside, zone_in
from gangmu.control.zones.queries.zones import Needy
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.pages.leaving import as_csv, as_xlsx
from gangmu.doors.desk.queries import place_name
from gangmu.ground.accounts.actions import log_accesses
from gangmu.ground.register.policy import may_see_needs


def _listed(request: StaffRequest, zone_id: int, act: str) -> list[Needy]:
    zone = zone_in(request.scope, zone_id)
    found = needs_inside(request.scope, zone)
    log_accesses(request.actor, act, [one.person.pk for one in found], f"needs in zone {zone.pk}")
    return found


@page(may=may_see_needs)
def needs(request: StaffRequest, zone_id: int) -> HttpResponse:
    """The list, by place."""
    context = {"zone": zone_in(request.scope, zone_id), "rows": _listed(request, zone_id, "open")}
    return render(request, "desk/zone_needs.html", context)


def _lines(found: list[Needy]) -> Iterator[Sequence[Any]]:
    yield _("Name"), _("Needs"), _("Door"), _("Place"), _("Phone")
    for one in found:
        yield one.person.name, "、".join(one.needs), one.door, place_name(one.area), one.person.phone_mask


@page(may=may_see_needs)
def needs_csv(request: StaffRequest, zone_id: int) -> HttpResponseBase:
    """The same as CSV."""
    return as_csv(request.scope, f"zone-{zone_id}-needs.csv", _lines(_listed(request, zone_id, "export")))


@page(may=may_see_needs)
def needs_xlsx(request: StaffRequest, zone_id: int) -> HttpResponseBase:
    """The same as a workbook."""
    return as_xlsx(request.scope, f"zone-{zone_id}-needs.xlsx", _lines(_listed(request, zone_id, "export")))
