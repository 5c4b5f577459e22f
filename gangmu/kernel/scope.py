"""May-see: whose eyes a query looks through.

Three nets (design §2.3): the explicit, frozen `Scope` that every read takes first; architecture tests that keep
unscoped reads out of pages; and PostgreSQL row-level security, forced and fail-closed, fed by `entered()`.
May-do is another matter and lives in each domain's `policy.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from django.db import connection, models, transaction

from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user in one post (a person with two posts acts in one at a time), or the system itself."""

    user_id: int | None
    post_id: int | None
    jurisdiction: Jurisdiction
    roles: frozenset[str] = field(default_factory=frozenset)
    body_id: int | None = None
    label: str = ""

    @property
    def key(self) -> str:
        """What history records as the actor: 'user/post', or 'system:label'."""
        return f"{self.user_id}/{self.post_id}" if self.user_id else f"system:{self.label}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be seen: an actor, the jurisdiction looked at (never wider than his own), and the reason."""

    actor: Actor
    jurisdiction: Jurisdiction
    reason: str = ""

    @classmethod
    def of(cls, actor: Actor, reason: str = "") -> Self:
        """The scope of an actor's own jurisdiction."""
        return cls(actor, actor.jurisdiction, reason)

    @classmethod
    def system(cls, label: str) -> Self:
        """The whole ground, for jobs and commands of the system; the label is recorded as the actor."""
        if not label:
            raise ValueError("the system says what it is doing")
        everything = Jurisdiction.everything()
        return cls(Actor(None, None, everything, label=label), everything, label)

    def narrowed(self, jurisdiction: Jurisdiction) -> Scope:
        """The same eyes on a part of the ground: the intersection with a range, keeping all holes."""
        own = self.jurisdiction
        lo, hi = max(own.lo, jurisdiction.lo), min(own.hi, jurisdiction.hi)
        holes = tuple(h for h in own.holes + jurisdiction.holes if h[0] < hi and h[1] > lo)
        return Scope(self.actor, Jurisdiction(lo, max(lo, hi), holes), self.reason)


class ScopedQuerySet(models.QuerySet[M]):
    """A query set that can be looked at only through a scope."""

    def within(self, scope: Scope, path: str = "area") -> Self:
        """The rows whose area (at `path`) lies in the scope's jurisdiction."""
        where = scope.jurisdiction
        rows = self.filter(**{f"{path}__gte": where.lo, f"{path}__lt": where.hi})
        for lo, hi in where.holes:
            rows = rows.exclude(**{f"{path}__gte": lo, f"{path}__lt": hi})
        return rows


class Scoped(models.Model):
    """A model whose rows lie on the ground."""

    area = models.BigIntegerField()

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


def settle(scope: Scope, command_id: str = "", move: str = "", reason: str = "") -> None:
    """Tell the running transaction who looks and acts; row security and the history triggers read it."""
    where = scope.jurisdiction
    values = {
        "gangmu.lo": str(where.lo),
        "gangmu.hi": str(where.hi),
        "gangmu.holes": where.holes_literal,
        "gangmu.actor": scope.actor.key,
        "gangmu.body": str(scope.actor.body_id or ""),
        "gangmu.now": clock.now().isoformat() if clock.is_set() else "",
        "gangmu.command": command_id,
        "gangmu.move": move,
        "gangmu.reason": reason,
    }
    tell(**values)


def tell(**values: str) -> None:
    """Set transaction-local settings (`set_config(…, true)`: safe behind pgbouncer in transaction mode)."""
    if not connection.in_atomic_block:
        raise RuntimeError("settings are local to a transaction: open one first")
    names = {name if "." in name else f"gangmu.{name}": value for name, value in values.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(names)),
            [part for item in names.items() for part in item],
        )


@contextmanager
def entered(scope: Scope) -> Iterator[Scope]:
    """Open a transaction that sees what the scope allows and writes under the actor's name."""
    with transaction.atomic():
        settle(scope)
        yield scope
