"""The ladder 通报 → 检讨 → 说明 → 约谈: proposed by rule, decided by a human, answered by three posts, re-checked."""

from __future__ import annotations

from uuid import UUID

from gangmu.ground.organization.models import Post
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.commands import once
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, Scope, tell
from gangmu.responsibility.rates import policy, queries
from gangmu.responsibility.rates.facts import StepConfirmed
from gangmu.responsibility.rates.models import Answer, Step, Week
from gangmu.responsibility.rates.rules import due_of, proposed
from gangmu.responsibility.rates.states import STEP, StepStatus

OF_CITY = ("confirm", "drop", "accept", "send_back", "grant", "dismiss")


def propose(actor: Actor, week: Week) -> int:
    """Lay the steps that the rules propose for a settled week before whoever decides; returns how many.

    A part of settling: proposes only. Refused: not_allowed.
    """
    if not policy.may_decide(actor, week.incident):
        raise Refused("not_allowed")
    rules, before = queries.rules_of(week), queries.rungs_before(week)
    steps = []
    for ranked in queries.ranking_of(week):
        number = ranked.number
        rung, unit = (
            proposed(ranked, rules, before.get(number.code, {}), week.begins),
            unit_by_code(number.code),
        )
        if rung is None or unit is None:
            continue
        because = {
            "required": number.required, "sampled": number.sampled, "percent": str(ranked.percent),
            "place": ranked.place, "from_bottom": ranked.from_bottom, "rules": rules.version,
            "below": rung.below, "strict": rung.strict, "bottom": rung.bottom, "after": rung.after,
        }  # fmt: skip
        steps.append(
            Step(
                area=unit.area,
                week=week,
                code=number.code,
                name=number.name,
                rung=rung.code,
                because=because,
                proposed_at=clock.now(),
            )
        )
    tell(move="propose", reason="")
    Step.objects.bulk_create(steps)
    return len(steps)


def move_step(actor: Actor, command_id: UUID, step_id: int, move: str, reason: str) -> None:
    """What the city decides about a step: confirm, drop, accept, send_back, grant, dismiss; each with a reason.

    Confirming, sending back and dismissing set the day until when an answer is due. Refused: not_found, not_allowed,
    reason_missing, move_not_possible.
    """

    def do() -> None:
        step = _locked(step_id)
        if move not in OF_CITY or not policy.may_decide(actor, step.week.incident):
            raise Refused("not_allowed")
        status = STEP.check(move, step.status)
        if not reason.strip():
            raise Refused("reason_missing")
        now, fields = clock.now(), {}
        if status == StepStatus.CONFIRMED:
            rung = queries.rules_of(step.week).rung(step.rung)
            fields = {"confirmed_by_id": actor.user_id, "confirmed_at": now,
                      "due_at": due_of(rung, now.astimezone(CIVIL).date())}  # fmt: skip
        tell(move=move, reason=reason.strip()[:300])
        Step.objects.filter(pk=step.pk).update(status=status, **fields)
        if fields:
            day = f"{fields['due_at']:%Y-%m-%d}"
            record(actor, StepConfirmed(step.pk, step.area, step.code, step.rung, day))

    once(actor, command_id, "rates.step", do)


def answer(actor: Actor, command_id: UUID, step_id: int, text: str) -> None:
    """One of the county's three posts says what went wrong and what is changed; with the third the step is answered.

    Refused: not_found, not_allowed, reason_missing, already_answered, move_not_possible.
    """

    def do() -> None:
        step = _locked(step_id)
        if actor.post_id not in {post.pk for post in queries.posts_of_county(step.code)}:
            raise Refused("not_allowed")
        status = STEP.check("answer", step.status)
        if not text.strip():
            raise Refused("reason_missing")
        missing = {post.pk for post in queries.still_to_answer(Scope.of(actor), step)}
        if actor.post_id not in missing:
            raise Refused("already_answered")
        Answer.objects.create(
            area=step.area, step=step, post=Post.objects.get(pk=actor.post_id), by_id=actor.user_id or 0,
            text=text.strip()[:2000], at=clock.now(),
        )  # fmt: skip
        if missing == {actor.post_id}:
            tell(move="answer", reason="")
            Step.objects.filter(pk=step.pk).update(status=status)

    once(actor, command_id, "rates.answer", do)


def appeal(actor: Actor, command_id: UUID, step_id: int, reason: str) -> None:
    """The county appeals: nothing follows while it is open. Refused: not_found, not_allowed, reason_missing, …"""

    def do() -> None:
        step = _locked(step_id)
        unit = unit_by_code(step.code)
        if unit is None or not policy.may_speak(actor, unit.jurisdiction):
            raise Refused("not_allowed")
        if not reason.strip():
            raise Refused("reason_missing")
        status = STEP.check("appeal", step.status)
        tell(move="appeal", reason=reason.strip()[:300])
        Step.objects.filter(pk=step.pk).update(status=status)

    once(actor, command_id, "rates.appeal", do)


def _locked(step_id: int) -> Step:
    found = Step.objects.select_for_update(of=("self",)).select_related("week__incident")
    step: Step | None = found.filter(pk=step_id).first()
    if step is None:
        raise Refused("not_found")
    return step
