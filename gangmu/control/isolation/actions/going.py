"""What the system does through the day: calls that the plan asks for, friendly visits where readings were missed."""

from __future__ import annotations

from gangmu.casework.actions import NewTask, open_tasks
from gangmu.control.isolation.actions.moving import allow
from gangmu.control.isolation.bulk import take_calls, take_missed
from gangmu.control.isolation.forms import DAY_CALL, LOOK_IN
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.rules import rhythm
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.scope import Actor

SLICE = 5_000  # orders of a transaction
HOURS = (8, 14)  # civil hours from which the first and the second call of a day are due

# What a task is for is data of the case, in the language of the office.
CALL = "管理措施：今日上门 {} 次"
LOOK, TEST, BOTH = (
    "昨日没有测温记录，上门看望，了解需求",
    "昨日应做的核酸没有采样记录，上门看望并采样",
    "昨日没有测温和采样记录，上门看望、采样，了解需求",
)


def go_through_day(actor: Actor, most: int = SLICE) -> int:
    """Open the calls of this part of the day and look in where yesterday was missed: the next `most` of each, once.

    Returns how many days were taken: 0 when all is done. Whoever goes on until then, in a transaction each, loses and
    doubles nothing whenever he dies. For the system alone.
    """
    allow(actor.is_system)
    hour = clock.now().astimezone(CIVIL).hour
    part = sum(hour >= begin for begin in HOURS)
    if not part:
        return 0
    calls, missed = take_calls(part, most), take_missed(most)
    news = [
        _task(order, DAY_CALL, rhythm().call_minutes, CALL.format(visits), visits=visits, test=test)
        for order, visits, test in calls
    ]
    news += [
        _task(
            order, LOOK_IN, rhythm().look_in_minutes, BOTH if temperatures and test else TEST if test else LOOK,
            test=test,
        )
        for order, temperatures, test in missed
    ]  # fmt: skip
    open_tasks(news)
    return len(news)


def _task(order: Order, kind: str, minutes: int, what_for: str, **known: object) -> NewTask:
    return NewTask(
        kind, order.incident, order.category, order.person_id, order.area, order.name, order.address,
        known={"what_for": what_for, "order": order.pk, **known}, minutes=minutes,
    )  # fmt: skip
