"""Scan to register: a person into a tube, in one round trip; and the tube shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gangmu.control.sampling import policy
from gangmu.control.sampling.actions.allowing import allow
from gangmu.control.sampling.rules.codes import tube_code, whose
from gangmu.kernel import clock
from gangmu.kernel.commands import Carried, Step, carry_out
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor
from gangmu.kernel.vault import mask_number, vault

PURPOSE = "sampling"  # what the vault binds a parked document to
SIZES = (1, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was scanned or typed at a site: the tube, how many it holds, the person's code or document; `name` if said.

    `taken_at`: by the clock of whoever took the sample.
    """

    round_id: int
    site_id: int
    tube: str
    capacity: int
    who: str
    taken_at: datetime
    name: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of it: the `filled`th of `capacity` in the tube; or why it was `parked` for a human to look at."""

    parked: str = ""
    specimen: int = 0
    filled: int = 0
    capacity: int = 0
    again: bool = False


def register(actor: Actor, command: UUID, scan: Scan) -> Registered:
    """Register that a person is in a tube. Twice is once; what collides is parked, never lost and never refused.

    Refused: not_allowed, not_found (round or site), tube_code, person_code, tube_size.
    """
    allow(policy.may_register(actor))
    if scan.capacity not in SIZES:
        raise Refused("tube_size")
    who = whose(scan.who)
    now = clock.now()
    given = {
        **_given(actor, command, now), "round": scan.round_id, "site": scan.site_id, "code": tube_code(scan.tube),
        "capacity": scan.capacity, "person": who.person, "name": scan.name,
        "document": vault().fingerprint("document", who.key).hex() if who.key else "",
        "sealed": vault().seal(PURPOSE, who.key).hex() if who.key else "",
        "mask": mask_number(who.key.partition(":")[2]) if who.key else "", "taken": clock.no_later(scan.taken_at),
    }  # fmt: skip
    done = _carried(actor, Step(command, "sampling.register", "sampling_register", given))
    if done is None:
        raise Refused("not_found")
    found = done.result
    if "parked" in found:
        return Registered(parked=found["parked"])
    return Registered("", found["specimen"], found["in"], found["of"], found["again"])


def seal(actor: Actor, command: UUID, round_id: int, tube: str, at: datetime) -> None:
    """Shut a tube; again is harmless. Refused: not_allowed, tube_code, tube_not_open (unknown, empty, or void)."""
    allow(policy.may_register(actor))
    now, code = clock.now(), tube_code(tube)
    given = {**_given(actor, command, now), "round": round_id, "code": code, "taken": clock.no_later(at)}
    if _carried(actor, Step(command, "sampling.seal", "sampling_seal", given)) is None:
        raise Refused("tube_not_open", tube=code)


def _carried(actor: Actor, step: Step) -> Carried | None:
    (done,) = carry_out(actor, step)
    if isinstance(done, Refused):
        raise done
    return done


def _given(actor: Actor, command: UUID, now: datetime) -> dict[str, Any]:
    where = actor.jurisdiction
    return {"user": actor.user_id, "lo": where.lo, "hi": where.hi, "now": now, "command": command}
