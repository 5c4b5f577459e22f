"""The ground of the isolation tests, and an order with its link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from gangmu.control.isolation.queries import order_in
from gangmu.control.links import actions
from gangmu.kernel.scope import Actor, Scope, entered
from tests.control.isolation.conftest import Care, care

__all__ = ["care"]


@dataclass
class Given:
    """An order in force, and who gives links."""

    care: Care
    order: int

    def link(self, who: Actor | None = None, order: int = 0, command: UUID | None = None) -> str:
        """A new link of the order."""
        giver = who or self.care.world.cadre
        with entered(Scope.of(giver)) as scope:
            found = order_in(scope, order or self.order)
            return actions.give_link(giver, command or uuid4(), found)

    def end(self, who: Actor | None = None) -> None:
        """End the link of the order."""
        giver = who or self.care.world.desk
        with entered(Scope.of(giver)) as scope:
            actions.end_link(giver, uuid4(), order_in(scope, self.order))

    def come(self, token: str, address: str = "10.0.0.1") -> actions.Visitor:
        """Somebody comes with a link."""
        return actions.come_in(Scope.system("links").actor, token, address)

    def lifted(self) -> None:
        """The order is lifted by the organ that decided it."""
        with entered(Scope.system("test")):
            from gangmu.control.isolation.models import Order
            from gangmu.kernel import clock
            from gangmu.kernel.scope import tell

            order = Order.objects.get(pk=self.order)
            tell(move="lift", reason="期满")
            Order.objects.filter(pk=self.order).update(
                status="lifted",
                lifted_by_id=order.decided_by_id,
                lifted_at=clock.now(),
                lifted_body=order.organ_body_id,
            )


@pytest.fixture
def given(care: Any) -> Given:
    """An order that a leader has decided."""
    return Given(care, care.decided())
