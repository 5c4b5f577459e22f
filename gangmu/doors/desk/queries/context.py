"""The frame around every page: navigation by role, the posts a user may act in, the incident, demo accounts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangmu.casework import policy as cases
from gangmu.casework.queries import beside_count
from gangmu.command.board.policy import may_see_board
from gangmu.command.modes import policy as modes
from gangmu.command.notices.policy import may_see_channels
from gangmu.command.notices.queries import unread
from gangmu.command.sunset.policy import may_see_closings
from gangmu.command.watch.policy import may_see_watches
from gangmu.control.intake import policy as intake
from gangmu.control.intake.queries import waiting_count
from gangmu.control.isolation import policy as isolation
from gangmu.control.isolation.queries import waiting_count as orders_waiting
from gangmu.control.roster import policy as roster
from gangmu.control.sampling import policy as sampling
from gangmu.control.sampling.queries import parked_count
from gangmu.control.seals import policy as seals
from gangmu.control.seals.queries import standing_count
from gangmu.control.zones.policy import may_watch_zones
from gangmu.control.zones.queries import proposed_count
from gangmu.doors.desk import policy
from gangmu.doors.desk.queries.cases import handover_count, review_count
from gangmu.doors.desk.queries.persons import question_count
from gangmu.governance.needs import policy as needs
from gangmu.governance.needs.queries import waiting_count as needs_waiting
from gangmu.ground.duty.policy import may_plan, may_stand
from gangmu.ground.duty.queries.members import waiting_count as duty_waiting
from gangmu.ground.incidents.queries import open_incidents
from gangmu.ground.organization.policy import may_open_posts
from gangmu.ground.organization.queries import HeldPost, sign_in_accounts
from gangmu.ground.register.policy import may_decide_identity
from gangmu.kernel.scope import Actor, Scope
from gangmu.responsibility.rates import policy as rates
from gangmu.support.welfare import policy as welfare

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
    return context | {
        "act_url": reverse("desk:act"),
        "own_posts": posts,
        "acting": next((p for p in posts if p["id"] == actor.post_id), {}),
        "may_list": may_open_posts(actor),
        "nav": SimpleLazyObject(lambda: navigation(scope)),
        "bell": cache(lambda: unread(scope)),
        "incident": SimpleLazyObject(lambda: next(iter(open_incidents(scope)), None)),
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


def navigation(scope: Scope) -> list[dict[str, Any]]:
    """What a post finds in the menu: only pages that its policies open."""
    actor = scope.actor
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
        count = waiting_count(scope)
        work.append(_item("office", _("Doubtful rows"), count, icon="map-question", urgent=count > 0))
    if may_decide_identity(actor):
        work.append(_item("identities", _("Who is who"), question_count(scope), icon="user-question"))
    if cases.may_review(actor):
        work.append(_item("review", _("Review queue"), review_count(scope), icon="checks"))
    if cases.may_settle(actor):
        count = beside_count(scope)
        work.append(_item("beside", _("Two versions"), count, icon="files", urgent=count > 0))
    work += _control(scope)
    if cases.may_answer(actor):
        work.append(_item("handovers", _("Hand-overs"), handover_count(scope), icon="arrows-exchange"))
    groups = [
        {"label": "", "items": work},
        {"label": pgettext("menu", "People at home"), "items": _at_home(scope)},
        {"label": pgettext("menu", "Duty and care"), "items": _duty(scope)},
        {"label": pgettext("menu", "Look up"), "items": _look(actor)},
    ]
    if cases.may_work(actor):
        groups.insert(
            0, {"label": "", "items": [{"url": "/app/", "label": _("My doors"), "icon": "device-mobile"}]}
        )
    return [group for group in groups if group["items"]]


def _control(scope: Scope) -> list[dict[str, Any]]:
    """Zones and rounds of sampling."""
    found, actor = [], scope.actor
    if may_watch_zones(actor):
        count = proposed_count(scope)
        found.append(_item("zones", _("Zones"), count, icon="flag", urgent=count > 0))
    if sampling.may_see(actor):
        count = parked_count(scope) if sampling.may_settle(actor) else 0
        found.append(_item("sampling", _("Sampling"), count, icon="test-pipe", urgent=count > 0))
    return found


def _at_home(scope: Scope) -> list[dict[str, Any]]:
    """Orders, needs and seals of those who stay at home."""
    found, actor = [], scope.actor
    if isolation.may_see(actor):
        count = orders_waiting(scope)
        found.append(
            _item("orders", _("Isolation and monitoring"), count, icon="home-heart", urgent=count > 0)
        )
    if needs.may_see_needs(actor):
        found.append(_item("needs", _("Needs of residents"), needs_waiting(scope), icon="message-circle"))
    return found + _seals(scope)


def _seals(scope: Scope) -> list[dict[str, Any]]:
    """Alarms for who answers them, doors for installers."""
    if seals.may_see(scope.actor):
        count = standing_count(scope)
        return [_item("alarms", _("Door seals"), count, icon="door", urgent=count > 0)]
    return [_item("seal_doors", _("Doors with seals"), icon="door")] if seals.may_install(scope.actor) else []


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


def _duty(scope: Scope) -> list[dict[str, Any]]:
    """Who is on duty, and what is owed to him."""
    actor, found = scope.actor, []
    if may_plan(actor):
        count = duty_waiting(scope)
        found.append(_item("duty", _("Duty rosters"), count, icon="calendar-time", urgent=count > 0))
    if may_stand(actor):
        mine = {"url": reverse("field:duty"), "label": _("My duty"), "icon": "calendar-user"}
        found.append(mine)
    if may_see_watches(actor):
        found.append(_item("watch", _("Watch and handover"), icon="clock-shield"))
    if welfare.may_see_loads(actor):
        found.append(_item("care", _("Staff care"), icon="heart-handshake"))
    if welfare.may_propose(actor):
        mine = {"url": reverse("field:care"), "label": _("My hours and allowances"), "icon": "clock-heart"}
        found.append(mine)
    return found


def _item(name: str, label: str, count: int = 0, *, icon: str, urgent: bool = False) -> dict[str, Any]:
    return {"url": reverse(f"desk:{name}"), "label": label, "icon": icon, "count": count, "urgent": urgent}
