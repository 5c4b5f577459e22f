"""Orders in the demo: a few people of two villages under measures of the live incident, in every state there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from gangmu.control.isolation import actions
from gangmu.control.isolation.actions import Entry, Proposal
from gangmu.control.isolation.actions.asking import ask
from gangmu.control.isolation.models import Order
from gangmu.control.isolation.queries import order_in
from gangmu.control.isolation.rules import Decision
from gangmu.ground.accounts.models import User
from gangmu.ground.incidents.actions import add_edition
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import incident_by_code, packs
from gangmu.ground.incidents.rules import shipped_text
from gangmu.ground.organization.actions import join_circle
from gangmu.ground.organization.queries import actor_of, circle_posts
from gangmu.ground.register.actions import note_need
from gangmu.ground.register.models import Presence
from gangmu.kernel import clock
from gangmu.kernel.area import area_of, span
from gangmu.kernel.scope import Actor, Scope, entered

PLACES = (
    ("441302004200", "leader-huicheng", "medic-sanxin"),
    ("441322001220", "leader-boluo", "medic-cuimeiyuan"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One of them: the category, days since the decision (None: proposed), what he needs, how he stands."""

    category: str
    days: int | None
    need: str = ""
    fever: bool = False
    unfit: bool = False
    unread: bool = False
    sent: bool = False  # the medic has sent him to hospital: the organ is asked


CASES = (
    Case("case", 3, "dialysis", fever=True, sent=True),
    Case("case", 7),
    Case("case", 1, unfit=True),
    Case("household", 2, "infant"),
    Case("household", 0, unread=True),
    Case("arrival", 5, "alone"),
    Case("case", None),
    Case("arrival", None),
)


# A new version of the live rules that nobody has put in force yet: a case stays longer, an arrival is watched for less.
NEW_RULES = (
    ('version = "2025.8"', 'version = "2026.12"'),
    ('level = "net_isolation", days = 7,', 'level = "net_isolation", days = 9,'),
    ('stages = [{ level = "watch", days = 14 }]', 'stages = [{ level = "watch", days = 12 }]'),
    (
        'rule = "shorter"\nsource = "九不准：不得随意延长隔离和监测时间"',
        'rule = "new"\nsource = "演示：拟订中的新版本"',
    ),
)


def new_rules() -> str:
    """Their text."""
    text = shipped_text(packs()["mosquito", "2025.8"])
    for old, new in NEW_RULES:
        text = text.replace(old, new)
    return text


def isolate() -> int:
    """Make them where they are missing; returns how many there are."""
    incident = incident_by_code("mosquito")
    if incident is None:
        return 0
    with entered(Scope.system("demo")) as scope:
        add_edition(scope.actor, new_rules())
        if not Order.objects.exists():
            for code, leader, medic in PLACES:
                _place(incident, code, _acting(leader), _acting(medic))
        return Order.objects.count()


def _acting(username: str) -> Actor:
    actor = actor_of(User.objects.get(username=username))
    if actor is None:
        raise LookupError(f"demo account {username} holds no post")
    return actor


def _place(incident: Incident, code: str, leader: Actor, medic: Actor) -> None:
    lo, hi = span(area_of(code))
    behind = Presence.objects.filter(area__gte=lo, area__lt=hi, household__isnull=False, until=None)
    homes: dict[int, Presence] = {}
    for one in behind.select_related("person", "household").order_by("id")[:400]:
        homes.setdefault(one.household_id or 0, one)
    with entered(Scope.of(leader)) as scope:
        first = next(one.household for one in homes.values() if one.household)
        for post in {post.role: post for post in circle_posts(scope, first)}.values():
            join_circle(leader, uuid4(), first, post, clock.today())
    for case, home in zip(CASES, homes.values(), strict=False):
        _case(incident, case, home, leader, medic)


def _case(incident: Incident, case: Case, home: Presence, leader: Actor, medic: Actor) -> None:
    began = clock.now() - timedelta(days=case.days or 0)
    new = Proposal(
        incident, home.person_id, case.category, home.area, home.person.name,
        home.household.label if home.household else home.address, home.household_id,
    )  # fmt: skip
    with clock.at(began):
        with entered(Scope.system("demo")) as scope:
            pk = actions.propose(scope.actor, uuid4(), new)
        if case.days is None:
            return
        _do(
            leader, actions.decide, pk, Decision(clock.today(), incident.deciding_organ, incident.legal_basis)
        )
        if case.unread:
            return
        _do(medic, actions.read_notice, pk, "himself", "paper")
        if case.need:
            note_need(medic, uuid4(), home.person_id, home.area, incident.pk, case.need, "door")
        if case.unfit:
            _do(medic, actions.check_home, pk, ["screens"])
    for day in range(1, case.days + 1):
        with clock.at(began + timedelta(days=day) - timedelta(minutes=30)):
            feverish = case.fever and day == case.days
            entry = Entry("phone", Decimal("38.2" if feverish else "36.6"), ("rash",) if feverish else ())
            _do(medic, actions.record_reading, pk, entry)
    if case.sent:
        with entered(Scope.system("demo")) as scope:
            ask(scope.actor, order_in(scope, pk), Order.Ask.TRANSFER)


def _do(actor: Actor, action: Callable[..., Any], pk: int, *args: Any) -> Any:
    with entered(Scope.of(actor)) as scope:
        return action(actor, uuid4(), order_in(scope, pk), *args)
