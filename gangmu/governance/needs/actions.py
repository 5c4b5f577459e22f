"""Raising a need, withdrawing and answering it, and what the resident says of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from gangmu.casework.actions import NewTask, cancel, open_task
from gangmu.casework.models import Task
from gangmu.casework.states import WITH_TRIO
from gangmu.governance.needs import policy
from gangmu.governance.needs.facts import NeedAnswered, NeedLate, NeedRaised, UrgentNeedRaised
from gangmu.governance.needs.models import Answer, Need
from gangmu.governance.needs.queries import answering, handler_of
from gangmu.governance.needs.rules import ORGAN, TRIO, rules, task_kind
from gangmu.governance.needs.states import NEED, NeedStatus
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.queries import body_by_id
from gangmu.ground.register.models import CareNeed, Presence
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered, tell

MINUTE = timedelta(minutes=1)
# Reasons are data of the case, in the language of the office.
BY_OFFICE, WITHDRAWN = "已由办公点答复", "住户已撤回"


@dataclass(frozen=True, slots=True)
class Resident:
    """Who needs something, where he is, and for what incident we know him; `category` as of his tasks."""

    person_id: int
    incident: Incident
    area: int
    name: str
    address: str = ""
    category: str = ""


def raise_need(
    actor: Actor, command: UUID, resident: Resident, kind: str, text: str = "", channel: str = "portal",
    minutes: int | None = None,
) -> int:  # fmt: skip
    """Write down what a resident needs; a need for the trio is a task at once, with a deadline of its own.

    A complaint or objection gets a human with a name, who is on duty there now. `minutes`: another deadline than the
    kind's, for what is foreseen and therefore not urgent. Returns the need.
    Refused: not_allowed, need_kind_unknown, text_missing, needs_too_many(most), area_unknown.
    """
    known, text = rules().kinds.get(kind), text.strip()[:500]
    if known is None or channel not in Need.Channel.values:
        raise Refused("need_kind_unknown")
    if not policy.may_raise(actor, resident.person_id, resident.area):
        raise Refused("not_allowed")
    if actor.user_id is not None and not policy.may_note_for(actor, known.to):
        raise Refused("not_allowed")
    if known.explain and not text:
        raise Refused("text_missing")

    def do() -> int:
        waiting = Need.objects.filter(person_id=resident.person_id, status=NeedStatus.VOICED).count()
        if waiting >= rules().most_open and not actor.is_system:
            raise Refused("needs_too_many", most=rules().most_open)
        body, now = answering(known.to, resident.area), clock.now()
        if body is None:
            raise Refused("area_unknown")
        by_name = handler_of(body) if known.to != TRIO else None
        need = Need(
            area=resident.area, person_id=resident.person_id, incident=resident.incident, kind=kind, to=known.to,
            text=text, name=resident.name, address=resident.address, urgent=known.urgent and not minutes, raised_at=now,
            due_at=now + timedelta(minutes=minutes or known.minutes), body=body, channel=channel,
            handler_id=by_name.user_id if by_name else None, handler_post_id=by_name.post_id if by_name else None,
        )  # fmt: skip
        if known.to == TRIO:
            need.task_id = _task(command, need, resident.category)
        need.save()
        fact = UrgentNeedRaised if need.urgent else NeedRaised
        record(actor, fact(need.pk, need.area, kind, body.pk))
        return int(need.pk)

    return int(once(actor, command, "needs.raise", do))


def _task(command: UUID, need: Need, category: str) -> int:
    """The task of a need, opened by the system: a resident opens none; another need of the kind joins it."""
    words = f"{rules().kinds[need.kind].name}：{need.text}" if need.text else rules().kinds[need.kind].name
    new = NewTask(
        task_kind(need.kind), need.incident, category, need.person_id, need.area, need.name, need.address,
        known={"remark": words}, urgent=need.urgent, minutes=(need.due_at - need.raised_at) // MINUTE,
    )  # fmt: skip
    with entered(Scope.system("needs")) as scope:
        return open_task(scope.actor, uuid5(command, "task"), new)[0]


def arrange(actor: Actor, command: UUID, care_id: int) -> int | None:
    """What follows from something that must not be forgotten: a need of the kind that the rules name, once.

    None where it is none any more. For the system alone.
    """
    if not actor.is_system:
        raise Refused("not_allowed")
    care = CareNeed.objects.select_related("person").filter(pk=care_id, ended_at=None).first()
    if care is None:
        return None
    here = Presence.objects.filter(person=care.person, area=care.area, until=None).select_related("household")
    home = here.order_by("household_id", "id").first()
    door = home.household.label if home and home.household else home.address if home else ""
    incident, rule = Incident.objects.get(pk=care.incident_id), rules().care[care.kind]
    resident = Resident(care.person_id, incident, care.area, care.person.name, door)
    return raise_need(actor, command, resident, rule.need, rule.text, Need.Channel.CARE, rule.minutes)


def withdraw(actor: Actor, command: UUID, need: Need) -> None:
    """It is not needed any more, says he or whoever he told; a task that the trio still has for it alone is ended.

    Refused: not_allowed, move_not_possible.
    """
    if not policy.may_raise(actor, need.person_id, need.area):
        raise Refused("not_allowed")

    def do() -> None:
        target = NEED.check("withdraw", need.status)
        tell(move="withdraw", reason="")
        if not Need.objects.filter(pk=need.pk, status=need.status).update(status=target):
            raise Refused("move_not_possible", move="withdraw", status=need.status)
        if need.task_id:
            with entered(Scope.system("needs")) as scope:
                _end_task(scope.actor, command, need.task_id, WITHDRAWN)

    once(actor, command, "needs.withdraw", do)


def take_on(actor: Actor, command: UUID, need: Need) -> None:
    """Answer for a complaint or objection by one's own name from now on. Refused: not_allowed, move_not_possible."""
    if need.to == TRIO or not policy.may_answer(actor, need.to, need.area):
        raise Refused("not_allowed")
    if need.status != NeedStatus.VOICED:
        raise Refused("move_not_possible", move="take_on", status=need.status)
    mine = {"handler_id": actor.user_id, "handler_post_id": actor.post_id}
    once(actor, command, "needs.take_on", lambda: Need.objects.filter(pk=need.pk).update(**mine) and None)


def tell_late(actor: Actor) -> int:
    """Tell the body above of complaints and objections that have passed their day, each once; returns how many."""
    if not actor.is_system:
        raise Refused("not_allowed")
    now = clock.now()
    late = Need.objects.filter(status=NeedStatus.VOICED, due_at__lt=now, late_told_at=None).exclude(to=TRIO)
    found = list(late.order_by("due_at", "id").select_for_update(skip_locked=True, of=("self",)))
    for need in found:
        above = answering(ORGAN, need.area)
        record(actor, NeedLate(need.pk, need.area, need.kind, above.pk if above else need.body_id))
    Need.objects.filter(pk__in=[need.pk for need in found]).update(late_told_at=now)
    return len(found)


def follow_merged(actor: Actor, survivor: int, gone: int) -> None:
    """What a person has asked for is of the one he turned out to be. For the system alone."""
    if not actor.is_system:
        raise Refused("not_allowed")
    Need.objects.filter(person_id=gone).update(person_id=survivor)


def answer(actor: Actor, command: UUID, need: Need, outcome: str, text: str) -> None:
    """Answer a need at the desk; 'under_way' lets it wait on. A task that the trio still has is ended with it.

    Refused: not_allowed, text_missing, form_incomplete.
    """
    if not policy.may_answer(actor, need.to, need.area):
        raise Refused("not_allowed")
    if not text.strip():
        raise Refused("text_missing")
    if outcome not in Answer.Outcome.values:
        raise Refused("form_incomplete")

    def do() -> None:
        _answer(actor, [need], outcome, text)
        if outcome != Answer.Outcome.UNDER_WAY and need.task_id:
            _end_task(actor, command, need.task_id, BY_OFFICE)

    once(actor, command, "needs.answer", do)


def _end_task(actor: Actor, command: UUID, task_id: int, because: str) -> None:
    """End the task unless another need still waits for it, or it has gone on."""
    task = Task.objects.select_for_update().filter(pk=task_id, status__in=WITH_TRIO).first()
    if task and not Need.objects.filter(task_id=task_id, status=NeedStatus.VOICED).exists():
        cancel(actor, uuid5(command, "task"), task, because)


def answer_by_task(actor: Actor, task: Task, outcome: str, text: str) -> None:
    """What a trio reports answers every need that waits for its task, also where it was handed over to that trio.

    When the report comes again after it was returned, the resident has the later words too.
    """
    with entered(Scope.system("needs")):
        tell(actor=actor.key)
        found = list(Need.objects.select_for_update().filter(task_id=task.pk))
        waiting = [need for need in found if need.status == NeedStatus.VOICED]
        _answer(actor, waiting or found, outcome, text)


def _answer(actor: Actor, needs: Sequence[Need], outcome: str, text: str) -> None:
    body, now = body_by_id(actor.body_id or 0), clock.now()
    for need in needs:
        Answer.objects.create(
            need=need, area=need.area, outcome=outcome, text=text.strip()[:500], office=body.name if body else "",
            by_id=int(actor.user_id or 0), at=now,
        )  # fmt: skip
        if outcome != Answer.Outcome.UNDER_WAY and need.status == NeedStatus.VOICED:
            tell(move="answer", reason="")
            target = NEED.check("answer", need.status)
            Need.objects.filter(pk=need.pk, status=need.status).update(status=target)
            record(actor, NeedAnswered(need.pk, need.area, need.kind, outcome))


def say_content(actor: Actor, command: UUID, need: Need, *, content: bool) -> None:
    """What the resident says of the answer; nobody has to. Refused: not_allowed, not_answered."""
    if actor.guest_id != need.person_id:
        raise Refused("not_allowed")
    if need.status != NeedStatus.ANSWERED:
        raise Refused("not_answered")
    once(actor, command, "needs.content", lambda: _content(need, content))


def _content(need: Need, content: bool) -> None:
    Need.objects.filter(pk=need.pk).update(content=content)
