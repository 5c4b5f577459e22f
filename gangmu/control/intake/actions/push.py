"""A pushed file on its way: uploaded, read and shown, committed, settled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import count, islice
from uuid import UUID

from gangmu.control.intake import policy
from gangmu.control.intake.actions.reading import read_file
from gangmu.control.intake.actions.slots import not_arrived, open_slots
from gangmu.control.intake.bulk import (
    Given,
    Placing,
    Staged,
    Stager,
    keep_file,
    progress,
    refused,
    settle_rows,
    spooled,
)
from gangmu.control.intake.facts import PushSettled
from gangmu.control.intake.models import Batch, Progress, Slot
from gangmu.control.intake.queries import sealed_pieces
from gangmu.control.intake.rules import Field, RowChecker, read_again
from gangmu.control.intake.rules.content import Content, Source
from gangmu.control.intake.rules.survey import mapping_of
from gangmu.control.intake.states import LIFECYCLE, BatchStatus
from gangmu.ground.incidents.models import Incident
from gangmu.ground.incidents.queries import pack_of
from gangmu.ground.organization.queries import owners
from gangmu.ground.territory.queries import address_index
from gangmu.ground.territory.rules import Located
from gangmu.kernel import clock
from gangmu.kernel.area import Jurisdiction
from gangmu.kernel.commands import once
from gangmu.kernel.crew import BESIDE, Work, shared
from gangmu.kernel.facts import record
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell
from gangmu.kernel.vault import vault

CHUNK = 500  # rows of one piece: a helper makes those to come while the database settles those before
SLICE = 10  # pieces that are settled at a time, at most
UNCOMMITTED = (BatchStatus.UPLOADED, BatchStatus.READY)
REMEMBERED = 10_000  # addresses that are not located again when they come again; 4 MB
WORTH_HELPERS = 2_000  # rows; below, starting helpers takes longer than the work


def upload(
    actor: Actor, command_id: UUID, incident: Incident, slot_name: str, filename: str, data: bytes
) -> int:
    """Keep a file under today's slot and return the batch's id.

    The same file in the same slot from the same territory is the same batch, unless that one was taken back.
    """
    if not policy.may_push(actor):
        raise Refused("not_allowed")
    if slot_name not in Slot.Name.values:
        raise Refused("slot_unknown", slot=slot_name)

    def do() -> int:
        today = clock.today()
        open_slots(actor, incident, today)
        slot, _ = Slot.objects.get_or_create(incident=incident, day=today, name=slot_name)
        digest = hashlib.sha256(data).digest()
        where = actor.jurisdiction
        batch, fresh = Batch.objects.exclude(status=BatchStatus.WITHDRAWN).get_or_create(
            slot=slot,
            digest=digest,
            lo=where.lo,
            hi=where.hi,
            defaults={
                "area": where.lo,
                "holes": [list(hole) for hole in where.holes],
                "filename": filename[:200],
                "size": len(data),
                "pushed_by_id": actor.user_id,
                "pushed_at": clock.now(),
            },
        )
        if fresh:
            keep_file(batch.pk, data)
        return batch.pk

    return int(once(actor, command_id, "intake.upload", do))


def prepare(
    actor: Actor, batch: Batch, chosen: Sequence[Field | None] | None = None, *, unattended: bool = False
) -> Batch:
    """Read the file and show what it holds; `chosen` are the fields picked on the mapping page.

    `unattended`: nobody sits at the pages (shell, API), so sure guesses are taken, and the preview checks no row.

    Leaves the batch READY with a preview, UPLOADED with guesses when nobody knows the header, or REJECTED with the
    problem when the file cannot be read. Refused: not_allowed, move_not_possible.
    """
    if not policy.may_push(actor):
        raise Refused("not_allowed")
    LIFECYCLE.check("prepare", batch.status)
    found = read_file(batch, chosen, unattended=unattended)
    if "problem" in found:
        batch.problem, batch.preview, batch.status = found["problem"], {}, BatchStatus.REJECTED
        _found(batch, "reject", (*UNCOMMITTED, BatchStatus.REJECTED), "problem", "preview", "status")
        return batch
    batch.preview = found["preview"]
    if "mapping" not in found:
        _found(batch, "prepare", (BatchStatus.UPLOADED,), "preview")
        return batch
    batch.mapping, batch.profile, batch.status = (
        found["mapping"],
        found["mapping"]["profile"],
        BatchStatus.READY,
    )
    _found(batch, "prepare", UNCOMMITTED, "profile", "mapping", "preview", "status")
    return batch


def _found(batch: Batch, move: str, sources: Sequence[BatchStatus], *names: str) -> None:
    """Keep what reading has found, unless the batch was committed or taken back meanwhile."""
    tell(move=move)
    values = {name: getattr(batch, name) for name in names}
    if not Batch.objects.filter(pk=batch.pk, status__in=sources).update(**values):
        raise Refused("move_not_possible", move=move)


def commit(actor: Actor, command_id: UUID, batch: Batch) -> int:
    """Hand a prepared batch to the worker; the job commits with the change of state, and its slot has arrived.

    Refused: not_allowed, no_rows, move_not_possible.
    """
    if not policy.may_push(actor):
        raise Refused("not_allowed")

    def do() -> int:
        from gangmu.control.intake.jobs import process_push

        tell(move="commit")
        changed = Batch.objects.filter(pk=batch.pk, status=BatchStatus.READY).update(
            status=BatchStatus.QUEUED, committed_at=clock.now()
        )
        if not changed:
            raise Refused("move_not_possible", move="commit", status=batch.status)
        if not batch.preview["rows"]:
            raise Refused("no_rows")
        Slot.objects.filter(pk=batch.slot_id, arrived_at=None).update(arrived_at=batch.pushed_at)
        Progress.objects.create(batch_id=batch.pk)
        process_push.defer(batch_id=batch.pk)
        return batch.pk

    return int(once(actor, command_id, "intake.commit", do))


def cancel(actor: Actor, batch: Batch) -> bool:
    """Take a committed batch back from the worker: nothing of it has happened then.

    True if that is done; False if the worker is at it and has been told: it gives the batch back after the slice.
    """
    if not policy.may_push(actor):
        raise Refused("not_allowed")
    LIFECYCLE.check("cancel", batch.status)
    if give_back(actor, batch.pk):
        return True
    Progress.objects.filter(batch_id=batch.pk).update(stop=True)
    return False


def give_back(actor: Actor, batch_id: int) -> bool:
    """Make a queued batch ready again; False if somebody is at it."""
    waiting = Batch.objects.filter(pk=batch_id, status=BatchStatus.QUEUED).only("pk")
    if not waiting.select_for_update(skip_locked=True, of=("self",)):
        return False
    tell(move="cancel")
    Batch.objects.filter(pk=batch_id).update(status=BatchStatus.READY, committed_at=None)
    not_arrived(batch_id)
    Progress.objects.filter(batch_id=batch_id).delete()
    return True


def fail(actor: Actor, batch_id: int) -> None:
    """Reject a queued batch that the program could not settle: nothing of it has happened, and its clerk is told."""
    tell(move="reject")
    Batch.objects.filter(pk=batch_id, status=BatchStatus.QUEUED).update(
        status=BatchStatus.REJECTED, problem={"code": "push_failed", "value": "", "params": []}, preview={}
    )
    not_arrived(batch_id)
    Progress.objects.filter(batch_id=batch_id).delete()


def withdraw(actor: Actor, batch: Batch) -> None:
    """Take a file back before it is committed; its content is destroyed. Refused: not_allowed, move_not_possible."""
    if not policy.may_push(actor):
        raise Refused("not_allowed")
    target = LIFECYCLE.check("withdraw", batch.status)
    tell(move="withdraw")
    taken = Batch.objects.filter(pk=batch.pk, status__in=UNCOMMITTED)
    if not taken.update(status=target, content=b"", preview={}):
        raise Refused("move_not_possible", move="withdraw")


def process(actor: Actor, batch_id: int) -> bool:
    """Settle a queued batch, all of it in the running transaction; False if somebody else has already done so.

    Raises Stopped when a clerk takes it back meanwhile: the transaction has to be rolled back, then `give_back`.
    """
    batch = (
        Batch.objects.select_for_update(of=("self",))
        .select_related("slot__incident")
        .defer("content")
        .get(pk=batch_id)
    )
    if batch.status != BatchStatus.QUEUED:
        return False
    incident, now = batch.slot.incident, clock.now()
    territory = Jurisdiction(batch.lo, batch.hi, tuple((lo, hi) for lo, hi in batch.holes))
    stager = Stager(vault(), pack_of(incident), owners(held=True), territory, now)
    tell(move="open", command=f"push {batch.pk}")
    helpers = BESIDE if batch.preview.get("rows", 0) > WORTH_HELPERS else 0
    with progress(batch.pk) as passed, spooled(sealed_pieces(batch)) as (file, source):
        pieces = shared(_staging(batch, stager, source), helpers, files=(file,))
        slices = _slices(batch.preview["rows"]) if helpers else None
        settle_rows(pieces, batch.pk, incident.pk, now, slices=slices, passed=passed)
    tell(move="finish")
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.DONE, done_at=now, content=b"", preview={})
    Progress.objects.filter(batch_id=batch.pk).delete()
    batch.refresh_from_db(fields=["received", "tasks", "waiting"])
    record(actor, PushSettled(batch.pk, batch.area, batch.received, batch.tasks, batch.waiting))
    return True


def _slices(rows: int) -> Iterator[int]:
    """How many pieces are settled at a time: few of the first, on which nobody is to wait long, and few of the last.

    While those are settled nobody helps the database any more: of what is left a quarter at most.
    """
    left = -(-rows // CHUNK)
    for turn in count(1):
        size = min(2 * turn, SLICE, max(2, left // 4))
        yield size
        left -= size


def _staging(batch: Batch, stager: Stager, source: Source) -> Work:
    """Read, check, locate and stage every n-th chunk of the file: memory does not grow with its rows."""
    mapping, layout = mapping_of(batch.mapping), batch.mapping.get("layout", {})
    filename, weight, office, index, today = (
        batch.filename,
        batch.size,
        batch.area,
        address_index(),
        clock.today(),
    )

    def staged(k: int, n: int) -> Iterator[bytes]:
        sheet = read_again(Content.kept(source, weight), filename, mapping.header, layout)
        checker, rows = RowChecker(mapping, today), sheet.rows()
        known: dict[str, Located] = {}
        for turn in count():
            if not (chunk := list(islice(rows, CHUNK))):
                return
            if turn % n == k:
                checked = [checker.check(row) for row in chunk]
                if len(known) > REMEMBERED:
                    known.clear()
                found = index.locate_many([c.address for c in checked], known=known)
                yield stager.piece(
                    refused(person, row.cells, office)
                    if person.refused
                    else Staged(Given.of(person), Placing.of(located, office))
                    for row, person, located in zip(chunk, checked, found, strict=True)
                )

    return staged
