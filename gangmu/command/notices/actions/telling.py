"""Facts, windows of facts and slots of the day become notices."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from zlib import crc32

from gangmu.command.notices.bulk import tell, tell_group
from gangmu.command.notices.models import Digest, Group, Notice
from gangmu.command.notices.queries import matrix_in_force, slot_counts, slots_to_tell, ways
from gangmu.command.notices.rules import Rule, Window, allowed, window_before
from gangmu.kernel import clock
from gangmu.kernel.models import FactRow
from gangmu.kernel.scope import Actor, Scope

GRACE = timedelta(minutes=1)
"""After the end of a digest's window: for facts whose transaction has not ended yet."""


def tell_fact(actor: Actor, fact: FactRow) -> int:
    """Tell a fact by the rows that tell at once; how many notices that made. The same fact again makes none.

    ValueError if the fact gives a field of a row something that this field may not hold.
    """
    matrix, made = matrix_in_force(), 0
    # The same thing said by two facts of one day is one occasion.
    said = crc32(json.dumps(fact.data, sort_keys=True).encode())
    occasion = f"{fact.subject_id}:{fact.at.astimezone(clock.CIVIL):%Y-%m-%d}:{said:08x}"
    for rule in matrix.of(fact.kind):
        if rule.when == "at_once":
            opens = rule.opens.replace("{subject}", str(fact.subject_id))
            made += tell(matrix, rule, fact.pk, occasion, _taken(rule, fact.data), ways(rule), opens)[0]
    return made


def tell_digests(actor: Actor) -> int:
    """Tell every digest whose window is over, all that has happened since it was told last; how many notices."""
    matrix, made = matrix_in_force(), 0
    for rule in matrix.tell:
        if rule.off or rule.when == "at_once":
            continue
        window = window_before(clock.now() - GRACE, rule.when, rule.minutes)
        Digest.objects.get_or_create(rule=rule.code, defaults={"until": window.start})
        told = Digest.objects.select_for_update().get(pk=rule.code)
        if told.until < window.end:
            since = Window(told.until, window.end)
            made += tell(matrix, rule, since, f"until {window.end.isoformat()}", {}, ways(rule), rule.opens)[
                0
            ]
            Digest.objects.filter(pk=rule.code).update(until=window.end)
    return made


def tell_slots(actor: Actor) -> int:
    """Post each slot of today to the work groups: its counts when it has settled, or that it is empty or late."""
    matrix, made = matrix_in_force(), 0
    groups = list(Group.objects.filter(ended_at=None).select_related("body")) if actor.is_system else []
    for slot in slots_to_tell() if groups else []:
        told = set(
            Notice.objects.filter(occasion=slot.occasion, group__isnull=False).values_list("group_id", "kind")
        )
        for rule in matrix.of(slot.fact):
            for group in groups:
                if (group.pk, rule.code) in told or slot.since < group.since:
                    continue
                fields = slot_counts(Scope.system("notices").narrowed(group.body.jurisdiction), slot)
                if slot.fact != "intake.slot" or fields["received"]:
                    made += tell_group(rule, group.pk, group.channel, group.area, slot.occasion, fields)
    return made


def _taken(rule: Rule, data: dict[str, Any]) -> dict[str, Any]:
    fields = {name: data[name] for name in rule.fields}
    if wrong := [name for name, value in fields.items() if not allowed(name, value)]:
        raise ValueError(f"{rule.code}: {rule.fact} gives {wrong} what a notice may not say")
    return fields
