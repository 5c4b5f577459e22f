"""The rules that an incident runs under; and their change, shown with whom it touches before anybody decides it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangmu.casework.queries import people_by_category
from gangmu.control.isolation.queries import touched_by
from gangmu.doors import orders as words
from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.desk import policy
from gangmu.doors.texts import worded
from gangmu.doors.wordings import packs as wordings
from gangmu.ground.incidents.actions import adopt_pack
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.policy import may_open
from gangmu.ground.incidents.queries import (
    open_incident_in,
    open_incidents,
    pack_of,
    successors,
    territory_of,
)
from gangmu.ground.incidents.rules import Pack, differences, stricter

SHOWN = 100


@page(may=policy.may_watch)
def overview(request: StaffRequest) -> HttpResponse:
    """The open incidents of one's ground and the rules of each."""
    rows = [(one, pack_of(one)) for one in open_incidents(request.scope)]
    context = {"rows": [(one, pack, worded(pack.name, pack.english)) for one, pack in rows]}
    return render(request, "desk/rules.html", context)


@page(may=policy.may_watch)
def incident(request: StaffRequest, incident_id: int) -> HttpResponse:
    """The measures of an incident's rules with their sources; with `to`, what a change to other rules would do."""
    one = open_incident_in(request.scope, incident_id)
    pack = pack_of(one)
    choices = successors(pack)
    asked = request.POST.get("to") or request.GET.get("to", "")
    new = next((other for other in choices if other.key == asked), None)
    if request.method == "POST" and new:
        adopt_pack(request.actor, command_of(request), one.pk, new.code, new.version)
        messages.success(request, _("The rules are changed. Whom they touch is done in the background."))
        return redirect("desk:rules_of", one.pk)
    context = {
        "subject": one, "pack": pack, "name_of_pack": worded(pack.name, pack.english),
        "measures": [(worded(m.name, m.english), words.category_name(pack, m.category), m) for m in pack.measures],
        "choices": [(other.key, worded(other.name, other.english)) for other in choices],
        "new": new, "may_adopt": may_open(request.actor, territory_of(one)),
    }  # fmt: skip
    return render(request, "desk/rules_of.html", context | (_preview(request, one, pack, new) if new else {}))


def _preview(request: StaffRequest, one: Incident, pack: Pack, new: Pack) -> dict[str, Any]:
    """What differs, by which rule people come over, and each order that it touches."""
    transition = new.transition_from(pack)
    rule = transition.rule if transition else "keep"
    touched = touched_by(request.scope, one, new, rule)
    counted: Counter[str] = Counter(found.how for found in touched)
    return {
        "transition": transition,
        "rule": _(wordings.TRANSITIONS[rule]),
        "differences": differences(pack, new),
        "stricter": [(found, _(wordings.STRICTER[found.code])) for found in stricter(pack, new)],
        "counts": [
            (_(text), tone, counted[how]) for how, (text, tone) in wordings.HOWS.items() if how in counted
        ],
        "touched": [(found, *_said(found.how)) for found in touched if found.how != "stays"][:SHOWN],
        "open_tasks": sum(people_by_category(request.scope, one).values()),
    }


def _said(how: str) -> tuple[str, str]:
    text, tone = wordings.HOWS[how]
    return _(text), tone
