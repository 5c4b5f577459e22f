"""The only writer of what people teach about the ground."""

from __future__ import annotations

from gangmu.ground.territory import policy
from gangmu.ground.territory.facts import AliasLearnt
from gangmu.ground.territory.models import Alias
from gangmu.ground.territory.queries import division_of
from gangmu.ground.territory.rules.normalise import clean
from gangmu.kernel import clock
from gangmu.kernel.area import code_at
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor

SHORTEST, LONGEST = 2, 80


def learn_alias(actor: Actor, text: str, area: int) -> bool:
    """From now on `text` means this village, grid or group, inside its town; the newest teaching counts.

    False, and nothing learnt, where the ground is not the actor's own: his decision about one row stands, but he
    does not teach another town its names. Refused: area_unknown, alias_too_short, alias_too_long.
    """
    if not policy.may_teach(actor, area):
        return False
    village = division_of(area)
    if village is None or village.level != "village":
        raise Refused("area_unknown")
    name = clean(text)
    if len(name) < SHORTEST:
        raise Refused("alias_too_short", shortest=SHORTEST)
    if len(name) > LONGEST:
        raise Refused("alias_too_long", longest=LONGEST)
    town = code_at(area, "town")
    known = Alias.objects.select_for_update().filter(text=name, town_code=town).first()
    if known is not None and known.area == area:
        return True
    before = known.area if known else 0
    alias = known or Alias(text=name, town_code=town)
    alias.area, alias.source, alias.taught_by, alias.taught_at = area, "desk", actor.key, clock.now()
    alias.save()
    record(actor, AliasLearnt(alias.pk, area, name, town, before))
    return True
