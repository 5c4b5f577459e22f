"""The papers of an order in words: the notice, the letter of duties on both sides, the order that lifts it.

They go to the person himself: his name stands in full, his document number masked. In the active language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from gangmu.control.isolation.models import Order, PlanDay
from gangmu.ground.incidents.queries import pack_named
from gangmu.ground.incidents.rules import Measure, Pack
from gangmu.ground.incidents.rules.care import Level
from gangmu.ground.organization.queries import around, office_of
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paper import Letter, written
from gangmu.kernel.scope import Scope

PAPERS = ("notice", "duties", "lift")
CITY_LINE = "12345"
OUTINGS = {
    "free": gettext_noop("as usual"),
    "reduced": gettext_noop("as little as possible"),
    "approved": gettext_noop("only where it is necessary and approved"),
    "none": gettext_noop("stay in; what you need is brought to the door"),
}
ANCHORS = {
    "arrival": gettext_noop("arrival in the city"),
    "last_exposure": gettext_noop("last exposure"),
    "leaving": gettext_noop("leaving the affected area"),
    "notice": gettext_noop("this notice"),
    "onset": gettext_noop("first symptoms"),
    "decision": gettext_noop("the decision"),
}


def paper_of(scope: Scope, order: Order, kind: str, code: str = "", code_text: str = "") -> Letter:
    """A paper of an order; `code` is an SVG drawing for its foot. Refused: paper_unknown, paper_too_early."""
    makers: dict[str, Callable[[Scope, Order], Letter]] = {
        "notice": _notice,
        "duties": _duties,
        "lift": _lift,
    }
    if kind not in makers:
        raise Refused("paper_unknown")
    if order.decided_at is None or (kind == "lift" and order.lifted_at is None):
        raise Refused("paper_too_early")
    return replace(makers[kind](scope, order), code=code, code_text=code_text)


def _said(chinese: str, english: str) -> str:
    return english if _english() else chinese


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _rules(order: Order) -> tuple[Pack, Measure, Level]:
    pack = pack_named(order.pack, order.pack_version)
    measure = pack.measure_for(order.category)
    level = next(one for one in pack.levels if one.code == order.level)
    if measure is None:
        raise Refused("no_measure", category=order.category)
    return pack, measure, level


def _begun(order: Order, title: str, opening: str, letter_date: date) -> Letter:
    """A letter with its head: who writes what to whom, by which number; and whom to call, day and night."""
    mask = order.person.document_mask if order.person else ""
    to = _("%(name)s (document %(document)s):") % {"name": order.name, "document": mask or "–"}
    return Letter(
        organ=order.organ, title=title, number=f"{order.incident.code}-{order.pk:06d}", to=to, opening=opening,
        facts=((_("Day and night"), _phones(order)),), points=(), date=written(letter_date), foot="",
        language="en" if _english() else "zh",
    )  # fmt: skip


def _phones(order: Order) -> str:
    """The joint office where it has a telephone, else the city's line; an ambulance in any case."""
    office = office_of(order.area)
    known = f"{office.name} {office.phone}" if office and office.phone else CITY_LINE
    return _("%(office)s; ambulance 120") % {"office": known}


def _notice(scope: Scope, order: Order) -> Letter:
    _pack, measure, level = _rules(order)
    named = {
        "organ": order.organ, "basis": order.basis, "measure": _said(measure.name, measure.english)
    }  # fmt: skip
    opening = _("By %(basis)s, %(organ)s has decided for you: %(measure)s.") % named
    decided = order.decided_at or clock.now()
    letter = _begun(order, _("Notice of a health measure"), opening, decided.astimezone(CIVIL).date())
    return replace(
        letter,
        facts=(*_facts(scope, order, measure, level), *letter.facts),
        points=(
            (
                _("What you can rely on"),
                (
                    _(
                        "For medical care the door opens at any hour. Call 120 or your trio; it is never a breach."
                    ),
                    _("Tell us what you need: medicine, food, care for children or old people. We bring it."),
                    _(
                        "The measure ends on the day above at the latest, unless a new notice says why it does not."
                    ),
                    _(
                        "You may ask for the reasons, object to the organ named above, or apply for reconsideration."
                    ),
                ),
            ),
            (
                _("What is kept about you"),
                (
                    _(
                        "Your name, address, temperatures and calls at your door, for this measure only. They are "
                        "made unreadable after it ends. You may see them and who has looked at them."
                    ),
                ),
            ),
            *_circle(order),
        ),
        signs=(_("Read to (himself or guardian)"), _("Co-residents"), _("Read by")),
        foot=_("Signing says that this was read to you, not that you agree. Not signing has no consequence."),
    )


def _facts(scope: Scope, order: Order, measure: Measure, level: Level) -> list[tuple[str, str]]:
    days = list(PlanDay.objects.within(scope).filter(order=order).order_by("on"))
    tests = "、".join(f"{day.on:%m-%d}" for day in days if day.test)
    visits = sum(day.visits for day in days)
    anchor = _("%(day)s (%(what)s); day 1 is the day after") % {
        "day": written(order.anchor), "what": _(ANCHORS[measure.anchor])
    }  # fmt: skip
    rows = [
        (_("Measure"), _said(measure.name, measure.english)),
        (_("Level of care"), _said(level.name, level.english)),
        (_("Where you stay"), f"{_said(level.place, level.place_english)}；{order.address}".strip("；")),
        (_("Going out"), _(OUTINGS[level.outing])),
        (_("Counted from"), anchor),
        (_("From – until"), f"{written(order.starts_on)} – {written(order.planned_end)}"),
        (_("Temperature"), _("%(n)s a day") % {"n": level.temperatures} if level.temperatures else _("none")),
        (_("Tests on"), tests or _("none")),
        (_("Calls at the door"), str(visits) if visits else _("none")),
    ]
    if level.co_residents:
        rows.append((_("Who lives with you"), _("shares this level; each gets a notice of his own")))
    if order.because:
        rows.append((_("Why it differs from the rules"), order.because))
    return rows


def _circle(order: Order) -> list[tuple[str, tuple[str, ...]]]:
    found = around(order.area, order.household_id)
    lines = tuple(f"{one.role}：{one.post} {one.phone}".rstrip() for one in found)
    return [(_("Who stands around your door"), lines)] if lines else []


def _duties(_scope: Scope, order: Order) -> Letter:
    _pack, measure, level = _rules(order)
    opening = _("Both sides promise, for the time of the measure “%(measure)s”:") % {
        "measure": _said(measure.name, measure.english)
    }
    decided = order.decided_at or clock.now()
    letter = _begun(order, _("Letter of responsibility"), opening, decided.astimezone(CIVIL).date())
    return replace(
        letter,
        facts=(
            (_("From – until"), f"{written(order.starts_on)} – {written(order.planned_end)}"),
            (_("Level of care"), _said(level.name, level.english)),
            *letter.facts,
        ),
        points=(
            (
                _("I promise"),
                (
                    _("to keep to the level named above and to go out only as it allows;"),
                    _("to take my temperature as agreed and to say at once when I feel unwell;"),
                    _("to say beforehand when the door must open, such as for rubbish."),
                ),
            ),
            (
                _("The trio promises"),
                (
                    _("to bring what you need, and to answer at any hour;"),
                    _("to open the door for medical care without asking for leave;"),
                    _("to end the measure on its day, and to tell nobody what does not concern him."),
                ),
            ),
            *_circle(order),
        ),
        signs=(_("The resident"), _("Cadre"), _("Police officer"), _("Medic")),
        foot=_("Two copies: one stays with the resident."),
    )


def _lift(_scope: Scope, order: Order) -> Letter:
    _pack, measure, _level = _rules(order)
    lifted = (order.lifted_at or clock.now()).astimezone(CIVIL)
    named = {
        "organ": order.organ, "measure": _said(measure.name, measure.english), "day": written(lifted.date())
    }  # fmt: skip
    opening = _("%(organ)s lifts the measure “%(measure)s” as of %(day)s.") % named
    letter = _begun(order, _("Order that lifts a measure"), opening, lifted.date())
    return replace(
        letter,
        facts=(
            (_("From – until"), f"{written(order.starts_on)} – {written(lifted.date())}"),
            (_("Why"), order.lift_because or _("the days are over and what had to be settled is")),
            *letter.facts,
        ),
        points=(
            (
                _("From now on"),
                (
                    _(
                        "You may go out, work and study as everybody. Nobody may hold the measure against you."
                    ),
                    _("What was recorded is kept until %(day)s and then made unreadable.")
                    % {"day": written(order.kept_until)},
                    _("Thank you. If you feel unwell later, call your trio as before."),
                ),
            ),
        ),
        signs=(_("Read to (himself or guardian)"), _("Read by")),
    )
