"""The instance from behind, on its own database: sessions of people in their posts, and what its books say."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from gangmu.doors.access import POST_KEY
from gangmu.ground.organization.models import Holding
from gangmu.kernel import clock
from gangmu.kernel.area import code_at
from gangmu.kernel.scope import Scope, entered
from gangmu.twin import bulk, demo
from gangmu.twin.day.live.book import RowSaid, Said, TaskSaid, grouped
from gangmu.twin.day.live.visitors import Session, by_cookie, by_token

ROLES = ("police", "cadre", "desk", "comparer", "gatekeeper")


def sessions(bodies: Iterable[str]) -> dict[tuple[str, str], Session]:
    """By code of the body and role: somebody in that post who has signed in, without a password being typed."""
    found: dict[tuple[str, str], Session] = {}
    held = Holding.objects.filter(valid__contains=clock.today(), deputy=False)
    held = held.filter(post__body__code__in=set(bodies), post__role__in=ROLES)
    with entered(Scope.system("twin day")):
        for holding in held.select_related("user", "post__body").order_by("id"):
            key = holding.post.body.code, holding.post.role
            if key not in found:
                found[key] = by_cookie(
                    holding.user.username, settings.SESSION_COOKIE_NAME, _signed_in(holding)
                )
    return found


def _signed_in(holding: Holding) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[POST_KEY] = str(holding.user_id), holding.post_id
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = holding.user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def partner() -> Session:
    """The demo's partner system, with its token."""
    return by_token("partner", next(row["token"] for row in demo.make_accounts() if row["token"]))


def said(
    pushes: Sequence[int], ledgers: Sequence[Mapping[str, int]], feed: Sequence[Mapping[str, object]]
) -> Said:
    """What the instance says: its tables past row security, its ledgers and the partner's feed as they were read."""
    place = {push: number for number, push in enumerate(pushes)}
    found = bulk.books(pushes)
    settled: dict[int, list[dict[str, int]]] = defaultdict(list)
    for push, data in found["settled"]:
        settled[push].append(json.loads(data))
    named: list[tuple[int, tuple[int, int]]] = []
    for report in feed:
        task, rows = report["task"], report["rows"]
        named += [(task, (place[row["push"]], row["row"])) for row in rows if row["push"] in place]  # type: ignore[attr-defined, misc]
    return Said(
        ledgers,
        [settled[push] for push in pushes],
        [RowSaid(place[push], number, outcome, task) for push, number, outcome, task in found["rows"]],
        [
            TaskSaid(
                pk,
                status,
                name,
                code_at(area, "village"),
                tuple(moves),
                outcome,
                reports,
                late,
                tuple(released),
                handed,
            )
            for pk, status, name, area, moves, outcome, reports, late, released, handed in found["tasks"]
        ],
        grouped(named),
    )
