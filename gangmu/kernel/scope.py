"""May-see: whose eyes a query looks through.

Three nets (design §2.3): the explicit, frozen `Scope` that every read takes first; architecture tests that keep
unscoped reads out of pages; and PostgreSQL row-level security, forced and fail-closed, fed by `entered()`.
May-do is another matter and lives in each domain's `policy.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.db import connection, models, transaction

from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a user in one post (a person with two posts acts in one at a time), the system itself, or a guest.

    A guest has no account: he acts for himself alone, `guest_id` is the id of the person that he is (ADR 30).
    """

    user_id: int | None
    post_id: int | None
    jurisdiction: Jurisdiction
    roles: frozenset[str] = field(default_factory=frozenset)
    body_id: int | None = None
    label: str = ""
    guest_id: int | None = None

    @property
    def key(self) -> str:
        """What history records as the actor: 'user/post', 'guest:person', or 'system:label'."""
        if self.guest_id is not None:
            return f"guest:{self.guest_id}"
        return f"{self.user_id}/{self.post_id}" if self.user_id else f"system:{self.label}"

    @property
    def is_system(self) -> bool:
        """Whether the system itself acts: neither a user nor a guest, and it says what it is doing."""
        return self.user_id is None and self.guest_id is None and bool(self.label)


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be seen: an actor, the jurisdiction looked at (never wider than his own), and the reason."""

    actor: Actor
    jurisdiction: Jurisdiction
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.jurisdiction <= self.actor.jurisdiction:
            raise ValueError("a scope is never wider than its actor's jurisdiction")

    @classmethod
    def of(cls, actor: Actor, reason: str = "") -> Self:
        """The scope of an actor's own jurisdiction."""
        return cls(actor, actor.jurisdiction, reason)

    @classmethod
    def system(cls, label: str) -> Self:
        """The whole ground, for jobs and commands of the system; the label is recorded as the actor."""
        if not label or "\n" in label:
            raise ValueError("the system says what it is doing, in a line")
        everything = Jurisdiction.everything()
        return cls(Actor(None, None, everything, label=label), everything, label)

    def narrowed(self, jurisdiction: Jurisdiction) -> Scope:
        """The same eyes on a part of the ground: what lies both in this scope and in the jurisdiction."""
        return replace(self, jurisdiction=self.jurisdiction & jurisdiction)


class ScopedQuerySet(models.QuerySet[M]):
    """A query set that can be looked at only through a scope."""

    def within(self, scope: Scope, path: str = "area") -> Self:
        """The rows whose area (at `path`) lies in the scope's jurisdiction.

        Holes are written as the pieces between them and not as exclusions: over a path to many rows an exclusion
        would drop whoever has another row in a hole. Such a path may give a row twice; say `distinct()`.
        """
        where = scope.jurisdiction
        inside = models.Q((f"{path}__gte", where.lo), (f"{path}__lt", where.hi))
        if where.holes:
            pieces = [models.Q((f"{path}__gte", lo), (f"{path}__lt", hi)) for lo, hi in where.pieces]
            inside &= reduce(or_, pieces, models.Q(pk__in=[]))
        return self.filter(inside)


class Scoped(models.Model):
    """A model whose rows lie on the ground."""

    area = models.BigIntegerField()

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


# What a transaction is told: first what `eyes` says, then what is told move by move.
SETTINGS = ("lo", "hi", "holes", "actor", "body", "now", "command", "move", "reason")


def eyes(scope: Scope) -> str:
    """What a transaction is told of a scope, in the order of SETTINGS: the argument of `kernel_enter`.

    A guest sees no ground there, whatever his scope filters by: only the rows that a policy calls his own.
    """
    actor = scope.actor
    where = scope.jurisdiction if actor.guest_id is None else Jurisdiction.nothing()
    now = clock.now().isoformat() if clock.is_set() else ""
    return "\n".join(
        (str(where.lo), str(where.hi), where.holes_literal, actor.key, str(actor.body_id or ""), now)
    )


def settle(scope: Scope) -> None:
    """Tell the running transaction who looks and acts; row security and the history triggers read it."""
    if not connection.in_atomic_block:
        raise RuntimeError("settings are local to a transaction: open one first")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_enter(%s)", [eyes(scope)])


def tell(**values: str) -> None:
    """Set some of SETTINGS for this transaction (`set_config(…, true)`: safe behind pgbouncer)."""
    if not connection.in_atomic_block:
        raise RuntimeError("settings are local to a transaction: open one first")
    if unknown := values.keys() - set(SETTINGS):
        raise ValueError(f"unknown settings: {sorted(unknown)}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(values)),
            [part for name, value in values.items() for part in (f"gangmu.{name}", value)],
        )


def told() -> dict[str, str]:
    """The settings of the running transaction; what was never set is ''."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(["coalesce(current_setting(%s, true), '')"] * len(SETTINGS)),
            [f"gangmu.{name}" for name in SETTINGS],
        )
        return dict(zip(SETTINGS, cursor.fetchone(), strict=True))


@contextmanager
def entered(scope: Scope) -> Iterator[Scope]:
    """Open a transaction that sees what the scope allows and writes under the actor's name.

    Inside another transaction it is a savepoint, and the eyes of the outer one come back when it ends (after a
    rollback PostgreSQL gives them back itself).
    """
    outer = told() if connection.in_atomic_block else None
    with transaction.atomic():
        settle(scope)
        yield scope
        if outer is not None and not connection.needs_rollback:
            tell(**outer)
