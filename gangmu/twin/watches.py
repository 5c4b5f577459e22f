"""The watches of the demo's joint offices over the last days: one is handed on as it should be, one is not."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4

from gangmu.command.watch import actions
from gangmu.command.watch.models import Watch
from gangmu.command.watch.queries import changeover_in
from gangmu.command.watch.rules import SECTIONS
from gangmu.ground.organization.models import Post, Shift
from gangmu.ground.organization.queries import actor_of
from gangmu.kernel import clock
from gangmu.kernel.scope import Actor, Scope, entered

TURNS = (time(8), time(20))  # of the offices' shifts, Shanghai
DAYS, EARLY, LATE = 3, timedelta(minutes=5), timedelta(minutes=3)
NOTES = ("夜间两户约好明早复访，任务已派。", "推送名单已研判完，余下的等派出所回电。", "无特别事项。")
POINT = "向卫健线回复采样点物资缺口"


def keep(offices: tuple[str, ...]) -> int:
    """Watches of the offices of these codes: in the last one nobody takes over at the last turn. Returns how many."""
    return sum(_of_office(code, missed=code == offices[-1]) for code in offices)


def _of_office(code: str, *, missed: bool) -> int:
    """A chain of watches up to now; none if there is one already."""
    with entered(Scope.system("demo")):
        post = Post.objects.get(body__code=code, in_charge=True)
        if Watch.objects.filter(body_id=post.body_id).exists():
            return 0
    now, turns = clock.now(), _turns(clock.now())
    _do(_on_duty(post, turns[0]), turns[0], actions.begin)
    taken = turns[1:-1] if missed or turns[-1] + LATE > now else turns[1:]
    for n, turn in enumerate(taken):
        pk = _signed(_on_duty(post, turn - EARLY), turn - EARLY, NOTES[n % len(NOTES)])
        _take(_on_duty(post, turn), turn + LATE, pk)
    last = _on_duty(post, taken[-1])
    _do(last, now - EARLY, actions.raise_point, POINT, now + timedelta(hours=2))
    if not missed:
        _signed(last, now - EARLY, NOTES[0])
    return len(taken) + 1


def _on_duty(post: Post, at: datetime) -> Actor:
    """Who has the post at a moment."""
    with entered(Scope.system("demo")):
        user = Shift.objects.select_related("user").get(post=post, during__contains=at).user
        actor = actor_of(user, post.pk)
    if actor is None:
        raise LookupError(f"{user} does not hold {post}")
    return actor


def _turns(now: datetime) -> list[datetime]:
    """The changes of shift of the last days, ascending, none of them ahead."""
    today = now.astimezone(clock.CIVIL).date()
    days = [today - timedelta(days=n) for n in range(DAYS, -1, -1)]
    turns = [datetime.combine(day, turn, tzinfo=clock.CIVIL) for day in days for turn in TURNS]
    return [turn for turn in turns if turn <= now]


def _do(who: Actor, at: datetime, action: object, *args: object) -> int:
    with clock.at(at), entered(Scope.of(who)):
        return int(action(who, uuid4(), *args))  # type: ignore[operator]


def _signed(who: Actor, at: datetime, notes: str) -> int:
    pk = _do(who, at, actions.draft)
    with clock.at(at), entered(Scope.of(who)) as scope:
        actions.hand(who, uuid4(), changeover_in(scope, pk), notes)
    return pk


def _take(who: Actor, at: datetime, changeover_id: int) -> None:
    with clock.at(at), entered(Scope.of(who)) as scope:
        actions.accept(who, uuid4(), changeover_in(scope, changeover_id), dict.fromkeys(SECTIONS, ""))
