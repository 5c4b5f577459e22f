"""What the system does through the day: calls that the plan asks for, friendly visits where readings were missed."""

from __future__ import annotations

from gangmu.casework.actions import NewTask
from gangmu.casework.bulk import open_tasks
from gangmu.control.isolation.actions.moving import allow
from gangmu.control.isolation.bulk import take_calls, take_missed
from gangmu.control.isolation.forms import DAY_CALL, LOOK_IN
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.rules import rhythm
from gangmu.kernel import clock
from gangmu.kernel.clock import CIVIL
from gangmu.kernel.scope import Actor

HOURS = (8, 14)  # civil hours from which the first and the second call of a day are due

# What a task is for is data of the case, in the language of the office.
CALL = "管理措施：今日上门 {} 次"
LOOK, TEST, BOTH = (
    "昨日没有测温记录，上门看望，了解需求",
    "昨日应做的核酸没有采样记录，上门看望并采样",
    "昨日没有测温和采样记录，上门看望、采样，了解需求",
)


def go_through_day(actor: Actor) -> int:
    """Open the calls of this part of the day and look in where yesterday was missed; each once, all in one statement.

    Returns how many tasks are new. For the system alone; running it again changes nothing.
    """
    allow(actor.is_system)
    hour = clock.now().astimezone(CIVIL).hour
    part = sum(hour >= begin for begin in HOURS)
    if not part:
        return 0
    news = [
        _task(order, DAY_CALL, rhythm().call_minutes, CALL.format(visits), visits=visits, test=test)
        for order, visits, test in take_calls(part)
    ]
    news += [
        _task(
            order, LOOK_IN, rhythm().look_in_minutes, BOTH if temperatures and test else TEST if test else LOOK,
            test=test,
        )
        for order, temperatures, test in take_missed()
    ]  # fmt: skip
    return sum(fresh for _pk, fresh in open_tasks(news))


def _task(order: Order, kind: str, minutes: int, what_for: str, **known: object) -> NewTask:
    return NewTask(
        kind, order.incident, order.category, order.person_id, order.area, order.name, order.address,
        known={"what_for": what_for, "order": order.pk, **known}, minutes=minutes,
    )  # fmt: skip
