"""A week is frozen by a job, objected to until noon, decided about by a named human, and settled."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gangmu.ground.incidents.models import Incident
from gangmu.ground.territory.queries import Unit, county_units, unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, tell
from gangmu.responsibility.rates import bulk, policy, queries
from gangmu.responsibility.rates.actions.steps import propose
from gangmu.responsibility.rates.facts import ObjectionDecided, WeekFrozen
from gangmu.responsibility.rates.models import Objection, Rate, Week
from gangmu.responsibility.rates.rules import WEEK as LENGTH
from gangmu.responsibility.rates.rules import rules_on, span_of, window_of
from gangmu.responsibility.rates.states import OBJECTION, WEEK, ObjectionStatus, WeekStatus

LATE_WEEKS = 4  # so long late samples are looked for


def freeze_week(actor: Actor, incident: Incident, begins: date) -> tuple[Week, bool]:
    """Freeze a week that is over, once; returns it, and whether that was now. For the system alone.

    Refused: not_allowed, week_running. The row of the week decides between two that freeze at a time.
    """
    if not actor.is_system:
        raise Refused("not_allowed")
    rules = rules_on(begins)
    _since, ends = span_of(begins)
    if clock.now() < ends:
        raise Refused("week_running")
    _at, until = window_of(begins, rules)
    tell(move="freeze", reason="")
    week, fresh = Week.objects.select_related("incident").get_or_create(
        incident=incident,
        begins=begins,
        defaults={
            "rules": rules.version,
            "denominator": rules.denominator.version,
            "frozen_at": clock.now(),
            "objections_until": until,
        },
    )
    if fresh:
        samples = queries.valid_samples(Scope.of(actor), begins)
        bulk.freeze(week, queries.units_of_city(), samples, ends, rules.denominator.everyday)
        told = (begins.isoformat(), f"{until.astimezone(CIVIL):%H:%M}")
        record(actor, *(WeekFrozen(week.pk, county.area, *told) for county in county_units()))
    return week, fresh


def revise_week(actor: Actor, week: Week) -> int:
    """Put the numbers that late samples have changed beside the frozen ones; returns how many units. System alone.

    The denominator stays as it was frozen, and so does the ranking unless an objection is upheld.
    """
    if not actor.is_system:
        raise Refused("not_allowed")
    Week.objects.select_for_update().get(pk=week.pk)
    last = Rate.objects.filter(week=week).order_by("-revision").values_list("revision", flat=True)[0]
    samples = queries.valid_samples(Scope.of(actor), week.begins)
    return bulk.revise(week, queries.units_of_city(), samples, last + 1)


def late_weeks(actor: Actor) -> list[Week]:
    """The weeks in which late samples are still looked for. For the system alone."""
    if not actor.is_system:
        raise Refused("not_allowed")
    since = clock.today() - (LATE_WEEKS + 1) * LENGTH
    return list(Week.objects.select_related("incident").filter(begins__gte=since, incident__closed_at=None))


def object_to(actor: Actor, command_id: UUID, week_id: int, code: str, about: str, text: str) -> int:
    """Object to the number of one's own county, until the hour that the week names; returns the objection's id.

    Refused: not_found, not_allowed, window_over, reason_missing, form_incomplete, objection_open.
    """

    def do() -> int:
        week = _locked(week_id)
        unit = _county(code)
        if not policy.may_speak(actor, unit.jurisdiction):
            raise Refused("not_allowed")
        if week.status != WeekStatus.FROZEN or clock.now() > week.objections_until:
            raise Refused("window_over")
        if not text.strip():
            raise Refused("reason_missing")
        if about not in Objection.About.values:
            raise Refused("form_incomplete")
        if Objection.objects.filter(week=week, code=code, status=ObjectionStatus.RAISED).exists():
            raise Refused("objection_open")
        tell(move="raise", reason="")
        made = Objection.objects.create(
            area=unit.area, week=week, code=code, about=about, text=text.strip()[:500],
            raised_by_id=actor.user_id or 0, raised_at=clock.now(),
        )  # fmt: skip
        return int(made.pk)

    return int(once(actor, command_id, "rates.object", do))


def withdraw(actor: Actor, command_id: UUID, objection_id: int) -> None:
    """Take back one's county's objection. Refused: not_found, not_allowed, move_not_possible."""

    def do() -> None:
        one = _objection(objection_id)
        if not policy.may_speak(actor, _county(one.code).jurisdiction):
            raise Refused("not_allowed")
        tell(move="withdraw", reason="")
        Objection.objects.filter(pk=one.pk).update(status=OBJECTION.check("withdraw", one.status))

    once(actor, command_id, "rates.withdraw", do)


def decide(actor: Actor, command_id: UUID, objection_id: int, answer: str, effect: str) -> None:
    """Uphold an objection (with its effect) or reject it (`effect` ''), with a reason that the county reads.

    Refused: not_found, not_allowed, own_matter, reason_missing, form_incomplete, move_not_possible.
    """

    def do() -> None:
        one = _objection(objection_id)
        if not policy.may_decide(actor, one.week.incident):
            raise Refused("not_allowed")
        if one.raised_by_id == actor.user_id:
            raise Refused("own_matter")
        if not answer.strip():
            raise Refused("reason_missing")
        if effect not in ("", *Objection.Effect.values):
            raise Refused("form_incomplete")
        move = "uphold" if effect else "reject"
        status = OBJECTION.check(move, one.status)
        tell(move=move, reason=answer.strip()[:300])
        Objection.objects.filter(pk=one.pk).update(
            status=status, effect=effect, answer=answer.strip()[:300], decided_by_id=actor.user_id or 0,
            decided_at=clock.now(),
        )  # fmt: skip
        record(actor, ObjectionDecided(one.pk, one.area, one.code, status))

    once(actor, command_id, "rates.decide", do)


def settle(actor: Actor, command_id: UUID, week_id: int) -> int:
    """Settle a week: the ranking holds, and the steps that the rules propose lie before whoever decides.

    Returns how many were proposed. Refused: not_found, not_allowed, window_open, objections_waiting,
    move_not_possible.
    """

    def do() -> int:
        week = _locked(week_id)
        if not policy.may_decide(actor, week.incident):
            raise Refused("not_allowed")
        status = WEEK.check("settle", week.status)
        if clock.now() <= week.objections_until:
            raise Refused("window_open", until=week.objections_until)
        waiting = Objection.objects.filter(week=week, status=ObjectionStatus.RAISED).count()
        if waiting:
            raise Refused("objections_waiting", n=waiting)
        tell(move="settle", reason="")
        Week.objects.filter(pk=week.pk).update(
            status=status, settled_by_id=actor.user_id or 0, settled_at=clock.now()
        )
        return propose(actor, week)

    return int(once(actor, command_id, "rates.settle", do))


def _locked(week_id: int) -> Week:
    week = Week.objects.select_for_update(of=("self",)).select_related("incident").filter(pk=week_id).first()
    if week is None:
        raise Refused("not_found")
    return week


def _objection(objection_id: int) -> Objection:
    found = Objection.objects.select_for_update(of=("self",)).select_related("week__incident")
    one: Objection | None = found.filter(pk=objection_id).first()
    if one is None:
        raise Refused("not_found")
    return one


def _county(code: str) -> Unit:
    unit = unit_by_code(code)
    if unit is None or unit.level != "county":
        raise Refused("not_found")
    return unit
