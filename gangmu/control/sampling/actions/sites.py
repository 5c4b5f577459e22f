"""Sites: opened, ended, and how many wait there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from gangmu.control.sampling import policy
from gangmu.control.sampling.actions.allowing import allow
from gangmu.control.sampling.models import Site
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

MOST_WAITING = 20_000


@dataclass(frozen=True, slots=True)
class NewSite:
    """Where samples are taken: a village or grid, the name and address people look for, and its hours."""

    area: int
    name: str
    address: str
    opens: time
    closes: time


def open_site(actor: Actor, command: UUID, new: NewSite) -> int:
    """Say that samples are taken somewhere; returns the site.

    Refused: not_allowed, not_found, site_hours, site_twice.
    """
    allow(policy.may_run_sites(actor))
    if new.area not in actor.jurisdiction:
        raise Refused("not_found")
    if new.opens >= new.closes:
        raise Refused("site_hours")

    def do() -> int:
        if Site.objects.filter(area=new.area, name=new.name, ended_at=None).exists():
            raise Refused("site_twice", name=new.name)
        made = Site.objects.create(
            area=new.area, name=new.name, address=new.address, opens=new.opens, closes=new.closes
        )
        return int(made.pk)

    return int(once(actor, command, "sampling.site", do))


def tell_queue(actor: Actor, command: UUID, site: Site, waiting: int) -> None:
    """How many wait at a site, as whoever stands there says. Refused: not_allowed, queue_number(most)."""
    allow(policy.may_run_sites(actor))
    if not 0 <= waiting <= MOST_WAITING:
        raise Refused("queue_number", most=MOST_WAITING)

    def do() -> None:
        Site.objects.filter(pk=site.pk).update(waiting=waiting, waiting_at=clock.now())

    once(actor, command, "sampling.queue", do)


def end_site(actor: Actor, command: UUID, site: Site) -> None:
    """No samples are taken there any more. Refused: not_allowed."""
    allow(policy.may_run_sites(actor))

    def do() -> None:
        Site.objects.filter(pk=site.pk, ended_at=None).update(ended_at=clock.now())

    once(actor, command, "sampling.site_end", do)
