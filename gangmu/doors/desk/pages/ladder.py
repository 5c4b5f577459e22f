"""The ladder at the desk: one step of a county, what is decided and answered, its letters."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from gangmu.doors.access import StaffRequest, command_of, page
from gangmu.doors.care import complain
from gangmu.doors.texts import worded
from gangmu.ground.territory.queries import unit_by_code
from gangmu.kernel import clock
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paper import document, printed
from gangmu.responsibility.rates import actions, policy, queries
from gangmu.responsibility.rates.forms import AnswerForm
from gangmu.responsibility.rates.states import STEP

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(may=policy.may_see_rates)
def step(request: StaffRequest, step_id: int) -> HttpResponse:
    """One step: why it was proposed, what it asks of whom until when, the answers, what happened."""
    one = queries.step_in(request.scope, step_id)
    rung, unit = queries.rules_of(one.week).rung(one.rung), unit_by_code(one.code)
    missing = queries.still_to_answer(request.scope, one)
    moves = {move.name for move in STEP.open_moves(one.status)}
    speaks = unit is not None and policy.may_speak(request.actor, unit.jurisdiction)
    context = {
        "step": one,
        "rung": worded(rung.name, rung.english),
        "asks": worded(rung.asks, rung.asks_english),
        "rules": queries.rules_of(one.week),
        "posts": [(post, queries.title_of(post), post in missing) for post in queries.posts_of_county(one.code)],
        "answers": [(said, queries.title_of(said.post)) for said in queries.answers_of(request.scope, one)],
        "history": queries.history_of(one),
        "moves": moves & set(actions.OF_CITY) if policy.may_decide(request.actor, one.week.incident) else set(),
        "may_answer": "answer" in moves and request.actor.post_id in {post.pk for post in missing},
        "may_appeal": "appeal" in moves and speaks,
        "late": one.due_at is not None and one.status == "confirmed" and clock.now() > one.due_at,
        "form": AnswerForm(),
    }  # fmt: skip
    return render(request, "desk/rate_step.html", context)


@require_POST
@page(may=policy.may_open_names)
def move(request: StaffRequest, step_id: int, move: str) -> HttpResponse:
    """Decide about a step, answer it, or appeal."""
    queries.step_in(request.scope, step_id)
    actor, command, reason = request.actor, command_of(request), request.POST.get("reason", "")
    if move == "answer":
        form = AnswerForm(request.POST)
        if not form.is_valid():
            complain(request, form)
            return redirect("desk:rate_step", step_id)
        actions.answer(actor, command, step_id, form.cleaned_data["text"])
    elif move == "appeal":
        actions.appeal(actor, command, step_id, reason)
    else:
        actions.move_step(actor, command, step_id, move, reason)
    messages.success(request, _("Recorded."))
    return redirect("desk:rate_step", step_id)


@page(may=policy.may_see_rates)
def letter(request: StaffRequest, step_id: int, post_id: int, kind: str) -> HttpResponse:
    """The letter of a step to one of the three posts, as PDF or DOCX; `?language=en` for English."""
    one = queries.step_in(request.scope, step_id)
    post = next((post for post in queries.posts_of_county(one.code) if post.pk == post_id), None)
    if post is None or kind not in ("pdf", "docx"):
        raise Refused("not_found")
    rules = queries.rules_of(one.week)
    with override("en" if request.GET.get("language") == "en" else "zh-hans"):
        said = queries.letter_of(
            one, post, rules.rung(one.rung), worded(rules.formula, rules.formula_english)
        )
        made = printed(said) if kind == "pdf" else document(said)
    answer = HttpResponse(made, content_type="application/pdf" if kind == "pdf" else DOCX)
    answer.headers["Content-Disposition"] = f'inline; filename="step-{one.pk}-{post_id}.{kind}"'
    return answer
