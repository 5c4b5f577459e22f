"""Rounds whose ground meets one's own, and sites on it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from gangmu.control.sampling.models import Round, Site
from gangmu.control.sampling.states import RoundStatus
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Scope

SHOWN = 50


def _meeting(scope: Scope) -> QuerySet[Round]:
    pieces = scope.jurisdiction.pieces
    ground = reduce(or_, (Q(area__lt=hi, hi__gt=lo) for lo, hi in pieces), Q(pk__in=[]))
    found: QuerySet[Round] = Round.objects.filter(ground)
    return found.select_related("incident", "plan")


def rounds_in(scope: Scope, *, over: bool = False) -> list[Round]:
    """The rounds that meet the scope's ground, the newest first: planned and open ones, or those that are over."""
    ended = (RoundStatus.CLOSED, RoundStatus.CANCELLED)
    found = _meeting(scope)
    found = found.filter(status__in=ended) if over else found.exclude(status__in=ended)
    return list(found.order_by("-id")[:SHOWN])


def open_rounds(scope: Scope) -> list[Round]:
    """The rounds that run now on the scope's ground."""
    return list(_meeting(scope).filter(status=RoundStatus.OPEN).order_by("-id")[:SHOWN])


def round_in(scope: Scope, round_id: int) -> Round:
    """A round that meets the scope's ground; Refused('not_found')."""
    found = _meeting(scope).filter(pk=round_id).first()
    if found is None:
        raise Refused("not_found")
    return found


def sites_in(scope: Scope, one: Round | None = None, *, ended: bool = False) -> list[Site]:
    """The sites on the scope's ground, of a round those on its ground too; the longest queue first."""
    found = Site.objects.within(scope)
    if not ended:
        found = found.filter(ended_at=None)
    if one is not None:
        found = found.filter(area__gte=one.area, area__lt=one.hi)
    sites: list[Site] = list(found.order_by("pk")[:500])
    return sorted(sites, key=lambda site: -(site.waiting or 0))


def site_in(scope: Scope, site_id: int) -> Site:
    """A site on the scope's ground; Refused('not_found')."""
    found: Site | None = Site.objects.within(scope).filter(pk=site_id).first()
    if found is None:
        raise Refused("not_found")
    return found
