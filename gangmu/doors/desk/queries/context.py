"""The frame around every page: navigation by role, the posts a user may act in, the incident, demo accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangmu.casework import policy as cases
from gangmu.casework.queries import beside
from gangmu.casework.queries.queues import uncompared
from gangmu.command.board.policy import may_see_board
from gangmu.command.modes import policy as modes
from gangmu.command.notices.policy import may_see_channels
from gangmu.command.notices.queries import unread
from gangmu.command.sunset.policy import may_see_closings
from gangmu.command.watch.policy import may_see_watches
from gangmu.control.intake import policy as intake
from gangmu.control.intake.queries import rows_waiting
from gangmu.control.isolation import policy as isolation
from gangmu.control.isolation.queries import orders_waiting
from gangmu.control.roster import policy as roster
from gangmu.control.sampling import policy as sampling
from gangmu.control.sampling.queries import parked_here
from gangmu.control.seals import policy as seals
from gangmu.control.seals.queries import alarms_standing
from gangmu.control.zones.policy import may_watch_zones
from gangmu.control.zones.queries import zones_proposed
from gangmu.doors.desk import policy
from gangmu.doors.desk.queries.cases import at_gate, gates_of, offered_here
from gangmu.doors.desk.queries.persons import questions
from gangmu.governance.needs import policy as needs
from gangmu.governance.needs.queries import needs_waiting
from gangmu.ground.duty.policy import may_plan, may_stand
from gangmu.ground.duty.queries.members import leave_asked, swaps_agreed
from gangmu.ground.incidents.queries import incident_ahead
from gangmu.ground.organization.policy import may_open_posts
from gangmu.ground.organization.queries import HeldPost, sign_in_accounts
from gangmu.ground.register.policy import may_decide_identity
from gangmu.kernel.recall import Recalled, counts
from gangmu.kernel.scope import Actor, Scope
from gangmu.responsibility.rates import policy as rates
from gangmu.support.welfare import policy as welfare

WAITING: tuple[tuple[str, Callable[[Actor], bool], Recalled], ...] = (
    ("office", intake.may_decide, rows_waiting),
    ("identities", may_decide_identity, questions),
    ("beside", cases.may_settle, beside),
    ("zones", may_watch_zones, zones_proposed),
    ("sampling", sampling.may_settle, parked_here),
    ("handovers", cases.may_answer, offered_here),
    ("orders", isolation.may_see, orders_waiting),
    ("needs", needs.may_see_needs, needs_waiting),
    ("alarms", seals.may_see, alarms_standing),
    ("duty", may_plan, leave_asked),
    ("duty", may_plan, swaps_agreed),
)
"""The pages of the menu with a number: what is counted for them, and for whom. At the gates it is counted by gate."""
PRESSING = frozenset(("office", "beside", "zones", "sampling", "orders", "alarms", "duty"))
DEMO_PASSWORD = "gangmu-demo"  # noqa: S105 (known on purpose: exists in demo mode only)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Variables of base.html; everything is read only if the template asks for it."""
    actor: Actor | None = getattr(request, "actor", None)
    scope: Scope | None = getattr(request, "scope", None)
    context: dict[str, Any] = {"demo": settings.DEMO}
    if actor is None or scope is None:
        if settings.DEMO and not getattr(request.user, "is_authenticated", False):
            context["demo_accounts"] = SimpleLazyObject(demo_accounts)
        return context
    posts = shown_posts(getattr(request, "posts", ()))
    waits = cache(lambda: waiting_for(scope))
    return context | {
        "act_url": reverse("desk:act"),
        "own_posts": posts,
        "acting": next((p for p in posts if p["id"] == actor.post_id), {}),
        "may_list": may_open_posts(actor),
        "nav": SimpleLazyObject(lambda: navigation(actor, waits())),
        "bell": lambda: waits()["bell"],
        "waits": waits,
        "incident": SimpleLazyObject(lambda: incident_ahead(scope)),
    }


def shown_posts(posts: Iterable[HeldPost]) -> list[dict[str, Any]]:
    """Posts as {id, title, place}."""
    return [{"id": held.id, "title": held.title, "place": held.body_name} for held in posts]


def demo_accounts() -> list[dict[str, str]]:
    """The accounts that can sign in with the demo password; only ever shown in demo mode."""
    return [
        {
            "username": user.username,
            "password": DEMO_PASSWORD,
            "title": post.title,
            "place": post.body.name,
        }
        for user, post in sign_in_accounts()
        if post.role != "partner"
    ]


def waiting_for(scope: Scope) -> dict[str, int]:
    """How much waits behind the pages of the menu, and unread notices ('bell'): one round trip for all.

    Whoever sits at a gate is asked for in another: by which packs it stands.
    """
    actor = scope.actor
    asked: list[tuple[str, tuple[Any, ...]]] = [("bell", (unread,))]
    asked += [(name, (query,)) for name, may, query in WAITING if may(actor)]
    if gates := gates_of(actor):
        packs = uncompared(scope)
        asked += [("review", (at_gate, gate, packs)) for gate in gates]
    found: dict[str, int] = defaultdict(int)
    for (name, _query), count in zip(asked, counts(scope, *(query for _name, query in asked)), strict=True):
        found[name] += count
    return found


def navigation(actor: Actor, waiting: Mapping[str, int]) -> list[dict[str, Any]]:
    """What a post finds in the menu: only pages that its policies open, each with how much waits there."""
    groups: list[dict[str, Any]] = [
        {"label": "", "items": _work(actor)},
        {"label": pgettext("menu", "People at home"), "items": _at_home(actor)},
        {"label": pgettext("menu", "Duty and care"), "items": _duty(actor)},
        {"label": pgettext("menu", "Look up"), "items": _look(actor)},
    ]
    if cases.may_work(actor):
        doors = {"name": "", "url": "/app/", "label": _("My doors"), "icon": "device-mobile"}
        groups.insert(0, {"label": "", "items": [doors]})
    for group in groups:
        for item in group["items"]:
            count = waiting.get(item["name"], 0)
            item.update(count=count, urgent=count > 0 and item["name"] in PRESSING)
    return [group for group in groups if group["items"]]


def _work(actor: Actor) -> list[dict[str, Any]]:
    """What a post has to do."""
    work = [_item("home", _("Today"), icon="home")]
    if may_see_board(actor):
        work.append(_item("board", _("Situation board"), icon="map-2"))
    if modes.may_see_modes(actor):
        work.append(_item("modes", _("Routine and emergency"), icon="switch-horizontal"))
    if intake.may_push(actor):
        work.append(_item("slots", _("Pushes"), icon="inbox"))
    elif policy.may_watch(actor):
        work.append(_item("slots", _("Push ledgers"), icon="inbox"))
    if roster.may_see_imports(actor):
        work.append(_item("residents", _("Residents' register"), icon="id-badge-2"))
    if intake.may_decide(actor):
        work.append(_item("office", _("Doubtful rows"), icon="map-question"))
    if may_decide_identity(actor):
        work.append(_item("identities", _("Who is who"), icon="user-question"))
    if cases.may_review(actor):
        work.append(_item("review", _("Review queue"), icon="checks"))
    if cases.may_settle(actor):
        work.append(_item("beside", _("Two versions"), icon="files"))
    work += _control(actor)
    if cases.may_answer(actor):
        work.append(_item("handovers", _("Hand-overs"), icon="arrows-exchange"))
    return work


def _control(actor: Actor) -> list[dict[str, Any]]:
    """Zones and rounds of sampling."""
    found = []
    if may_watch_zones(actor):
        found.append(_item("zones", _("Zones"), icon="flag"))
    if sampling.may_see(actor):
        found.append(_item("sampling", _("Sampling"), icon="test-pipe"))
    return found


def _at_home(actor: Actor) -> list[dict[str, Any]]:
    """Orders, needs and seals of those who stay at home."""
    found = []
    if isolation.may_see(actor):
        found.append(_item("orders", _("Isolation and monitoring"), icon="home-heart"))
    if needs.may_see_needs(actor):
        found.append(_item("needs", _("Needs of residents"), icon="message-circle"))
    return found + _seals(actor)


def _seals(actor: Actor) -> list[dict[str, Any]]:
    """Alarms for who answers them, doors for installers."""
    if seals.may_see(actor):
        return [_item("alarms", _("Door seals"), icon="door")]
    return [_item("seal_doors", _("Doors with seals"), icon="door")] if seals.may_install(actor) else []


def _look(actor: Actor) -> list[dict[str, Any]]:
    """Where anybody finds something."""
    look = [_item("rates", _("Weekly rate"), icon="calculator")] if rates.may_see_rates(actor) else []
    if cases.may_see_cases(actor):
        look += [_item("tasks", _("Tasks"), icon="list-check"), _item("search", _("Search"), icon="search")]
    look += [
        _item("organization", _("Who answers"), icon="users-group"),
        _item("locate", _("Address to grid"), icon="map-pin-search"),
    ]
    if policy.may_watch(actor):
        look.append(_item("rules", _("Rules in force"), icon="clipboard-check"))
    if not may_watch_zones(actor):
        look.append(_item("zones", _("Zones"), icon="flag"))
    if may_see_closings(actor):
        look.append(_item("incidents", _("Incidents and their end"), icon="shield-check"))
    if may_see_channels(actor):
        look.append(_item("channels", _("Notices and channels"), icon="broadcast"))
    return look


def _duty(actor: Actor) -> list[dict[str, Any]]:
    """Who is on duty, and what is owed to him."""
    found = []
    if may_plan(actor):
        found.append(_item("duty", _("Duty rosters"), icon="calendar-time"))
    if may_stand(actor):
        found.append(_item("field:duty", _("My duty"), icon="calendar-user"))
    if may_see_watches(actor):
        found.append(_item("watch", _("Watch and handover"), icon="clock-shield"))
    if welfare.may_see_loads(actor):
        found.append(_item("care", _("Staff care"), icon="heart-handshake"))
    if welfare.may_propose(actor):
        found.append(_item("field:care", _("My hours and allowances"), icon="clock-heart"))
    return found


def _item(name: str, label: str, *, icon: str) -> dict[str, Any]:
    """A page of the desk, or of another door if its name says which."""
    return {"name": name, "url": _url(name), "label": label, "icon": icon}


@cache
def _url(name: str) -> str:
    return reverse(name if ":" in name else f"desk:{name}")
