"""Raising a need, answering it, and what the resident says of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from gangmu.casework.actions import NewTask, cancel, open_task
from gangmu.casework.models import Task
from gangmu.casework.states import WITH_TRIO
from gangmu.governance.needs import policy
from gangmu.governance.needs.facts import NeedAnswered, NeedRaised, UrgentNeedRaised
from gangmu.governance.needs.models import Answer, Need
from gangmu.governance.needs.queries import answering
from gangmu.governance.needs.rules import TRIO, rules, task_kind
from gangmu.governance.needs.states import NEED, NeedStatus
from gangmu.ground.incidents.models import Incident
from gangmu.ground.organization.queries import body_by_id
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, entered, tell

BY_OFFICE = "已由办公点答复"  # the reason is data of the case, in the language of the office


@dataclass(frozen=True, slots=True)
class Resident:
    """Who needs something, where he is, and for what incident we know him; `category` as of his tasks."""

    person_id: int
    incident: Incident
    area: int
    name: str
    address: str = ""
    category: str = ""


def raise_need(actor: Actor, command: UUID, resident: Resident, kind: str, text: str = "") -> int:
    """Write down what a resident needs; a need for the trio is a task at once, with a deadline of its own.

    Returns the need. Refused: not_allowed, need_kind_unknown, text_missing, needs_too_many(most), area_unknown.
    """
    if not policy.may_raise(actor, resident.person_id, resident.area):
        raise Refused("not_allowed")
    known, text = rules().kinds.get(kind), text.strip()[:500]
    if known is None:
        raise Refused("need_kind_unknown")
    if known.explain and not text:
        raise Refused("text_missing")

    def do() -> int:
        waiting = Need.objects.filter(person_id=resident.person_id, status=NeedStatus.VOICED).count()
        if waiting >= rules().most_open:
            raise Refused("needs_too_many", most=rules().most_open)
        body, now = answering(known.to, resident.area), clock.now()
        if body is None:
            raise Refused("area_unknown")
        due = now + timedelta(minutes=known.minutes)
        need = Need(
            area=resident.area, person_id=resident.person_id, incident=resident.incident, kind=kind, to=known.to,
            text=text, name=resident.name, address=resident.address, urgent=known.urgent, raised_at=now, due_at=due,
            body=body,
        )  # fmt: skip
        if known.to == TRIO:
            need.task_id = _task(command, need, resident.category)
        need.save()
        fact = UrgentNeedRaised if known.urgent else NeedRaised
        record(actor, fact(need.pk, need.area, kind, body.pk))
        return int(need.pk)

    return int(once(actor, command, "needs.raise", do))


def _task(command: UUID, need: Need, category: str) -> int:
    """The task of a need, opened by the system: a resident opens none; another need of the kind joins it."""
    words = f"{rules().kinds[need.kind].name}：{need.text}" if need.text else rules().kinds[need.kind].name
    new = NewTask(
        task_kind(need.kind), need.incident, category, need.person_id, need.area, need.name, need.address,
        known={"remark": words}, urgent=need.urgent, minutes=rules().kinds[need.kind].minutes,
    )  # fmt: skip
    with entered(Scope.system("needs")) as scope:
        return open_task(scope.actor, uuid5(command, "task"), new)[0]


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
            _end_task(actor, command, need.task_id)

    once(actor, command, "needs.answer", do)


def _end_task(actor: Actor, command: UUID, task_id: int) -> None:
    """End the task unless another need still waits for it, or it has gone on."""
    task = Task.objects.select_for_update().filter(pk=task_id, status__in=WITH_TRIO).first()
    if task and not Need.objects.filter(task_id=task_id, status=NeedStatus.VOICED).exists():
        cancel(actor, uuid5(command, "task"), task, BY_OFFICE)


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
