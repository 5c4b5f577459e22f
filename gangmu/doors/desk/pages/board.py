"""The board of a city or county: totals, its units with the worst first, down to one grid, and a map of its grids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from gangmu.casework.states import STILL_OPEN, Status
from gangmu.command.board.policy import may_see_board
from gangmu.command.board.queries import STEPS, Board, board, map_of
from gangmu.doors.access import StaffRequest, page
from gangmu.doors.desk.forms import number_of
from gangmu.doors.desk.pages.leaving import as_csv, as_xlsx
from gangmu.doors.desk.templatetags.statuses import appearance
from gangmu.ground.accounts.actions import log_access
from gangmu.ground.incidents.queries import open_incidents

ENDED = (Status.RELEASED, Status.CLOSED, Status.CANCELLED)
LEGEND = ["0", *(f"{low}–{high - 1}" for low, high in pairwise(STEPS)), f"≥ {STEPS[-1]}"]


def _asked(request: StaffRequest) -> Board:
    incident = number_of(request.GET.get("incident")) or None
    return board(request.scope, request.GET.get("unit", ""), incident)


@page(may=may_see_board)
def page_of_unit(request: StaffRequest) -> HttpResponse:
    """How the reader's own ground stands, or the unit of it that `?unit=` names."""
    found = _asked(request)
    context = {
        "board": found,
        "crumbs": [(one.name, "" if one is found.unit else f"?unit={one.code}") for one in found.above],
        "standing": STILL_OPEN,
        "shapes": map_of(request.scope, found),
        "legend": list(enumerate(LEGEND)),
        "incidents": open_incidents(request.scope),
        "chosen": number_of(request.GET.get("incident")),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/board.html", context)


def _lines(found: Board) -> Iterator[Sequence[Any]]:
    states = (*STILL_OPEN, *ENDED)
    yield (
        _("Unit"), _("Area code"), _("Still open"), _("Overdue"), _("Released today"),
        *(appearance(status)[0] for status in states),
    )  # fmt: skip
    for line in (found.total, *found.lines):
        figures = line.figures
        yield (
            line.name or _("not known more exactly"), line.code, line.unfinished, figures["late"], figures["today"],
            *(figures[status] for status in states),
        )  # fmt: skip


def _exported(request: StaffRequest, kind: str) -> Iterator[Sequence[Any]]:
    log_access(request.actor, "export", None, f"board, {kind}", request.GET.urlencode()[:200])
    return _lines(_asked(request))


@page(may=may_see_board)
def as_file_csv(request: StaffRequest) -> HttpResponseBase:
    """What the board shows."""
    return as_csv(request.scope, "board.csv", _exported(request, "csv"))


@page(may=may_see_board)
def as_file_xlsx(request: StaffRequest) -> HttpResponseBase:
    """The same as a workbook."""
    return as_xlsx(request.scope, "board.xlsx", _exported(request, "xlsx"))
