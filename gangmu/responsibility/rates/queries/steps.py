"""The ladder: the steps of counties, the three posts they address, their letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangmu.ground.accounts.models import User
from gangmu.ground.organization.models import Body, Post, Role
from gangmu.kernel.bulk import fetch
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.paper import Letter, written
from gangmu.kernel.scope import Scope, entered
from gangmu.responsibility.rates.models import Answer, Step, Week
from gangmu.responsibility.rates.rules import Rung
from gangmu.responsibility.rates.states import StepStatus

TITLES = {
    "political_legal": "政法委书记",
    "public_security": "公安局局长",
    "health": "卫健局局长",
}
HISTORY = "SELECT move, actor, at, reason FROM rates_step_transition WHERE subject_id = %s ORDER BY id"


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of a step: who, when, why; `who` is '' for the system."""

    move: str
    who: str
    at: datetime
    reason: str


def steps_of(scope: Scope, week: Week | None = None) -> list[Step]:
    """The steps on the scope's ground, newest first; of one week, or all."""
    found = Step.objects.within(scope).select_related("week", "week__incident", "confirmed_by")
    if week is not None:
        found = found.filter(week=week)
    return list(found.order_by("-week__begins", "code", "id")[:200])


def step_in(scope: Scope, step_id: int) -> Step:
    """A step on the scope's ground. Refused: not_found."""
    found = Step.objects.within(scope).select_related("week", "week__incident", "confirmed_by")
    one: Step | None = found.filter(pk=step_id).first()
    if one is None:
        raise Refused("not_found")
    return one


def rungs_before(week: Week) -> dict[str, dict[date, str]]:
    """By county: the rungs of past weeks that humans confirmed and nobody took back."""
    held: dict[str, dict[date, str]] = {}
    with entered(Scope.system("ladder")):
        found = Step.objects.filter(week__incident_id=week.incident_id, week__begins__lt=week.begins).exclude(
            status__in=[StepStatus.PROPOSED, StepStatus.DROPPED, StepStatus.WITHDRAWN]
        )
        for code, begins, rung in found.values_list("code", "week__begins", "rung"):
            held.setdefault(code, {})[begins] = rung
    return held


def posts_of_county(code: str) -> list[Post]:
    """The three named posts of a county, by line."""
    found = Post.objects.filter(
        body__kind=Body.Kind.LEADING_TRIO, body__division__code=code, role=Role.LEADER, line__in=TITLES
    )
    return sorted(found.select_related("body"), key=lambda post: (list(TITLES).index(post.line), post.pk))


def title_of(post: Post) -> str:
    """What a post of the three is called in letters."""
    return TITLES.get(post.line, post.title)


def answers_of(scope: Scope, step: Step) -> list[Answer]:
    """What the posts have said, the oldest first."""
    found = Answer.objects.within(scope).filter(step=step).select_related("post", "by")
    return list(found.order_by("id"))


def still_to_answer(scope: Scope, step: Step) -> list[Post]:
    """The posts whose answer is missing since the step was last confirmed or sent back."""
    since = step.confirmed_at
    said = {one.post_id for one in answers_of(scope, step) if since is None or one.at >= since}
    return [post for post in posts_of_county(step.code) if post.pk not in said]


def history_of(step: Step) -> list[Moved]:
    """What was decided, the oldest first."""
    rows = fetch(HISTORY, [step.pk])
    users = {int(actor.split("/")[0]) for _m, actor, _a, _r in rows if actor[:1].isdigit()}
    names = dict(User.objects.filter(pk__in=users).values_list("pk", "name"))
    return [
        Moved(move, names.get(int(actor.split("/")[0]), "") if actor[:1].isdigit() else "", at, reason)
        for move, actor, at, reason in rows
    ]


def english() -> bool:
    """Whether letters are written in English now."""
    return (get_language() or "").startswith("en")


def letter_of(step: Step, post: Post, rung: Rung, formula: str) -> Letter:
    """The letter of a step to one of the three posts, in the active language. Refused: paper_too_early."""
    if step.confirmed_at is None or step.due_at is None:
        raise Refused("paper_too_early")
    because: dict[str, Any] = step.because
    title = title_of(post)
    due, week = step.due_at.astimezone(CIVIL), written(step.week.begins)
    return Letter(
        organ=step.week.incident.deciding_organ,
        title=rung.english if english() else rung.name,
        number=f"{step.week.incident.code}-{step.week.begins:%G%V}-{step.code[:6]}-{post.pk}",
        to=_("%(unit)s: %(post)s") % {"unit": step.name, "post": title},
        opening=_(
            "The weekly rate of your county has been settled. The step below was proposed by rule and decided by a"
            " named person; it concerns the unit, not a person's work."
        ),
        facts=(
            (_("Week from Monday"), week),
            (_("Required persons"), str(because["required"])),
            (_("With a valid sample"), str(because["sampled"])),
            (_("Weekly rate"), f"{because['percent']} %"),
            (_("Place from the bottom"), str(because["from_bottom"])),
            (_("Formula"), formula),
            (_("Decided by"), step.confirmed_by.name if step.confirmed_by else ""),
            (_("Answer due"), f"{written(due.date())} {due:%H:%M}"),
        ),
        points=(
            (_("What is asked"), (rung.asks_english if english() else rung.asks,)),
            (_("Appeal"), (_("An appeal can be made on the page of this step until it is closed; nothing follows while"
                             " it is open."),)),
        ),
        date=written(step.confirmed_at.astimezone(CIVIL).date()),
        foot="",
        language="en" if english() else "zh",
    )  # fmt: skip
