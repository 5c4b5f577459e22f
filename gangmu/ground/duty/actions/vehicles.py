"""Which seat needs a vehicle, and who brings one."""

from __future__ import annotations

from collections.abc import Collection

from gangmu.ground.duty import policy
from gangmu.ground.duty.facts import VehicleSet
from gangmu.ground.duty.models import Driver, VehicleSeat
from gangmu.ground.organization.models import Holding, Post
from gangmu.kernel import clock
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor


def set_vehicle(actor: Actor, post: Post, needed: bool, drivers: Collection[int]) -> None:
    """Say whether a seat needs a vehicle, and who of those who hold its post brings one and drives it.

    Saying the same again changes nothing; whoever does not hold the post is left as he is. Refused: not_allowed.
    """
    if not policy.may_plan_on(actor, post.body.ground):
        raise Refused("not_allowed")
    held = Holding.objects.filter(post=post, valid__endswith__gt=clock.today()) | Holding.objects.filter(
        post=post, valid__upper_inf=True
    )
    crew = set(held.values_list("user", flat=True))
    chosen = crew & set(drivers)
    if needed:
        VehicleSeat.objects.get_or_create(post=post)
    else:
        VehicleSeat.objects.filter(post=post).delete()
    Driver.objects.filter(user__in=crew - chosen).delete()
    Driver.objects.bulk_create([Driver(user_id=user) for user in chosen], ignore_conflicts=True)
    record(actor, VehicleSet(post.pk, post.body.lo, needed, len(chosen)))
