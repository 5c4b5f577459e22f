"""Towns go from one mode to the other, all at once, in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from gangmu.ground.organization.bulk.shifts import NEVER, extend_shifts
from gangmu.ground.organization.rules import TRIO, WIDER, Seat
from gangmu.kernel import clock
from gangmu.kernel.bulk import bulk_role, copy_rows, fetch, run, stage
from gangmu.kernel.scope import Actor
from gangmu.kernel.sqlfiles import statements

SQL = statements(Path(__file__).resolve().parents[1] / "sql" / "switching.sql")
SEAT_OF = {seat.role: seat for seat in (*TRIO, *WIDER)}
STAGED = ("staged_town", "staged_trio", "staged_ground", "staged_seat")
MADE = ("seat", "effective_owner")
AHEAD = timedelta(
    hours=1
)  # who is on duty until then is settled at once, the rest by a reaction (`settle_hours`)
Laid = Mapping[int, Sequence[tuple[str, int]]]


class Seated(NamedTuple):
    """Who sits where in an emergency trio; `user` None leaves the seat empty."""

    trio: str
    role: str
    user: int | None
    deputy: bool


@dataclass(frozen=True, slots=True)
class Switch:
    """What changes: the towns (lowest key, and the one above the highest), the trios and who sits in them.

    `trios` are (code, name, village code), `grounds` (code, area) of the emergency trios.
    """

    towns: Sequence[tuple[int, int]]
    mechanism: str
    plan_id: int
    reason: str
    trios: Sequence[tuple[str, str, str]]
    grounds: Iterable[tuple[str, int]]
    seats: Sequence[Seated] = field(default_factory=tuple)


def to_emergency(actor: Actor, switch: Switch) -> dict[int, list[tuple[str, int]]]:
    """Wake the emergency trios of the towns; the routine ones stand by. Returns the ground that was laid down before.

    `effective_owner` (area, body) stays behind as a temporary table for whoever moves what they owned.
    """
    with bulk_role():
        given = _staged(switch, emergency=True)
        run(SQL["put_trios"], given)
        laid = fetch(SQL["laid_down"], given)
        before = {town: [(code, area) for code, area in json.loads(found)] for town, found in laid}
        _change(("drop_grounds", "end_grounds", "put_grounds", "put_posts"), given)
        _change(
            ("stage_seats", "drop_holdings", "leave_holdings", "keep_holdings", "put_holdings", "wake"), given
        )
        _finish(actor, switch, given, "emergency")
    return before


def to_routine(actor: Actor, switch: Switch) -> None:
    """The other way; `grounds` are what `to_emergency` gave back. Who was sent goes back where he came from."""
    with bulk_role():
        given = _staged(switch, emergency=False)
        _change(("drop_grounds", "end_grounds", "put_grounds"), given)
        _change(("stage_seats", "end_holdings", "wake"), given)
        _finish(actor, switch, given, "routine")


def hold_still() -> None:
    """Keep everybody's ground as it is until the transaction ends: for whoever writes an owner."""
    run(SQL["hold_shared"])


def hold_alone() -> None:
    """Wait for those, and let nobody in until the transaction ends: for whoever changes owners."""
    run(SQL["hold_alone"])


def stage_owners(towns: Sequence[tuple[int, int]]) -> None:
    """Stage who owns what in towns (lowest key, and the one above the highest) now, as a switch leaves it behind."""
    run(f"DROP TABLE IF EXISTS {', '.join((*STAGED, *MADE))}")
    stage("staged_town", "lo bigint, hi bigint")
    copy_rows("staged_town", ("lo", "hi"), towns)
    _stage_owners({"day": clock.today()})


def _stage_owners(given: Mapping[str, Any]) -> None:
    run(SQL["effective_owner"], dict(given))
    run("CREATE UNIQUE INDEX ON effective_owner (area)")
    run("ANALYZE effective_owner")


def _staged(switch: Switch, *, emergency: bool) -> dict[str, Any]:
    names = {code: name for code, name, _village in switch.trios}
    run(f"DROP TABLE IF EXISTS {', '.join((*STAGED, *MADE))}")  # of another switch in the same transaction
    stage("staged_town", "lo bigint, hi bigint")
    stage("staged_trio", "code text, name text, village text")
    stage("staged_ground", "body text, area bigint")
    stage(
        "staged_seat",
        "body text, role text, line text, title text, in_charge bool, user_id bigint, deputy bool",
    )
    copy_rows("staged_town", ("lo", "hi"), switch.towns)
    copy_rows("staged_trio", ("code", "name", "village"), switch.trios)
    copy_rows("staged_ground", ("body", "area"), switch.grounds)
    columns = ("body", "role", "line", "title", "in_charge", "user_id", "deputy")
    copy_rows("staged_seat", columns, (_seat_line(seat, names[seat.trio]) for seat in switch.seats))
    for table in STAGED:
        run(f"ANALYZE {table}")
    return {"day": clock.today(), "now": clock.now(), "emergency": emergency}


def _seat_line(seated: Seated, trio: str) -> tuple[Any, ...]:
    seat = SEAT_OF.get(seated.role) or Seat(seated.role, "", seated.role)
    title = f"{trio} {seat.title}"
    return (
        seated.trio, seated.role, seat.line, title, seat.in_charge, seated.user, seated.deputy
    )  # fmt: skip


def _change(steps: Iterable[str], given: Mapping[str, Any]) -> None:
    for step in steps:
        run(SQL[step], dict(given))
        if step == "stage_seats":
            run("ANALYZE seat")


def settle_hours(ground: str, until: datetime = NEVER) -> None:
    """Move the shifts of trios that stand by to where their people are now, and man the seats that have none yet.

    `ground` as int8multirange; only shifts that begin before `until` are looked at. New ones go a week ahead at most.
    """
    now = clock.now()
    with bulk_role():
        run("DROP TABLE IF EXISTS moving")
        given = {"day": clock.today(), "now": now, "until": until, "ground": ground}
        run(SQL["stage_hours"], given)
        run("ANALYZE moving")
        _change(("cut_hours", "go_on", "move_hours", "give_back_hours"), given)
    extend_shifts(min((until - now).days + 1, 7), since=now, until=until, ground=ground)


def _finish(actor: Actor, switch: Switch, given: Mapping[str, Any], mode: str) -> None:
    ground = "{" + ",".join(f"[{lo},{hi})" for lo, hi in switch.towns) + "}"
    settle_hours(ground, given["now"] + AHEAD)
    run(
        SQL["note"],
        {
            **given,
            "mode": mode,
            "mechanism": switch.mechanism,
            "by": actor.user_id,
            "plan": switch.plan_id,
            "reason": switch.reason,
        },
    )
    _stage_owners(given)
