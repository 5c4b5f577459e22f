"""A register on its way: uploaded, read and shown, started, stopped and resumed, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from gangmu.control.intake.rules import Field, UnreadableFile
from gangmu.control.intake.rules.survey import guess_json, mapping_json
from gangmu.control.roster import policy
from gangmu.control.roster.bulk import destroy_file, keep_piece
from gangmu.control.roster.bulk.files import PIECE
from gangmu.control.roster.models import Import
from gangmu.control.roster.queries import head_of, learned_fields, reader_of
from gangmu.control.roster.rules.heads import columns_of, guesses_of, read_head
from gangmu.control.roster.rules.records import Layout, lines_of, records
from gangmu.control.roster.states import LIFECYCLE, ImportStatus
from gangmu.kernel import clock
from gangmu.kernel.commands import once
from gangmu.kernel.lifecycle import Refused
from gangmu.kernel.scope import Actor, tell

SAMPLE = 2_000  # lines of the head that the preview reads
SHOWN = 100  # problems


def upload(actor: Actor, command_id: UUID, filename: str, parts: Iterable[bytes]) -> int:
    """Keep a file, piece by piece, and return the import's id; memory for one piece, whatever its size.

    A file that is not done yet is the same import when it comes again.
    """
    if not policy.may_import(actor):
        raise Refused("not_allowed")

    def do() -> int:
        where = actor.jurisdiction
        one = Import.objects.create(
            area=where.lo,
            lo=where.lo,
            hi=where.hi,
            holes=[list(hole) for hole in where.holes],
            filename=filename[:200],
            imported_by_id=actor.user_id,
            uploaded_at=clock.now(),
        )
        digest, size = hashlib.sha256(), 0
        for number, piece in enumerate(_even(parts)):
            keep_piece(one.pk, number, piece)
            digest.update(piece)
            size += len(piece)
        alike = Import.objects.filter(area=where.lo, hi=where.hi, digest=digest.digest())
        unfinished = (ImportStatus.DONE, ImportStatus.REJECTED, ImportStatus.WITHDRAWN)
        if (known := alike.exclude(status__in=unfinished).order_by("-id").first()) is not None:
            one.delete()
            return known.pk
        Import.objects.filter(pk=one.pk).update(digest=digest.digest(), size=size)
        return one.pk

    return int(once(actor, command_id, "roster.upload", do))


def _even(parts: Iterable[bytes]) -> Iterable[bytes]:
    """The same bytes in pieces of PIECE, the last shorter."""
    kept = bytearray()
    for part in parts:
        kept += part
        while len(kept) >= PIECE:
            yield bytes(kept[:PIECE])
            del kept[:PIECE]
    if kept:
        yield bytes(kept)


def prepare(
    actor: Actor, one: Import, chosen: Sequence[Field | None] | None = None, *, unattended: bool = False
) -> Import:
    """Read the head of the file and show what it holds; `chosen` are the fields picked on the mapping page.

    Leaves the import READY with a preview, UPLOADED with guesses when nobody knows the columns, or REJECTED with the
    problem when the file cannot be read. `unattended`: nobody sits at the mapping page, so sure guesses are taken.
    """
    if not policy.may_import(actor):
        raise Refused("not_allowed")
    LIFECYCLE.check("prepare", one.status)
    head, learned = head_of(one), learned_fields()
    try:
        layout, sheet = read_head(head, one.filename, whole=len(head) == one.size)
    except UnreadableFile as unreadable:
        problem = unreadable.problem
        said = {"code": problem.code, "value": problem.value, "params": list(problem.params)}
        return _moved(one, "reject", ImportStatus.REJECTED, problem=said)
    mapping = columns_of(sheet, learned, chosen, unattended=unattended)
    if mapping is None:
        guesses = [guess_json(guess) for guess in guesses_of(sheet, learned)]
        one.preview = {"header": list(sheet.header), "guesses": guesses}
        Import.objects.filter(pk=one.pk).update(preview=one.preview)
        return one
    one.layout, one.mapping = layout._asdict(), mapping_json(mapping)
    preview = _preview(one, layout, head) | {"titles": list(sheet.titles)[:5]}
    return _moved(one, "prepare", ImportStatus.READY, layout=one.layout, mapping=one.mapping, preview=preview)


def _moved(one: Import, move: str, status: ImportStatus, **changes: Any) -> Import:
    tell(move=move)
    for name, value in {**changes, "status": status}.items():
        setattr(one, name, value)
    Import.objects.filter(pk=one.pk).update(status=status, **changes)
    return one


def _preview(one: Import, layout: Layout, head: bytes) -> dict[str, Any]:
    """What the first lines would come to, before anything is done; whole lines only."""
    whole = head if len(head) == one.size else head[: head.rfind(b"\n") + 1]
    sample = islice(records(lines_of([whole]), layout), SAMPLE)
    readings, skipped = reader_of(one).read(sample)
    problems = [
        [reading.number, p.field, p.code, p.value, list(p.params), str(p.severity)]
        for reading in readings
        for p in reading.problems
    ]
    return {
        "rows": len(readings),
        "back": sum(bool(reading.outcome) for reading in readings),
        "skipped": skipped,
        "problems": problems[:SHOWN],
        "columns": [[h, f or ""] for h, f in zip(one.mapping["header"], one.mapping["fields"], strict=True)],
    }


def start(actor: Actor, command_id: UUID, one: Import) -> int:
    """Hand a prepared file to the worker."""
    return _run_later(actor, command_id, one, "start")


def resume(actor: Actor, command_id: UUID, one: Import) -> int:
    """Go on where a stopped import stands."""
    return _run_later(actor, command_id, one, "resume")


def _run_later(actor: Actor, command_id: UUID, one: Import, move: str) -> int:
    """The job commits with the change of state."""
    if not policy.may_import(actor):
        raise Refused("not_allowed")

    def do() -> int:
        from gangmu.control.roster.jobs import import_residents

        _move(one, move, **({"started_at": clock.now()} if move == "start" else {}))
        import_residents.defer(import_id=one.pk)
        return one.pk

    return int(once(actor, command_id, f"roster.{move}", do))


def stop(actor: Actor, one: Import) -> None:
    """Stop a running import after the slice it is at; what is taken in stays, and it can be resumed."""
    if not policy.may_import(actor):
        raise Refused("not_allowed")
    _move(one, "stop")


def withdraw(actor: Actor, one: Import) -> None:
    """Take a file back that is not running; its content is destroyed, what was taken in stays."""
    if not policy.may_import(actor):
        raise Refused("not_allowed")
    _move(one, "withdraw", preview={})
    destroy_file(one.pk)


def _move(one: Import, move: str, **changes: Any) -> None:
    target = LIFECYCLE.check(move, one.status)
    tell(move=move)
    changed = Import.objects.filter(pk=one.pk, status=one.status).update(status=target, **changes)
    if not changed:
        raise Refused("move_not_possible", move=move, status=one.status)
