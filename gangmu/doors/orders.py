"""Orders in words, the same at the desk and on the phone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gangmu.control.isolation.forms import SYMPTOM_CODES
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.queries import Owed, asked_days, owed_on
from gangmu.doors.texts import word, worded
from gangmu.doors.wordings import isolation as words
from gangmu.governance.needs.actions import Resident
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Pack
from gangmu.ground.incidents.rules.care import Level
from gangmu.ground.register.models import CareNeed
from gangmu.ground.register.policy import may_see_needs
from gangmu.ground.register.queries import needs_of
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Line:
    """An order in a list: what it is called, how it stands, what today asks for, what he needs."""

    order: Order
    status: str
    tone: str
    measure: str
    level: str
    today: Owed | None
    needs: tuple[str, ...]


def lines(scope: Scope, orders: Iterable[Order]) -> list[Line]:
    """Orders as lists show them; a fixed number of queries."""
    found = list(orders)
    owed = owed_on(scope, [order.pk for order in found])
    needs: dict[tuple[int, int], list[CareNeed]] = {}
    shown = {order.incident_id for order in found} if may_see_needs(scope.actor) else set()
    for incident in shown:
        people = [order.person_id for order in found if order.incident_id == incident and order.person_id]
        needs |= {(incident, person): some for person, some in needs_of(scope, people, incident).items()}
    return [
        Line(
            order,
            *status_of(order.status),
            measure_name(order),
            level_name(pack_of_order(order), order.level),
            owed.get(order.pk),
            tuple(
                str(need.get_kind_display())
                for need in needs.get((order.incident_id, order.person_id or 0), [])
            ),
        )
        for order in found
    ]


def status_of(status: str) -> tuple[str, str]:
    """What a status is called and its tone."""
    label, tone = words.STATUS[status]
    return _(label), tone


def pack_of_order(order: Order) -> Pack:
    """The rules that an order runs under."""
    return pack_named(order.pack, order.pack_version)


def measure_name(order: Order) -> str:
    """What the measure of an order is called."""
    measure = pack_of_order(order).measure_for(order.category)
    return worded(measure.name, measure.english) if measure else order.category


def resident_of(order: Order) -> Resident:
    """The person of an order as somebody who needs something."""
    person = int(order.person_id or 0)
    return Resident(person, order.incident, order.area, order.name, order.address, order.category)


def category_name(pack: Pack, code: str) -> str:
    """What a category is called."""
    category = pack.category(code)
    return worded(category.name, category.english)


def level_of(pack: Pack, code: str) -> Level | None:
    """A level of a pack; None for the code of another version."""
    return next((level for level in pack.levels if level.code == code), None)


def level_name(pack: Pack, code: str) -> str:
    """What a level is called."""
    level = level_of(pack, code)
    return worded(level.name, level.english) if level else code


def levels(pack: Pack) -> list[tuple[str, str]]:
    """All levels of a pack, to choose from."""
    return [(level.code, worded(level.name, level.english)) for level in pack.levels]


def conditions(pack: Pack, code: str) -> list[tuple[str, str]]:
    """What a home must have for a level, to choose from what is missing."""
    level = level_of(pack, code)
    names = {one.code: worded(one.name, one.english) for one in pack.conditions}
    return [(one, names[one]) for one in (level.conditions if level else ())]


def symptoms() -> list[tuple[str, str]]:
    """The symptoms to choose from."""
    return [(code, word(code)) for code in SYMPTOM_CODES]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the organ is asked of an order, and what it becomes if that is taken; `end` None where it cannot be."""

    what: str
    rules: str
    level: str
    end: date | None


def asked(order: Order) -> Asked | None:
    """What waits for a decision of the organ; None for nothing."""
    if not order.ask:
        return None
    try:
        pack, days, _more = asked_days(order)
    except Refused:
        return Asked(str(order.get_ask_display()), "", "", None)
    level = level_name(pack, days[0].level) if days else ""
    return Asked(str(order.get_ask_display()), pack.key, level, days[-1].on if days else None)


def events(moves: Iterable[Any]) -> list[dict[str, Any]]:
    """The history of an order for {% timeline %}, newest first."""
    return [
        {
            "at": one.at, "title": _(words.MOVES[one.move][0]), "tone": words.MOVES[one.move][1],
            "who": one.who or _("the system"), "reason": one.reason, "text": "",
        }
        for one in reversed(list(moves))
    ]  # fmt: skip
