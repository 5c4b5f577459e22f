"""Two packs side by side: what differs, and where a local one asks more of people than the one it extends.

The nine prohibitions of June 2022 (九不准) are why the second is looked for: not to widen the groups, to lengthen
isolation, monitoring or zone control, to draw zones larger, to refuse care. A warning decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gangmu.ground.incidents.rules.care import OUTINGS, Measure
from gangmu.ground.incidents.rules.indices import Index
from gangmu.ground.incidents.rules.packs import Pack
from gangmu.ground.incidents.rules.zones import UNITS, Zone

NAMES = ("code", "category", "since")  # what tells the entries of a list apart


@dataclass(frozen=True, slots=True)
class Change:
    """A place of a pack ("measures.close_contact.stages.0.days") and its values; None: not there."""

    place: str
    old: Any
    new: Any


def differences(old: Pack, new: Pack) -> list[Change]:
    """Everything in which two packs differ, in the order of the pack."""
    return list(_differ("", old.model_dump(mode="json"), new.model_dump(mode="json")))


def _differ(place: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if _named(old) is not None and _named(new) is not None:
        old, new = _named(old), _named(new)
    if isinstance(old, dict) and isinstance(new, dict):
        for key in (*old, *(key for key in new if key not in old)):
            yield from _differ(f"{place}.{key}" if place else key, old.get(key), new.get(key))
    else:
        yield Change(place, old, new)


def _named(entries: Any) -> dict[str, Any] | None:
    """A list of entries by their names, or by their place where they have none; None for everything else."""
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        return None
    return {next((str(e[n]) for n in NAMES if n in e), str(i)): e for i, e in enumerate(entries, 1)}


@dataclass(frozen=True, slots=True)
class Stricter:
    """A place where a local pack asks more than its pack. `code` is for the words of a page."""

    code: str
    place: str
    pack: Any
    local: Any


def stricter(pack: Pack, local: Pack) -> list[Stricter]:
    """Where `local` is stricter than the `pack` it extends, everything at once."""
    return [*_measures(pack, local), *_zones(pack, local), *_indices(pack, local)]


def _measures(pack: Pack, local: Pack) -> Iterator[Stricter]:
    known = {m.category: m for m in pack.measures}
    for measure in local.measures:
        place, before = f"measures.{measure.category}", known.get(measure.category)
        if before is None:
            yield Stricter("more_people", place, None, measure.name)
            continue
        pairs = {
            "longer": (before.days, measure.days),
            "more_tests": (before.tests, measure.tests),
            "closer": (_closeness(pack, before), _closeness(local, measure)),
            "more_temperatures": (_temperatures(pack, before), _temperatures(local, measure)),
            "more_visits": (_visits(before), _visits(measure)),
            "more_of_a_home": (_home(pack, before), _home(local, measure)),
            "more_conditions": (len(before.settled), len(measure.settled)),
        }
        yield from (Stricter(code, place, old, new) for code, (old, new) in pairs.items() if new > old)


def _closeness(pack: Pack, measure: Measure) -> int:
    """Days on which somebody may not go out as he likes, each weighed by how closely he is held."""
    levels = {level.code: level for level in pack.levels}
    return sum(stage.days * OUTINGS.index(levels[stage.level].outing) for stage in measure.stages)


def _temperatures(pack: Pack, measure: Measure) -> int:
    levels = {level.code: level for level in pack.levels}
    return max(levels[stage.level].temperatures for stage in measure.stages)


def _home(pack: Pack, measure: Measure) -> int:
    levels = {level.code: level for level in pack.levels}
    return max(len(levels[stage.level].conditions) for stage in measure.stages)


def _visits(measure: Measure) -> int:
    return sum(stage.visits_on(day) for stage in measure.stages for day in range(1, stage.days + 1))


def _zones(pack: Pack, local: Pack) -> Iterator[Stricter]:
    known = {zone.code: zone for zone in pack.zones}
    for zone in local.zones:
        place, before = f"zones.{zone.code}", known.get(zone.code)
        if before is None:
            yield Stricter("more_zones", place, None, zone.name)
            continue
        pairs = {
            "longer": (before.lift.quiet_days, zone.lift.quiet_days),
            "longer_after_fall": (before.lift.after_fall or 0, zone.lift.after_fall or 0),
            "larger": (UNITS.index(before.unit), UNITS.index(zone.unit)),
            "more_rules": (len(before.rules), len(zone.rules)),
            "more_rounds": (_rounds(before), _rounds(zone)),
        }
        yield from (Stricter(code, place, old, new) for code, (old, new) in pairs.items() if new > old)


def _rounds(zone: Zone) -> bool:
    return zone.lift.round_within_days is not None


def _indices(pack: Pack, local: Pack) -> Iterator[Stricter]:
    known = {index.code: index for index in pack.indices}
    for index in local.indices:
        for old, new in zip(_bounds(known.get(index.code)), _bounds(index), strict=False):
            if new < old:
                yield Stricter("lower_bound", f"indices.{index.code}", old[0], new[0])


def _bounds(index: Index | None) -> list[tuple[float, bool]]:
    """Bounds with their side: a grade that ends below a bound is stricter than one that holds it."""
    return [(g.bound, g.side == "≤") for g in index.grades if g.bound is not None] if index else []
