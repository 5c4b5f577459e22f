"""Whoever a row of the matrix means gets a notice, and a delivery on each of his channels, in one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gangmu.command.notices.rules import Matrix, Rule, Window
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, fetch, run
from gangmu.kernel.sqlfiles import statements

FOLDER = Path(__file__).resolve().parents[1] / "sql"
TELLING, WHO = statements(FOLDER / "telling.sql"), statements(FOLDER / "who.sql")


def tell(
    matrix: Matrix,
    rule: Rule,
    happened: int | Window,
    occasion: str,
    fields: Mapping[str, Any],
    channels: Sequence[str],
    opens: str,
) -> tuple[int, int]:
    """Tell of one fact (its id) or of all facts in a window; how many notices and deliveries that made."""
    given: dict[str, Any] = {
        "count": rule.count, "roles": list(rule.roles), "on_shift": rule.on_shift, "rule": rule.code,
        "occasion": occasion, "fields": json.dumps(dict(fields), ensure_ascii=False), "opens": opens,
        "urgent": rule.urgent, "now": clock.now(), "day": clock.today(), "channels": list(channels),
        "quiet_from": matrix.quiet_from, "quiet_to": matrix.quiet_to,
        "named": rule.named,
        "of_level": rule.who.removeprefix("leaders_of_"),
    }  # fmt: skip
    if isinstance(happened, Window):
        source = TELLING["happened_between"]
        given |= {"since": happened.start, "until": happened.end, "kind": rule.fact}
    else:
        source = TELLING["happened_once"]
        given["fact"] = happened
    if rule.who == "groups":
        statement = TELLING["tell_groups"].format(happened=source)
    else:
        who = WHO["leaders" if rule.who.startswith("leaders_of_") else rule.who]
        statement = TELLING["tell_persons"].format(happened=source, who=who)
    with bulk_role():
        ((notices, deliveries),) = fetch(statement, given)
    return notices, deliveries


def tell_group(
    rule: Rule, group: int, channel: str, area: int, occasion: str, fields: Mapping[str, Any]
) -> bool:
    """Tell one group of an occasion; False if it has been told."""
    given = {
        "group": group, "channel": channel, "area": area, "rule": rule.code, "occasion": occasion,
        "fields": json.dumps(dict(fields), ensure_ascii=False), "opens": rule.opens, "urgent": rule.urgent,
        "now": clock.now(),
    }  # fmt: skip
    with bulk_role():
        return run(TELLING["tell_group"], given) > 0
