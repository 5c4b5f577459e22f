"""A process that carries out cycles: claim, report, compare, release, each in a transaction of its own."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from uuid import uuid4

import django


def main() -> None:
    """Say that all is loaded; then read doors from standard input, and take each through its cycle."""
    django.setup()
    from bench.reports import FOUND, SEATS
    from gangmu.casework import actions, queries
    from gangmu.ground.accounts.models import User
    from gangmu.ground.organization.queries import actor_of
    from gangmu.kernel.scope import Actor, Scope

    @cache
    def acting(user: int, post: int) -> Actor:
        actor = actor_of(User.objects.get(pk=user), post)
        assert actor is not None  # whoever holds a post has an actor
        return actor

    def cycle(door: list[int]) -> None:
        task, *held = door
        police, comparer, gatekeeper = (acting(*held[n : n + 2]) for n in (0, 2, 4))
        steps = (
            (police, actions.claim, ()),
            (police, actions.report, ("found", FOUND)),
            (comparer, actions.compare, ()),
            (gatekeeper, actions.release, ()),
        )
        for actor, act, more in steps:
            act(actor, uuid4(), queries.at_hand(Scope.of(actor), task), *more)

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    with ThreadPoolExecutor(SEATS) as seats:
        list(seats.map(cycle, json.loads(sys.stdin.read())))


if __name__ == "__main__":
    main()
